import * as z from 'zod';
import { type Database, execute, query, type Statement } from '../database.ts';
import type { Audience } from './audiences.ts';
import { EVERY_FREQUENCY, frequenciesIn, isHad } from './had-stories.ts';
import type { Mailing } from './mailings.ts';

/** The texts of a mailing by locale. */
export type Texts = Pick<Mailing, 'subject' | 'intro' | 'wrong'> & Partial<Pick<Mailing, 'preheader'>>;

export type NewDraft = {
  publicId: string;
  kind: Mailing['kind'];
  audience: Audience;
  articleIds: readonly number[];
  contentHash: string;
  createdBy: string;
  isArchived: boolean;
  texts?: Texts;
  correctsId?: number;
  /** A schedule's date: the draft is made only while the schedule still waits for `expected`. */
  slot?: { scheduleId: number; date: string; expected: string; isZoned: boolean };
  /** When it is meant to leave, and whether it does so though nobody approved it. */
  leaves?: { sendAt: string; isAutomatic: boolean };
};

/** Statements that create a draft with its articles in order, and note which readers had them. */
export function insertDraft(db: Database, draft: NewDraft, now: string): Statement[] {
  const { slot } = draft;
  return [
    db
      .prepare(
        `INSERT INTO mailing (public_id, kind, state, audience, is_archived, content_hash, created_by, created_at,
           subject, intro, corrects_mailing_id, schedule_id, local_date, send_at, is_automatic, is_zoned, wrong, preheader)
         SELECT ?1, ?2, 'draft', ?3, CAST(?4 AS INTEGER), ?5, ?6, ?7, ?8, ?9, CAST(?10 AS INTEGER),
           CAST(?11 AS INTEGER), ?12, ?13,
           CAST(?14 AS INTEGER) AND (?11 IS NULL OR EXISTS (
             SELECT 1 FROM schedule WHERE id = CAST(?11 AS INTEGER) AND policy = 'send_unless_stopped')),
           CAST(?15 AS INTEGER), ?17, ?18
         WHERE ?11 IS NULL
           OR EXISTS (SELECT 1 FROM schedule WHERE id = CAST(?11 AS INTEGER) AND next_date = ?16 AND state = 'active')
         ON CONFLICT DO NOTHING`,
      )
      .bind(
        draft.publicId,
        draft.kind,
        JSON.stringify(draft.audience),
        draft.isArchived ? 1 : 0,
        draft.contentHash,
        draft.createdBy,
        now,
        JSON.stringify(draft.texts?.subject ?? {}),
        JSON.stringify(draft.texts?.intro ?? {}),
        draft.correctsId ?? null,
        slot?.scheduleId ?? null,
        slot?.date ?? null,
        draft.leaves?.sendAt ?? null,
        draft.leaves?.isAutomatic ? 1 : 0,
        slot?.isZoned ? 1 : 0,
        slot?.expected ?? null,
        JSON.stringify(draft.texts?.wrong ?? {}),
        JSON.stringify(draft.texts?.preheader ?? {}),
      ),
    db
      .prepare(
        `INSERT INTO mailing_article (mailing_id, article_id, position)
         SELECT m.id, e.value, e.key FROM json_each(?2) e, mailing m WHERE m.public_id = ?1`,
      )
      .bind(draft.publicId, JSON.stringify(draft.articleIds)),
    noteHadBy(db, draft.publicId),
  ];
}

/** Statement that notes for each article of a draft the frequencies whose readers had the story by now. */
function noteHadBy(db: Database, publicId: string): Statement {
  const had = isHad({
    article: 'mailing_article.article_id',
    frequency: 'f.value',
    mailing: 'mailing_article.mailing_id',
    audience: 'm.audience',
  });
  const hadBy = `(
    SELECT json_group_array(f.value)
    FROM mailing m, json_each(${EVERY_FREQUENCY}) f
    WHERE m.id = mailing_article.mailing_id AND m.kind <> 'correction' AND f.value IN ${frequenciesIn('m')} AND ${had})`;
  return db
    .prepare(
      // Mostly nothing changed since the draft was made, and a row that is not written costs nothing.
      `UPDATE mailing_article SET had_by = ${hadBy}
       WHERE mailing_id = (SELECT id FROM mailing WHERE public_id = ?1 AND state = 'draft') AND had_by IS NOT ${hadBy}`,
    )
    .bind(publicId);
}

/**
 * Statements that approve a draft as it stands: only while its content is still what was approved, and only while there
 * is somebody who did not have one of its stories by another mailing. The second changes a row where it was approved.
 */
export function approveMailing(
  db: Database,
  approval: {
    publicId: string;
    contentHash: string;
    by: string;
    now: string;
    holdUntil: string;
    reportChannel: string | null;
    /** How many readers were counted. */
    readers: number | null;
  },
): [Statement, Statement] {
  const approve = db
    .prepare(
      `UPDATE mailing SET state = 'holding', approved_hash = ?2, approved_by = ?3, approved_at = ?4,
         hold_until = MAX(?5, COALESCE(send_at, '')), pause_reason = NULL,
         report_channel = ?6, max_id = (SELECT COALESCE(MAX(id), 0) FROM subscriber),
         due_count = CASE WHEN kind = 'correction' THEN CAST(?7 AS INTEGER) END
       WHERE public_id = ?1 AND state = 'draft' AND content_hash = ?2
         AND (kind = 'correction' OR EXISTS (
           SELECT 1 FROM mailing_article mine, json_each(${EVERY_FREQUENCY}) f
           WHERE mine.mailing_id = mailing.id AND f.value IN ${frequenciesIn('mailing')}
             AND f.value NOT IN (SELECT value FROM json_each(mine.had_by))))`,
    )
    .bind(
      approval.publicId,
      approval.contentHash,
      approval.by,
      approval.now,
      approval.holdUntil,
      approval.reportChannel,
      approval.readers,
    );
  return [noteHadBy(db, approval.publicId), approve];
}

/**
 * Statements that change a draft, or one whose hold still runs, which then needs approval again; a no-op once it is
 * being sent, or when somebody else changed it since `seenHash`. The first changes a row where it was done.
 */
export function editDraft(
  db: Database,
  edit: {
    publicId: string;
    seenHash: string;
    contentHash: string;
    texts: Texts;
    audience: Audience;
    isArchived: boolean;
    articleIds: readonly number[];
  },
): Statement[] {
  return [
    db
      .prepare(
        `UPDATE mailing SET state = 'draft', content_hash = ?3, subject = ?4, intro = ?5, wrong = ?6, preheader = ?7,
           audience = ?8, is_archived = CAST(?9 AS INTEGER), approved_hash = NULL,
           approved_by = NULL, approved_at = NULL, hold_until = NULL, is_automatic = 0, pause_reason = NULL
         WHERE public_id = ?1 AND content_hash = ?2 AND state IN ('draft', 'holding')`,
      )
      .bind(
        edit.publicId,
        edit.seenHash,
        edit.contentHash,
        JSON.stringify(edit.texts.subject),
        JSON.stringify(edit.texts.intro),
        JSON.stringify(edit.texts.wrong),
        JSON.stringify(edit.texts.preheader ?? {}),
        JSON.stringify(edit.audience),
        edit.isArchived ? 1 : 0,
      ),
    db
      .prepare(
        `DELETE FROM mailing_article
         WHERE changes() > 0 AND mailing_id = (SELECT id FROM mailing WHERE public_id = ?1)`,
      )
      .bind(edit.publicId),
    db
      .prepare(
        `INSERT INTO mailing_article (mailing_id, article_id, position)
         SELECT m.id, e.value, e.key FROM json_each(?2) e, mailing m
         WHERE m.public_id = ?1 AND m.state = 'draft' AND m.content_hash = ?3
         ON CONFLICT DO NOTHING`,
      )
      .bind(edit.publicId, JSON.stringify(edit.articleIds), edit.contentHash),
    noteHadBy(db, edit.publicId),
  ];
}

/**
 * Statement that ends what nobody has been mailed of yet; a no-op unless it is in one of the states `from` and, where these
 * are named, still has the `contentHash` and the mailing `replacedBy` stands.
 */
export function stopWaiting(
  db: Database,
  stop: {
    id: number;
    from: readonly ('draft' | 'holding')[];
    reason: string | null;
    replacedBy?: string;
    contentHash?: string;
  },
): Statement {
  return db
    .prepare(
      `UPDATE mailing SET state = 'cancelled', pause_reason = ?3
       WHERE id = CAST(?1 AS INTEGER) AND started_at IS NULL AND state IN (SELECT value FROM json_each(?2))
         AND (?4 IS NULL OR EXISTS (SELECT 1 FROM mailing WHERE public_id = ?4)) AND (?5 IS NULL OR content_hash = ?5)`,
    )
    .bind(stop.id, JSON.stringify(stop.from), stop.reason, stop.replacedBy ?? null, stop.contentHash ?? null);
}

/** Statement that makes a voided mailing a draft again, with the hash of what it holds now, to be asked about anew. */
export function reopenDraft(db: Database, id: number, contentHash: string, reason: string): Statement {
  return db
    .prepare(
      `UPDATE mailing SET state = 'draft', content_hash = ?2, approved_hash = NULL, approved_by = NULL,
         approved_at = NULL, hold_until = NULL, is_automatic = 0, asked_at = NULL, pause_reason = ?3
       WHERE id = CAST(?1 AS INTEGER) AND state IN ('draft', 'holding')`,
    )
    .bind(id, contentHash, reason);
}

/** Statement that lets a schedule's drafts wait for a person from now on. */
export function askForApproval(db: Database, scheduleId: number): Statement {
  return db
    .prepare(
      `UPDATE mailing SET is_automatic = 0
       WHERE schedule_id = CAST(?1 AS INTEGER) AND state = 'draft' AND is_automatic = 1`,
    )
    .bind(scheduleId);
}

/** Statement that stores the hash of what a draft holds by now; an automatic one then waits for a person. */
export function rehashDraft(db: Database, publicId: string, contentHash: string): Statement {
  return db
    .prepare(
      `UPDATE mailing SET content_hash = ?2, is_automatic = 0, asked_at = NULL
       WHERE public_id = ?1 AND state = 'draft' AND content_hash <> ?2`,
    )
    .bind(publicId, contentHash);
}

/** Notes that a test mail of this content was sent. */
export async function markTested(db: Database, publicId: string, contentHash: string): Promise<void> {
  await execute(db.prepare('UPDATE mailing SET tested_hash = ?2 WHERE public_id = ?1').bind(publicId, contentHash));
}

/** Whether a test mail of exactly this content was sent, of whichever draft. */
export async function wasTested(db: Database, contentHash: string): Promise<boolean> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        `SELECT id FROM mailing
         WHERE id > (SELECT COALESCE(MAX(id), 0) - 500 FROM mailing) AND tested_hash = ?1 LIMIT 1`,
      )
      .bind(contentHash),
  );
  return rows.length > 0;
}

/** Takes the right to ask staff about a draft, so that it is asked at most once; false when somebody else has it. */
export async function claimAsking(db: Database, id: number, now: string): Promise<boolean> {
  const changed = await execute(
    db
      .prepare(
        `UPDATE mailing SET asked_at = ?2 WHERE id = CAST(?1 AS INTEGER) AND state = 'draft' AND asked_at IS NULL`,
      )
      .bind(id, now),
  );
  return changed === 1;
}

/** Notes what became of asking: the message's ts, or null to ask again. */
export async function recordAsking(db: Database, id: number, ts: string | null): Promise<void> {
  await execute(
    db
      .prepare(
        `UPDATE mailing SET asked_ts = ?2, asked_at = CASE WHEN ?2 IS NULL THEN NULL ELSE asked_at END
         WHERE id = CAST(?1 AS INTEGER)`,
      )
      .bind(id, ts),
  );
}

/** Whether a person wrote or changed a draft, so that it must not be made anew of what is new. */
export async function wasEditedByHand(db: Database, publicId: string): Promise<boolean> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(`SELECT id FROM audit WHERE subject = ?1 AND act = 'mailing.edited' LIMIT 1`)
      .bind(`mailing:${publicId}`),
  );
  return rows.length > 0;
}
