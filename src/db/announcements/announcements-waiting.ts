import * as z from 'zod';
import { type Database, query, queryOne } from '../database.ts';

const WaitingPostRow = z.object({
  id: z.number(),
  publicId: z.string(),
  channelId: z.string(),
  title: z.string(),
});
/** An announcement that goes out only when somebody approves it. */
export type WaitingPost = z.infer<typeof WaitingPostRow>;

/** Announcements that await approval, oldest first, and how many there are in all. */
export async function listAwaitingApproval(
  db: Database,
  limit: number,
): Promise<{ shown: WaitingPost[]; total: number }> {
  const shown = await query(
    WaitingPostRow,
    db
      .prepare(
        `SELECT n.id, n.public_id AS publicId, n.channel_id AS channelId, a.title
         FROM announcement n JOIN article a ON a.id = n.article_id
         WHERE n.state = 'awaiting_approval' ORDER BY n.id LIMIT CAST(?1 AS INTEGER)`,
      )
      .bind(limit),
  );
  const row = await queryOne(
    z.object({ count: z.number() }),
    db.prepare(`SELECT COUNT(*) AS count FROM announcement WHERE state = 'awaiting_approval'`),
  );
  return { shown, total: row?.count ?? 0 };
}
