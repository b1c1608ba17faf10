import * as z from 'zod';
import { type Database, query } from './database.ts';

/** What is counted by state, newest rows first. A name here becomes part of a statement, so it is never taken from outside. */
const COUNTED = {
  articles: 'SELECT state FROM article ORDER BY id DESC',
  announcements: 'SELECT state FROM announcement ORDER BY id DESC',
  mailings: 'SELECT state FROM mailing ORDER BY id DESC',
  batches: 'SELECT state FROM batch ORDER BY mailing_id DESC, lo DESC',
  readers: 'SELECT state FROM subscriber ORDER BY id DESC',
  messages: 'SELECT state FROM message ORDER BY id DESC',
  feeds: `SELECT CASE WHEN state = 'active' AND failing_since IS NOT NULL THEN 'failing' ELSE state END AS state
    FROM feed ORDER BY id DESC`,
} as const;
export type Counted = keyof typeof COUNTED;
export const COUNTED_THINGS = Object.keys(COUNTED) as Counted[];

const StateRow = z.object({ state: z.string(), count: z.number() });

/** How many of the newest `most` rows are in each state. One statement that reads no more rows than that. */
export async function countStates(db: Database, what: Counted, most: number): Promise<Map<string, number>> {
  const sql = `SELECT state, COUNT(*) AS count FROM (${COUNTED[what]} LIMIT CAST(?1 AS INTEGER)) GROUP BY state`;
  const rows = await query(StateRow, db.prepare(sql).bind(most));
  return new Map(rows.map(({ state, count }) => [state, count]));
}
