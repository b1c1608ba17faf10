import * as z from 'zod';
import { type Database, query, queryOne } from '../database.ts';

/** One day's span in the newsroom's zone: from `from` up to, not with, `to`. */
export type DaySpan = { day: string; from: string; to: string };

const MoveRow = z.object({ day: z.string(), source: z.string(), joined: z.number(), left: z.number() });

/** Confirmed, restored, left, lifted, suppressed or erased, in the words of the index consent_moves: others are not found by it. */
const MOVED = `c.act <> 'requested' AND c.act <> 'changed' AND c.act <> 'imported'`;
const CAME = `('confirmed', 'restored', 'imported')`;

/** Whether evidence `c` found them a reader: whoever had left or never confirmed is not lost once more by a bounce or an erasure. */
const WAS_READER = `(SELECT p.act FROM consent p
  WHERE p.subscriber_id = c.subscriber_id AND p.id < c.id AND p.act IN ('confirmed', 'restored', 'imported', 'left', 'suppressed')
  ORDER BY p.id DESC LIMIT 1) IN ${CAME}`;

/**
 * Who came and who left, by day and by the source of the sign-up. Reads the evidence of those days by index, and nothing of what
 * imports brought; those count by their own rows. Suppressed or erased while a reader counts as left.
 */
export async function countMoves(db: Database, days: readonly DaySpan[]): Promise<z.infer<typeof MoveRow>[]> {
  return query(
    MoveRow,
    db
      .prepare(
        `SELECT d.value ->> 'day' AS day, s.source,
           SUM(c.act IN ('confirmed', 'restored')) AS joined,
           SUM(CASE WHEN c.act = 'left' THEN 1 WHEN c.act IN ('suppressed', 'erased') THEN COALESCE(${WAS_READER}, 0) ELSE 0 END) AS left
         FROM json_each(?1) d
         JOIN consent c ON c.at >= d.value ->> 'from' AND c.at < d.value ->> 'to' AND ${MOVED}
         JOIN subscriber s ON s.id = c.subscriber_id
         GROUP BY 1, 2`,
      )
      .bind(JSON.stringify(days)),
  );
}

/** How many readers left between two times, both included; 0 where there is no beginning. */
export async function countLeft(db: Database, from: string | null, to: string): Promise<number> {
  if (from === null) return 0;
  const row = await queryOne(
    z.object({ count: z.number() }),
    db
      .prepare(
        `SELECT COUNT(*) AS count FROM consent c WHERE c.act = 'left' AND c.at >= ?1 AND c.at <= ?2 AND ${MOVED}`,
      )
      .bind(from, to),
  );
  return row?.count ?? 0;
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
