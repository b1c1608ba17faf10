import * as z from 'zod';
import { type Database, query } from '../database.ts';

/** One day's span in the newsroom's zone: from `from` up to, not with, `to`. */
export type DaySpan = { day: string; from: string; to: string };

const MoveRow = z.object({ day: z.string(), source: z.string(), joined: z.number(), left: z.number() });

const MOVES = `('confirmed', 'restored', 'left', 'suppressed', 'erased')`;

/**
 * Who came and who left, by day and by the source of the sign-up. Reads the evidence of those days by index, and nothing of what
 * imports brought; those count by their own rows. Erased while a reader counts as left.
 */
export async function countMoves(db: Database, days: readonly DaySpan[]): Promise<z.infer<typeof MoveRow>[]> {
  return query(
    MoveRow,
    db
      .prepare(
        `SELECT d.value ->> 'day' AS day, s.source,
           SUM(c.act IN ('confirmed', 'restored')) AS joined,
           SUM(c.act IN ('left', 'suppressed') OR (s.confirmed_at IS NOT NULL AND s.left_at IS NULL AND c.act = 'erased')) AS left
         FROM json_each(?1) d
         JOIN consent c ON c.at >= d.value ->> 'from' AND c.at < d.value ->> 'to' AND c.act IN ${MOVES}
         JOIN subscriber s ON s.id = c.subscriber_id
         GROUP BY 1, 2`,
      )
      .bind(JSON.stringify(days)),
  );
}

/** How many readers imports brought, by the day each began; imports that were taken back brought nobody. */
export async function countImported(
  db: Database,
  days: readonly DaySpan[],
): Promise<{ day: string; readers: number }[]> {
  return query(
    z.object({ day: z.string(), readers: z.number() }),
    db
      .prepare(
        `SELECT d.value ->> 'day' AS day, SUM(i.new_count) AS readers
         FROM json_each(?1) d JOIN import i ON i.created_at >= d.value ->> 'from' AND i.created_at < d.value ->> 'to'
         WHERE i.state IN ('open', 'finished') GROUP BY 1`,
      )
      .bind(JSON.stringify(days)),
  );
}
