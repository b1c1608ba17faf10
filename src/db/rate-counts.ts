import * as z from 'zod';
import { type Database, readRow, type Statement } from './database.ts';

/** One thing to count: `windowStart` names the window, so that an old window's row is never touched again. */
export type RateKey = { key: string; windowStart: string };

/** Statements that add one to each count and return the new values, to run in one batch with `readCounts`. */
export function countUp(db: Database, keys: readonly RateKey[]): Statement[] {
  return keys.map(({ key, windowStart }) =>
    db
      .prepare(
        `INSERT INTO rate_count (key, window_start, count) VALUES (?1, ?2, 1)
         ON CONFLICT (key, window_start) DO UPDATE SET count = count + 1
         RETURNING count`,
      )
      .bind(key, windowStart),
  );
}

/** The counts that a batch of `countUp` statements returned, in order. */
export function readCounts(results: readonly { results: Record<string, unknown>[] }[]): number[] {
  const row = z.object({ count: z.number() });
  return results.map((result) => (result.results[0] ? readRow(row, result.results[0]).count : 0));
}

/** Statement that drops windows that began before `before`. */
export function dropOldCounts(db: Database, before: string): Statement {
  return db.prepare('DELETE FROM rate_count WHERE window_start < ?1').bind(before);
}
