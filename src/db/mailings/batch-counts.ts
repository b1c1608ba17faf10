import * as z from 'zod';
import { type Database, queryOne } from '../database.ts';
import type { BatchState } from './batches.ts';

/** How many batches of a mailing are still to be sent; by the index of these, however many were sent already. */
export async function countTodo(db: Database, mailingId: number): Promise<number> {
  const sql = `SELECT COUNT(*) AS todo FROM batch WHERE mailing_id = CAST(?1 AS INTEGER) AND state = 'todo'`;
  return (await queryOne(z.object({ todo: z.number() }), db.prepare(sql).bind(mailingId)))?.todo ?? 0;
}

/** Whether a mailing has batches that nobody has claimed, by the same index. */
export async function hasUnclaimed(db: Database, mailingId: number, now: string): Promise<boolean> {
  const sql = `SELECT EXISTS (
    SELECT 1 FROM batch
    WHERE mailing_id = CAST(?1 AS INTEGER) AND state = 'todo' AND (lease_until IS NULL OR lease_until <= ?2)) AS waits`;
  return (await queryOne(z.object({ waits: z.number() }), db.prepare(sql).bind(mailingId, now)))?.waits === 1;
}

/** How many mails of a mailing somebody has claimed and may still hand over, whatever becomes of the mailing meanwhile. */
export async function countUnderWay(db: Database, mailingId: number, now: string): Promise<number> {
  const sql = `SELECT COALESCE(SUM(json_array_length(recipients)), 0) AS mails FROM batch
    WHERE mailing_id = CAST(?1 AS INTEGER) AND state = 'todo' AND lease_until > ?2`;
  return (await queryOne(z.object({ mails: z.number() }), db.prepare(sql).bind(mailingId, now)))?.mails ?? 0;
}

/** How many batches of a mailing are in each state; reads every one of them. */
export async function countBatches(db: Database, mailingId: number): Promise<Record<BatchState, number>> {
  const row = await queryOne(
    z.object({ todo: z.number(), submitted: z.number(), unknown: z.number(), failed: z.number() }),
    db
      .prepare(
        `SELECT COUNT(*) FILTER (WHERE state = 'todo') AS todo, COUNT(*) FILTER (WHERE state = 'submitted') AS submitted,
           COUNT(*) FILTER (WHERE state = 'unknown') AS unknown, COUNT(*) FILTER (WHERE state = 'failed') AS failed
         FROM batch WHERE mailing_id = CAST(?1 AS INTEGER)`,
      )
      .bind(mailingId),
  );
  return row ?? { todo: 0, submitted: 0, unknown: 0, failed: 0 };
}
