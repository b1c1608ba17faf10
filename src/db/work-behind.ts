import * as z from 'zod';
import { type Database, queryOne } from './database.ts';

const Row = z.object({
  feeds: z.number(),
  posts: z.number(),
  unknownPosts: z.number(),
  messages: z.number(),
  mailings: z.number(),
  unknownBatches: z.number(),
});
/** How many of each are past their time; unknown ones wait for a person. */
export type WorkBehind = z.infer<typeof Row>;

/**
 * Counts work that should have been done before `mailBefore` (mails and posts) or `feedsBefore` (polls). One statement; each
 * part is served by the index of open work or by a table of few rows.
 */
export async function countWorkBehind(
  db: Database,
  { mailBefore, feedsBefore }: { mailBefore: string; feedsBefore: string },
): Promise<WorkBehind> {
  const row = await queryOne(
    Row,
    db
      .prepare(
        `SELECT
           (SELECT COUNT(*) FROM feed WHERE state = 'active' AND next_poll_at < ?2) AS feeds,
           (SELECT COUNT(*) FROM announcement WHERE state IN ('pending', 'sending') AND not_before < ?1) AS posts,
           (SELECT COUNT(*) FROM announcement WHERE state = 'unknown') AS unknownPosts,
           (SELECT COUNT(*) FROM message WHERE state IN ('todo', 'sending') AND not_before < ?1) AS messages,
           (SELECT COUNT(*) FROM mailing WHERE state = 'holding' AND hold_until < ?1) AS mailings,
           (SELECT COUNT(*) FROM batch AS b JOIN mailing AS m ON m.id = b.mailing_id
            WHERE b.state = 'unknown' AND m.state <> 'cancelled') AS unknownBatches`,
      )
      .bind(mailBefore, feedsBefore),
  );
  return row ?? { feeds: 0, posts: 0, unknownPosts: 0, messages: 0, mailings: 0, unknownBatches: 0 };
}
