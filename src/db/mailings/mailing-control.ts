import * as z from 'zod';
import { json, statesBefore } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';
import { audienceFilter } from './audiences.ts';
import { MAILING_TRANSITIONS, type Mailing } from './mailings.ts';

const CountsShape = z.record(z.string(), z.number());
const MarkShape = z.object({ submitted: z.number(), problems: CountsShape, at: z.string() });
/** How much of a mailing was sent and reported at a time. */
type Mark = z.infer<typeof MarkShape>;
const WatchShape = MarkShape.partial().extend({ marks: z.array(MarkShape).optional() });

const StandingRow = z.object({
  submitted: z.number(),
  problems: json(CountsShape),
  watchedFrom: json(WatchShape),
  resumeAt: z.string().nullable(),
  dueCount: z.number().nullable(),
});
/** How much of a mailing was sent and reported: now, when it was last let go on, and in its latest marks since, oldest first. */
export type Standing = z.infer<typeof StandingRow>;

/** What an automatic pause is judged by; zeros where there is no such mailing. */
export async function readStanding(db: Database, id: number): Promise<Standing> {
  const row = await queryOne(
    StandingRow,
    db
      .prepare(
        `SELECT submitted_count AS submitted, problems, watched_from AS watchedFrom, resume_at AS resumeAt,
           due_count AS dueCount
         FROM mailing WHERE id = CAST(?1 AS INTEGER)`,
      )
      .bind(id),
  );
  return row ?? { submitted: 0, problems: {}, watchedFrom: {}, resumeAt: null, dueCount: null };
}

/** Statement that stops a running mailing; a no-op for one that is not. It goes on by itself at `resumeAt`, if that is given. */
export function pauseMailing(db: Database, pause: { id: number; reason: string; resumeAt: string | null }): Statement {
  return db
    .prepare(
      `UPDATE mailing SET state = 'paused', pause_reason = ?2, resume_at = ?3
       WHERE id = CAST(?1 AS INTEGER) AND state = 'sending'`,
    )
    .bind(pause.id, pause.reason, pause.resumeAt);
}

/** Keeps the marks from which the latest mails are judged; a no-op where somebody paused it or let it go on meanwhile. */
export async function writeMarks(
  db: Database,
  id: number,
  { marks, watchedFrom }: { marks: readonly Mark[]; watchedFrom: Standing['watchedFrom'] },
): Promise<void> {
  await execute(
    db
      .prepare(
        `UPDATE mailing SET watched_from = json_set(watched_from, '$.marks', json(?2))
         WHERE id = CAST(?1 AS INTEGER) AND state = 'sending' AND watched_from->>'at' IS ?3`,
      )
      .bind(id, JSON.stringify(marks), watchedFrom.at ?? null),
  );
}

/** How many readers' copies had some trouble at or after a time. */
export async function countProblemsSince(
  db: Database,
  problems: { mailingId: number; type: string; since: string },
): Promise<number> {
  const row = await queryOne(
    z.object({ count: z.number() }),
    db
      .prepare(
        `SELECT COUNT(*) AS count FROM delivery_problem
         WHERE mailing_id = CAST(?1 AS INTEGER) AND type = ?2 AND occurred_at >= ?3`,
      )
      .bind(problems.mailingId, problems.type, problems.since),
  );
  return row?.count ?? 0;
}

/** Statement that lets a paused mailing go on; what was reported so far does not pause it a second time. */
export function resumeMailing(db: Database, id: number, now: string): Statement {
  return db
    .prepare(
      `UPDATE mailing SET state = 'sending', pause_reason = NULL, resume_at = NULL,
         watched_from = json_object('submitted', submitted_count, 'problems', json(problems), 'at', ?2)
       WHERE id = CAST(?1 AS INTEGER) AND state = 'paused'`,
    )
    .bind(id, now);
}

/** Statement that ends a mailing for good; what was taken before stays sent. */
export function cancelMailing(db: Database, id: number, reason: string, now: string): Statement {
  return db
    .prepare(
      `UPDATE mailing SET state = 'cancelled', pause_reason = ?2, resume_at = NULL, finished_at = ?3
       WHERE id = CAST(?1 AS INTEGER) AND state <> 'draft' AND state IN (SELECT value FROM json_each(?4))`,
    )
    .bind(id, reason, now, statesBefore(MAILING_TRANSITIONS, 'cancelled'));
}

const NamedRow = z.object({ id: z.number(), publicId: z.string() });

/** Paused mailings whose time to go on has come. */
export async function listToResume(db: Database, now: string): Promise<z.infer<typeof NamedRow>[]> {
  return query(
    NamedRow,
    db
      .prepare(
        `SELECT id, public_id AS publicId FROM mailing
         WHERE state = 'paused' AND resume_at IS NOT NULL AND resume_at <= ?1 ORDER BY id LIMIT 5`,
      )
      .bind(now),
  );
}

/**
 * Counts mails of mailings that the provider took or may have, since the time that the parameter holds. CROSS JOIN keeps to the
 * batches of mailings that ended since; else SQLite reads every batch that was ever sent.
 */
export function sentSince(since: string): string {
  return `SELECT COALESCE(SUM(CASE WHEN b.state = 'submitted' THEN b.sent_count ELSE json_array_length(b.recipients) END), 0) AS sent
    FROM mailing m CROSS JOIN batch b ON b.mailing_id = m.id
    WHERE m.started_at IS NOT NULL AND (m.finished_at IS NULL OR m.finished_at >= ${since})
      AND (b.submitted_at >= ${since} OR b.state <> 'submitted' AND b.oldest_unanswered_at >= ${since})`;
}

/**
 * Mails of mailings that the provider took or may have, since `since`. Batches count in full while their outcome is open,
 * so that a day's cap is never passed.
 */
export async function countSentSince(db: Database, since: string): Promise<number> {
  const row = await queryOne(z.object({ sent: z.number() }), db.prepare(sentSince('?1')).bind(since));
  return row?.sent ?? 0;
}

/**
 * Notes how many readers are due a mailing, for telling how much is left; who gets it does not hang on it. Counted once,
 * before its first readers are planned; of corrections it was at their approval. It is no part of the start itself: where counting a long
 * list fails, the mailing has started all the same, and where the sender dies first, the next one counts.
 */
export async function noteDueCount(db: Database, { audience, id, maxId }: Mailing): Promise<void> {
  if (audience.recipientsOf !== undefined) return;
  await execute(
    db
      .prepare(
        `UPDATE mailing SET due_count = (
           SELECT COUNT(*) FROM subscriber s WHERE s.id <= CAST(?2 AS INTEGER) AND ${audienceFilter(audience)})
         WHERE id = CAST(?1 AS INTEGER) AND state = 'sending' AND cursor = 0 AND is_planned = 0 AND due_count IS NULL`,
      )
      .bind(id, maxId ?? 0, JSON.stringify(audience)),
  );
}

/** Mailings that ended after `since` and of which trouble was reported, the latest first. */
export async function listEndedWithTrouble(db: Database, since: string): Promise<z.infer<typeof NamedRow>[]> {
  return query(
    NamedRow,
    db
      .prepare(
        `SELECT id, public_id AS publicId FROM mailing
         WHERE state = 'finished' AND finished_at > ?1 AND problems <> '{}' ORDER BY id DESC LIMIT 10`,
      )
      .bind(since),
  );
}

const ToSumUpRow = z.object({ id: z.number(), publicId: z.string(), channel: z.string(), ts: z.string() });

/** Recent mailings that ended before `before` and whose report was not posted, with the message they are followed in. */
export async function listToSumUp(db: Database, before: string): Promise<z.infer<typeof ToSumUpRow>[]> {
  return query(
    ToSumUpRow,
    db
      .prepare(
        `SELECT id, public_id AS publicId, report_channel AS channel, report_ts AS ts FROM mailing
         WHERE id > (SELECT COALESCE(MAX(id), 0) - 50 FROM mailing) AND state = 'finished' AND finished_at <= ?1
           AND summed_up_at IS NULL AND report_channel IS NOT NULL AND report_ts IS NOT NULL
         ORDER BY id LIMIT 5`,
      )
      .bind(before),
  );
}

/** Takes the right to post a mailing's report; false when somebody has it. */
export async function claimDayAfter(db: Database, id: number, now: string): Promise<boolean> {
  const statement = db.prepare(
    `UPDATE mailing SET summed_up_at = ?2 WHERE id = CAST(?1 AS INTEGER) AND summed_up_at IS NULL`,
  );
  return (await execute(statement.bind(id, now))) === 1;
}

/** Gives the right back: Slack did not take the report, and says when it may come. */
export async function releaseDayAfter(db: Database, id: number): Promise<void> {
  await execute(db.prepare(`UPDATE mailing SET summed_up_at = NULL WHERE id = CAST(?1 AS INTEGER)`).bind(id));
}
