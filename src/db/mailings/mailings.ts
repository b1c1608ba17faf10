import * as z from 'zod';
import { flag, json, type Transitions } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';
import { AudienceShape } from './audiences.ts';

export const MAILING_STATES = ['draft', 'holding', 'sending', 'paused', 'finished', 'cancelled'] as const;
export type MailingState = (typeof MAILING_STATES)[number];

/** holding: approved, and still to be undone until hold_until. Nothing leaves before sending. */
export const MAILING_TRANSITIONS: Transitions<MailingState> = {
  draft: ['holding', 'cancelled'],
  holding: ['sending', 'draft', 'cancelled'],
  sending: ['paused', 'finished', 'cancelled'],
  paused: ['sending', 'cancelled'],
  // A person chose to send batches of unknown outcome again.
  finished: ['sending'],
  cancelled: [],
};

const LocalisedShape = z.object({ en: z.string().exactOptional(), 'zh-Hans': z.string().exactOptional() });

const MailingRow = z.object({
  id: z.number(),
  publicId: z.string(),
  kind: z.enum(['digest', 'alert', 'correction']),
  scheduleId: z.number().nullable(),
  localDate: z.string().nullable(),
  correctsMailingId: z.number().nullable(),
  state: z.enum(MAILING_STATES),
  audience: json(AudienceShape),
  subject: json(LocalisedShape),
  /** What mail programs show beside the subject; absent: the mail's own choice. */
  preheader: json(LocalisedShape),
  intro: json(LocalisedShape),
  /** Of a correction: what was wrong. */
  wrong: json(LocalisedShape),
  contentHash: z.string(),
  isArchived: flag,
  sendAt: z.string().nullable(),
  isAutomatic: flag,
  isZoned: flag,
  askedTs: z.string().nullable(),
  approvedHash: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  holdUntil: z.string().nullable(),
  maxId: z.number().nullable(),
  cursor: z.number(),
  isPlanned: flag,
  submittedCount: z.number(),
  failedCount: z.number(),
  pauseReason: z.string().nullable(),
  reportChannel: z.string().nullable(),
  reportTs: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type Mailing = z.infer<typeof MailingRow>;

const COLUMNS = `id, public_id AS publicId, kind, schedule_id AS scheduleId, local_date AS localDate,
  corrects_mailing_id AS correctsMailingId, is_archived AS isArchived, send_at AS sendAt, is_automatic AS isAutomatic,
  is_zoned AS isZoned, asked_ts AS askedTs, state, audience, subject, preheader, intro, wrong, content_hash AS contentHash,
  approved_hash AS approvedHash, approved_by AS approvedBy, approved_at AS approvedAt, hold_until AS holdUntil,
  max_id AS maxId, cursor, is_planned AS isPlanned, submitted_count AS submittedCount, failed_count AS failedCount,
  pause_reason AS pauseReason, report_channel AS reportChannel,
  report_ts AS reportTs, created_at AS createdAt, started_at AS startedAt,
  finished_at AS finishedAt`;

/** The mailing of a public id; null where there is none. */
export async function findMailing(db: Database, publicId: string): Promise<Mailing | null> {
  return queryOne(MailingRow, db.prepare(`SELECT ${COLUMNS} FROM mailing WHERE public_id = ?1`).bind(publicId));
}

/** The digest of no schedule that is being prepared or sent, if any: there is one at a time. */
export async function findOpenDigest(db: Database): Promise<Mailing | null> {
  return queryOne(
    MailingRow,
    db.prepare(
      `SELECT ${COLUMNS} FROM mailing
       WHERE kind = 'digest' AND schedule_id IS NULL AND state IN ('draft', 'holding', 'sending', 'paused')
       ORDER BY id DESC LIMIT 1`,
    ),
  );
}

/** Whether any mailing was ever approved. */
export async function wasAnythingSent(db: Database): Promise<boolean> {
  const row = await queryOne(
    z.object({ sent: z.number() }),
    db.prepare(`SELECT EXISTS (SELECT 1 FROM mailing WHERE state IN ('sending', 'paused', 'finished')) AS sent`),
  );
  return row?.sent === 1;
}

/** Mailings whose hold is over or that are being sent: alerts and corrections before digests, then the oldest first. */
export async function listOpenMailings(db: Database, now: string): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing
         WHERE state IN ('holding', 'sending') AND (state = 'sending' OR hold_until <= ?1)
         ORDER BY kind = 'digest', id LIMIT 20`,
      )
      .bind(now),
  );
}

/** Statement that ends a mailing of which nothing is left; a no-op where a batch is to be sent, as when one is sent again. */
export function finishMailing(db: Database, id: number, now: string): Statement {
  return db
    .prepare(
      `UPDATE mailing SET state = 'finished', pause_reason = NULL, finished_at = ?2
       WHERE id = CAST(?1 AS INTEGER) AND state = 'sending' AND is_planned = 1
         AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.mailing_id = mailing.id AND b.state = 'todo')`,
    )
    .bind(id, now);
}

/** Mailings whose message in Slack shows another state than they have, or progress from before `before`. */
export async function listMailingsToReport(db: Database, before: string): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing
         WHERE id > (SELECT COALESCE(MAX(id), 0) - 50 FROM mailing) AND state <> 'draft' AND report_channel IS NOT NULL
           AND (reported_state IS NULL OR (report_ts IS NOT NULL
             AND (reported_state <> state OR state = 'sending' AND COALESCE(progress_at, started_at) <= ?1)))
         ORDER BY id`,
      )
      .bind(before),
  );
}

/** Takes the right to bring a mailing's message up to date; false when somebody did since `before`. */
export async function claimProgress(
  db: Database,
  id: number,
  times: { now: string; before: string },
): Promise<boolean> {
  const changed = await execute(
    db
      .prepare(
        `UPDATE mailing SET progress_at = ?2
         WHERE id = CAST(?1 AS INTEGER) AND (progress_at IS NULL OR progress_at <= ?3)`,
      )
      .bind(id, times.now, times.before),
  );
  return changed === 1;
}

/** Takes the right to post a mailing's message, so that it is posted at most once; false when somebody else has it. */
export async function claimReport(db: Database, id: number): Promise<boolean> {
  const changed = await execute(
    db
      .prepare(`UPDATE mailing SET reported_state = '' WHERE id = CAST(?1 AS INTEGER) AND reported_state IS NULL`)
      .bind(id),
  );
  return changed === 1;
}

/** Gives the right back: Slack did not take the message, and says when it may come. */
export async function releaseReport(db: Database, id: number): Promise<void> {
  const sql = `UPDATE mailing SET reported_state = NULL WHERE id = CAST(?1 AS INTEGER) AND report_ts IS NULL`;
  await execute(db.prepare(sql).bind(id));
}

/** Notes which state a mailing's message in Slack shows now; '' where it has to come again. */
export async function markReported(db: Database, id: number, state: MailingState | '', ts: string): Promise<void> {
  await execute(
    db
      .prepare('UPDATE mailing SET reported_state = ?2, report_ts = ?3 WHERE id = CAST(?1 AS INTEGER)')
      .bind(id, state, ts),
  );
}

/** The newest mailings that were approved, without those that were stopped before anything left. */
export async function listRecentMailings(db: Database, limit: number): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing
         WHERE state <> 'draft' AND (state <> 'cancelled' OR started_at IS NOT NULL)
         ORDER BY id DESC LIMIT CAST(?1 AS INTEGER)`,
      )
      .bind(limit),
  );
}

/** The mailing of an internal id; null where there is none. */
export async function findMailingById(db: Database, id: number): Promise<Mailing | null> {
  return queryOne(MailingRow, db.prepare(`SELECT ${COLUMNS} FROM mailing WHERE id = CAST(?1 AS INTEGER)`).bind(id));
}

/** Drafts of schedules, alerts and corrections about which staff were not asked yet; oldest first. */
export async function listDraftsToAsk(db: Database): Promise<Mailing[]> {
  return query(
    MailingRow,
    db.prepare(
      `SELECT ${COLUMNS} FROM mailing
       WHERE state = 'draft' AND asked_at IS NULL AND (schedule_id IS NOT NULL OR kind <> 'digest')
       ORDER BY id LIMIT 10`,
    ),
  );
}

/** Drafts whose time has come and that leave though nobody approved them. */
export async function listAutomaticDue(db: Database, now: string): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing
         WHERE state = 'draft' AND is_automatic = 1 AND send_at <= ?1 ORDER BY id LIMIT 10`,
      )
      .bind(now),
  );
}

/** The drafts and the held mailings of a schedule. */
export async function listWaitingOfSchedule(db: Database, scheduleId: number): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing
         WHERE schedule_id = CAST(?1 AS INTEGER) AND state IN ('draft', 'holding') ORDER BY id`,
      )
      .bind(scheduleId),
  );
}

/** Corrections of a mailing that went out or are on their way. */
export async function listCorrections(db: Database, mailingId: number): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing
         WHERE corrects_mailing_id = CAST(?1 AS INTEGER) AND state IN ('sending', 'paused', 'finished') ORDER BY id`,
      )
      .bind(mailingId),
  );
}

/** What staff may still act upon: drafts and what is approved, held, on its way or paused; newest first. */
export async function listIssues(db: Database, limit: number): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing WHERE state IN ('draft', 'holding', 'sending', 'paused')
         ORDER BY id DESC LIMIT CAST(?1 AS INTEGER)`,
      )
      .bind(limit),
  );
}

/** Digests and alerts that went out, newest first, also those whose rest was cancelled: what can be corrected. */
export async function listCorrectable(db: Database, limit: number): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing
         WHERE (state = 'finished' OR state = 'cancelled' AND started_at IS NOT NULL) AND kind <> 'correction'
         ORDER BY id DESC LIMIT CAST(?1 AS INTEGER)`,
      )
      .bind(limit),
  );
}
