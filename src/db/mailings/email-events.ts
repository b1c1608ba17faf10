import * as z from 'zod';
import type { Database, Statement } from '../database.ts';
import { query, queryOne } from '../database.ts';

/** What the provider may report about a mail and we keep, gravest last. */
export const PROBLEM_TYPES = ['delayed', 'failed', 'suppressed', 'bounced', 'complained'] as const;
export type ProblemType = (typeof PROBLEM_TYPES)[number];

/** A report never takes the place of a graver one: events arrive late, twice and in any order. */
function rankOf(type: ProblemType): number {
  return PROBLEM_TYPES.indexOf(type) + 1;
}

/** One report about one mail. `readerId` and `mailingId` are public ids as our own tags gave them to the provider. */
export type EmailEvent = {
  svixId: string;
  type: ProblemType;
  providerId: string | null;
  readerId: string | null;
  mailingId: string | null;
  /** No address in it. */
  reason: string | null;
  occurredAt: string;
};

/**
 * Statement that stores an event once by its svix id, if it is about a reader of ours. A mailing that is not ours is left
 * out.
 */
export function insertEmailEvent(db: Database, event: EmailEvent, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO email_event (svix_id, received_at, type, provider_id, mailing_id, subscriber_id, occurred_at, reason)
       SELECT ?1, ?2, ?3, ?4, (SELECT id FROM mailing WHERE public_id = ?5), s.id, ?7, ?8
       FROM subscriber s
       WHERE s.public_id = ?6
       ON CONFLICT (svix_id) DO NOTHING`,
    )
    .bind(
      event.svixId,
      now,
      event.type,
      event.providerId,
      event.mailingId,
      event.readerId,
      event.occurredAt,
      event.reason,
    );
}

/** Whether reports wait to be added up. */
export async function hasEventsToFold(db: Database): Promise<boolean> {
  const row = await queryOne(
    z.object({ waiting: z.number() }),
    db.prepare('SELECT EXISTS (SELECT 1 FROM email_event WHERE folded_at IS NULL) AS waiting'),
  );
  return row?.waiting === 1;
}

/**
 * Statements that add up to `limit` waiting events to the gravest report per reader and to the counts of their mailings,
 * in one transaction, so that two at once or a kill in between count nothing twice.
 */
export function foldEvents(db: Database, now: string, limit: number): Statement[] {
  const waiting = `SELECT svix_id FROM email_event WHERE folded_at IS NULL ORDER BY received_at, svix_id LIMIT CAST(?1 AS INTEGER)`;
  const rank = `CASE type ${PROBLEM_TYPES.map((type) => `WHEN '${type}' THEN ${rankOf(type)}`).join(' ')} END`;
  return [
    db
      .prepare(
        `INSERT INTO delivery_problem (mailing_id, subscriber_id, type, rank, reason, occurred_at)
         SELECT mailing_id, subscriber_id, type, ${rank}, reason, occurred_at FROM email_event
         WHERE svix_id IN (${waiting}) AND mailing_id IS NOT NULL AND subscriber_id IS NOT NULL
         ORDER BY ${rank}
         ON CONFLICT (mailing_id, subscriber_id) DO UPDATE SET
           type = excluded.type, rank = excluded.rank, reason = excluded.reason, occurred_at = excluded.occurred_at
         WHERE excluded.rank > delivery_problem.rank`,
      )
      .bind(limit),
    db
      .prepare(
        `UPDATE mailing SET problems = (
           SELECT json_group_object(type, count) FROM (
             SELECT p.type, COUNT(*) AS count FROM delivery_problem p WHERE p.mailing_id = mailing.id GROUP BY p.type))
         WHERE id IN (SELECT mailing_id FROM email_event WHERE svix_id IN (${waiting}))`,
      )
      .bind(limit),
    db.prepare(`UPDATE email_event SET folded_at = ?2 WHERE svix_id IN (${waiting})`).bind(limit, now),
  ];
}

export const ReportRow = z.object({ type: z.string(), reason: z.string().nullable(), occurredAt: z.string() });
/** One stored report about a reader's mail. */
export type Report = z.infer<typeof ReportRow>;

/** Everything reported about one reader's copy of a mailing, oldest first. */
export async function listReports(db: Database, mailingId: number, subscriberId: number): Promise<Report[]> {
  return query(
    ReportRow,
    db
      .prepare(
        `SELECT type, reason, occurred_at AS occurredAt FROM email_event
         WHERE subscriber_id = CAST(?2 AS INTEGER) AND mailing_id = CAST(?1 AS INTEGER) ORDER BY occurred_at LIMIT 100`,
      )
      .bind(mailingId, subscriberId),
  );
}
