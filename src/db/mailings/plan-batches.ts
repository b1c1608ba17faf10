import * as z from 'zod';
import { type Database, query, type Statement } from '../database.ts';
import { audienceFilter, mayHaveLeft } from './audiences.ts';
import type { Mailing } from './mailings.ts';

/** Ids of the next readers due, in order, for cutting into batches. */
export async function listDueIds(db: Database, mailing: Mailing, limit: number): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        `SELECT s.id FROM subscriber s
         WHERE s.id > CAST(?1 AS INTEGER) AND s.id <= CAST(?2 AS INTEGER) AND ${audienceFilter(mailing.audience)}
         ORDER BY s.id LIMIT CAST(?4 AS INTEGER)`,
      )
      .bind(mailing.cursor, mailing.maxId ?? 0, JSON.stringify(mailing.audience), limit),
  );
  return rows.map((row) => row.id);
}

/** The next batches of a mailing that is corrected, for batches of the correction over the same readers. */
export async function listRangesToCorrect(
  db: Database,
  correction: Mailing,
  limit: number,
): Promise<[number, number][]> {
  const rows = await query(
    z.object({ lo: z.number(), hi: z.number() }),
    db
      .prepare(
        `SELECT lo, hi FROM batch
         WHERE mailing_id = CAST(?1 AS INTEGER) AND lo > CAST(?2 AS INTEGER) AND ${mayHaveLeft('batch')}
         ORDER BY lo LIMIT CAST(?3 AS INTEGER)`,
      )
      .bind(correction.audience.recipientsOf ?? 0, correction.cursor, limit),
  );
  return rows.map(({ hi, lo }) => [lo, hi]);
}

/**
 * Statements that plan one slice: its batches, and the cursor behind it. Guarded by the cursor, so that a second planner
 * of the same slice changes nothing. The last slice, which may be empty, ends the planning.
 */
export function planSlice(
  db: Database,
  mailing: Mailing,
  { isLast, ranges }: { ranges: readonly (readonly [number, number])[]; isLast: boolean },
): Statement[] {
  // Batches of a correction may overlap in ids: those of its original are told apart by where they begin.
  const end = ranges.at(-1)?.[mailing.audience.recipientsOf === undefined ? 1 : 0];
  const last = end ?? mailing.maxId ?? 0;
  return [
    db
      .prepare(
        `INSERT INTO batch (mailing_id, lo, hi, state)
         SELECT CAST(?1 AS INTEGER), value->>0, value->>1, 'todo' FROM json_each(?2)
         WHERE EXISTS (SELECT 1 FROM mailing WHERE id = CAST(?1 AS INTEGER) AND cursor = CAST(?3 AS INTEGER) AND state = 'sending')
         ON CONFLICT DO NOTHING`,
      )
      .bind(mailing.id, JSON.stringify(ranges), mailing.cursor),
    db
      .prepare(
        `UPDATE mailing SET cursor = CAST(?3 AS INTEGER), is_planned = CAST(?4 AS INTEGER)
         WHERE id = CAST(?1 AS INTEGER) AND cursor = CAST(?2 AS INTEGER) AND state = 'sending'`,
      )
      .bind(mailing.id, mailing.cursor, last, isLast ? 1 : 0),
  ];
}
