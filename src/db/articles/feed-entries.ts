import * as z from 'zod';
import { json } from '../columns.ts';
import { type Database, query } from '../database.ts';

const EntryRow = z.object({
  publicId: z.string(),
  contentHash: z.string(),
  revision: z.number(),
  topicIds: json(z.array(z.number())),
});
/** What an article is in our feeds: another revision is another entry. */
export type FeedEntry = z.infer<typeof EntryRow>;

/** The newest articles that readers may see, as our feeds hold them. */
export async function listFeedEntries(db: Database, page: { now: string; limit: number }): Promise<FeedEntry[]> {
  return query(
    EntryRow,
    db
      .prepare(
        `SELECT public_id AS publicId, content_hash AS contentHash, revision, topic_ids AS topicIds FROM article
         WHERE state = 'published' AND (embargo_until IS NULL OR embargo_until <= ?1)
         ORDER BY published_at DESC, id DESC LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(page.now, page.limit),
  );
}
