import * as z from 'zod';
import { LOCALES } from '../domain/locale.ts';
import { json, statesBefore, type Transitions } from './columns.ts';
import { type Database, execute, query, queryOne, type Statement } from './database.ts';
import { FREQUENCIES } from './subscribers.ts';

export const MAILING_STATES = ['draft', 'holding', 'sending', 'paused', 'finished', 'cancelled'] as const;
export type MailingState = (typeof MAILING_STATES)[number];

/** holding: approved, and still to be undone until hold_until. Nothing leaves before sending. */
export const MAILING_TRANSITIONS: Transitions<MailingState> = {
  draft: ['holding', 'cancelled'],
  holding: ['sending', 'draft', 'cancelled'],
  sending: ['paused', 'finished', 'cancelled'],
  paused: ['sending', 'cancelled'],
  finished: [],
  cancelled: [],
};

const AudienceShape = z.object({
  frequencies: z.array(z.enum(FREQUENCIES)).optional(),
  locales: z.array(z.enum(LOCALES)).optional(),
});
/** Who a mailing is for; {} is every active reader. */
export type Audience = z.infer<typeof AudienceShape>;

const LocalisedShape = z.object({ en: z.string().optional(), 'zh-Hans': z.string().optional() });

const MailingRow = z.object({
  id: z.number(),
  publicId: z.string(),
  kind: z.enum(['digest', 'alert', 'correction']),
  state: z.enum(MAILING_STATES),
  audience: json(AudienceShape),
  subject: json(LocalisedShape),
  intro: json(LocalisedShape),
  contentHash: z.string(),
  approvedHash: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  holdUntil: z.string().nullable(),
  maxId: z.number().nullable(),
  cursor: z.number(),
  isPlanned: z.number(),
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

const COLUMNS = `id, public_id AS publicId, kind, state, audience, subject, intro, content_hash AS contentHash,
  approved_hash AS approvedHash, approved_by AS approvedBy, approved_at AS approvedAt, hold_until AS holdUntil,
  max_id AS maxId, cursor, is_planned AS isPlanned, submitted_count AS submittedCount, failed_count AS failedCount,
  pause_reason AS pauseReason, report_channel AS reportChannel,
  report_ts AS reportTs, created_at AS createdAt, started_at AS startedAt,
  finished_at AS finishedAt`;

/** Statements that create a draft with its articles in order. */
export function insertDraft(
  db: Database,
  draft: {
    publicId: string;
    kind: Mailing['kind'];
    audience: Audience;
    articleIds: readonly number[];
    contentHash: string;
    createdBy: string;
  },
  now: string,
): Statement[] {
  return [
    db
      .prepare(
        `INSERT INTO mailing (public_id, kind, state, audience, is_archived, content_hash, created_by, created_at)
         VALUES (?1, ?2, 'draft', ?3, 1, ?4, ?5, ?6)`,
      )
      .bind(draft.publicId, draft.kind, JSON.stringify(draft.audience), draft.contentHash, draft.createdBy, now),
    db
      .prepare(
        `INSERT INTO mailing_article (mailing_id, article_id, position)
         SELECT m.id, e.value, e.key FROM json_each(?2) e, mailing m WHERE m.public_id = ?1`,
      )
      .bind(draft.publicId, JSON.stringify(draft.articleIds)),
  ];
}

export async function findMailing(db: Database, publicId: string): Promise<Mailing | null> {
  return queryOne(MailingRow, db.prepare(`SELECT ${COLUMNS} FROM mailing WHERE public_id = ?1`).bind(publicId));
}

/** The digest that is being prepared or sent, if any: there is one at a time. */
export async function findOpenDigest(db: Database): Promise<Mailing | null> {
  return queryOne(
    MailingRow,
    db.prepare(
      `SELECT ${COLUMNS} FROM mailing
       WHERE kind = 'digest' AND state IN ('draft', 'holding', 'sending', 'paused') ORDER BY id DESC LIMIT 1`,
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

/** Mailings whose hold is over or that are being sent, oldest first. */
export async function listOpenMailings(db: Database, now: string): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing
         WHERE state IN ('holding', 'sending') AND (state = 'sending' OR hold_until <= ?1)
         ORDER BY id LIMIT 5`,
      )
      .bind(now),
  );
}

/**
 * Statement that approves a draft as it stands: only while its content is still what was approved, and, for a digest,
 * only while no other one to the same readers carries any of its articles.
 */
export function approveMailing(
  db: Database,
  approval: {
    id: number;
    contentHash: string;
    by: string;
    now: string;
    holdUntil: string;
    reportChannel: string | null;
  },
): Statement {
  return db
    .prepare(
      `UPDATE mailing SET state = 'holding', approved_hash = ?2, approved_by = ?3, approved_at = ?4, hold_until = ?5,
         report_channel = ?6, max_id = (SELECT COALESCE(MAX(id), 0) FROM subscriber)
       WHERE id = CAST(?1 AS INTEGER) AND state = 'draft' AND content_hash = ?2
         AND NOT EXISTS (
           SELECT 1 FROM mailing_article mine
           JOIN mailing_article theirs ON theirs.article_id = mine.article_id AND theirs.mailing_id <> mine.mailing_id
           JOIN mailing other ON other.id = theirs.mailing_id
           WHERE mine.mailing_id = mailing.id AND mailing.kind = 'digest' AND other.kind = 'digest'
             AND other.schedule_id IS mailing.schedule_id AND other.state NOT IN ('draft', 'cancelled'))`,
    )
    .bind(approval.id, approval.contentHash, approval.by, approval.now, approval.holdUntil, approval.reportChannel);
}

/** Statement that moves a mailing on; a no-op unless its state allows it. */
export function moveMailing(
  db: Database,
  id: number,
  to: MailingState,
  now: string,
  reason: string | null = null,
): Statement {
  return db
    .prepare(
      `UPDATE mailing SET state = ?2, pause_reason = ?4,
         started_at = CASE WHEN ?2 = 'sending' THEN COALESCE(started_at, ?3) ELSE started_at END,
         finished_at = CASE WHEN ?2 = 'finished' THEN ?3 ELSE finished_at END
       WHERE id = CAST(?1 AS INTEGER) AND state IN (SELECT value FROM json_each(?5))`,
    )
    .bind(id, to, now, reason, statesBefore(MAILING_TRANSITIONS, to));
}

/** Mailings whose message in Slack shows another state than they have. */
export async function listMailingsToReport(db: Database): Promise<Mailing[]> {
  return query(
    MailingRow,
    db.prepare(
      `SELECT ${COLUMNS} FROM mailing
       WHERE id > (SELECT COALESCE(MAX(id), 0) - 50 FROM mailing) AND state <> 'draft' AND report_channel IS NOT NULL
         AND (reported_state IS NULL OR (report_ts IS NOT NULL AND reported_state <> state))
       ORDER BY id`,
    ),
  );
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

/** Notes which state a mailing's message in Slack shows now. */
export async function markReported(db: Database, id: number, state: MailingState, ts: string): Promise<void> {
  await execute(
    db
      .prepare('UPDATE mailing SET reported_state = ?2, report_ts = ?3 WHERE id = CAST(?1 AS INTEGER)')
      .bind(id, state, ts),
  );
}

/** The newest mailings that are not drafts. */
export async function listRecentMailings(db: Database, limit: number): Promise<Mailing[]> {
  return query(
    MailingRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM mailing WHERE state NOT IN ('draft', 'cancelled') ORDER BY id DESC LIMIT CAST(?1 AS INTEGER)`,
      )
      .bind(limit),
  );
}
