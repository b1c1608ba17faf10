import * as z from 'zod';
import { type Database, query } from '../database.ts';

const UnknownRow = z.object({
  publicId: z.string(),
  channelId: z.string(),
  /** The article's title; null for a channel's summary. */
  title: z.string().nullable(),
  localDate: z.string().nullable(),
});
/** Something that Slack may or may not have. */
export type UnknownPost = z.infer<typeof UnknownRow>;

/** Posts and summaries of channels whose fate nobody knows, posts first. */
export async function listUnknownPosts(db: Database, limit: number): Promise<UnknownPost[]> {
  return query(
    UnknownRow,
    db
      .prepare(
        `SELECT n.public_id AS publicId, n.channel_id AS channelId, a.title, NULL AS localDate
         FROM announcement n JOIN article a ON a.id = n.article_id WHERE n.state = 'unknown'
         UNION ALL
         SELECT public_id, channel_id, NULL, local_date FROM channel_summary WHERE state = 'unknown'
         LIMIT CAST(?1 AS INTEGER)`,
      )
      .bind(limit),
  );
}
