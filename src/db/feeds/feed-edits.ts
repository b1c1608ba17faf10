import * as z from 'zod';
import { json } from '../columns.ts';
import { type Database, queryOne, type Statement } from '../database.ts';

export const FeedSettingsRow = z.object({
  publicId: z.string(),
  url: z.string(),
  title: z.string(),
  kind: z.string(),
  textRight: z.enum(['link', 'extract', 'full']),
  imageRight: z.enum(['none', 'licensed', 'own']),
  timeZone: z.string(),
  topicIds: json(z.array(z.number())),
  pollFloorSeconds: z.number(),
});
/** What staff may change of a feed. */
export type FeedSettings = z.infer<typeof FeedSettingsRow>;
export type FeedEdit = Partial<Omit<FeedSettings, 'publicId' | 'url'>>;

/** A feed's settings; null for one that is unknown or removed. */
export async function findFeedSettings(db: Database, publicId: string): Promise<FeedSettings | null> {
  return queryOne(
    FeedSettingsRow,
    db
      .prepare(
        `SELECT public_id AS publicId, url, title, kind, text_right AS textRight, image_right AS imageRight,
           time_zone AS timeZone, topic_ids AS topicIds, poll_floor_seconds AS pollFloorSeconds
         FROM feed WHERE public_id = ?1 AND state <> 'removed'`,
      )
      .bind(publicId),
  );
}

/** Statement that sets a feed's settings where they still are as they were read; no row changes where they are not. */
export function writeFeedSettings(db: Database, before: FeedSettings, after: FeedSettings): Statement {
  const bound = (feed: FeedSettings) =>
    JSON.stringify([
      feed.title,
      feed.kind,
      feed.textRight,
      feed.imageRight,
      feed.timeZone,
      JSON.stringify(feed.topicIds),
      feed.pollFloorSeconds,
    ]);
  return db
    .prepare(
      `UPDATE feed SET title = ?2->>0, kind = ?2->>1, text_right = ?2->>2, image_right = ?2->>3, time_zone = ?2->>4,
         topic_ids = ?2->>5, poll_floor_seconds = ?2->>6
       WHERE public_id = ?1 AND state <> 'removed'
         AND json_array(title, kind, text_right, image_right, time_zone, topic_ids, poll_floor_seconds) = ?3`,
    )
    .bind(before.publicId, bound(after), bound(before));
}
