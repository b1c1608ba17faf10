import * as z from 'zod';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';
import { ANNOUNCEMENT_STATES } from './announcements.ts';

const ApprovalRow = z.object({
  id: z.number(),
  publicId: z.string(),
  articleId: z.number(),
  articlePublicId: z.string(),
  title: z.string(),
  createdBy: z.string(),
  editedBy: z.string().nullable(),
  channelId: z.string(),
  state: z.enum(ANNOUNCEMENT_STATES),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  reason: z.string().nullable(),
  postedAt: z.string().nullable(),
  postTs: z.string().nullable(),
  threadTs: z.string().nullable(),
  reviewChannel: z.string().nullable(),
  reviewTs: z.string().nullable(),
});
/** An announcement that needs, or needed, somebody's approval, with what its card shows. */
export type Approval = z.infer<typeof ApprovalRow>;

const SELECT = `SELECT n.id, n.public_id AS publicId, n.article_id AS articleId, a.public_id AS articlePublicId, a.title,
  a.created_by AS createdBy, a.edited_by AS editedBy, n.channel_id AS channelId, n.state, n.decided_by AS decidedBy,
  n.decided_at AS decidedAt, n.decision_reason AS reason, n.posted_at AS postedAt, n.ts AS postTs, n.thread_ts AS threadTs,
  n.review_channel AS reviewChannel, n.review_ts AS reviewTs
  FROM announcement n JOIN article a ON a.id = n.article_id`;

/** An announcement by its public id, with what its approval card shows; null where there is none. */
export async function findApproval(db: Database, publicId: string): Promise<Approval | null> {
  return queryOne(ApprovalRow, db.prepare(`${SELECT} WHERE n.public_id = ?1`).bind(publicId));
}

/** Announcements that await approval and have no card yet. */
export async function listCardsToPost(db: Database): Promise<Approval[]> {
  return query(
    ApprovalRow,
    db.prepare(
      `${SELECT} WHERE n.state = 'awaiting_approval' AND n.review_asked_at IS NULL AND a.state = 'published'
       ORDER BY n.id LIMIT 10`,
    ),
  );
}

/** Notes that a card is posted now; false when somebody else posts it. */
export async function claimCard(db: Database, id: number, now: string): Promise<boolean> {
  const statement = db
    .prepare(`UPDATE announcement SET review_asked_at = ?2 WHERE id = CAST(?1 AS INTEGER) AND review_asked_at IS NULL`)
    .bind(id, now);
  return (await execute(statement)) === 1;
}

/** Takes the claim back: Slack asked to wait. */
export async function unclaimCard(db: Database, id: number): Promise<void> {
  await execute(
    db
      .prepare('UPDATE announcement SET review_asked_at = NULL WHERE id = CAST(?1 AS INTEGER) AND review_ts IS NULL')
      .bind(id),
  );
}

/** Notes where a card stands, and that it shows that it waits. */
export async function recordCard(db: Database, id: number, card: { channel: string; ts: string }): Promise<void> {
  await execute(
    db
      .prepare(
        `UPDATE announcement SET review_channel = ?2, review_ts = ?3, review_state = 'awaiting_approval'
         WHERE id = CAST(?1 AS INTEGER)`,
      )
      .bind(id, card.channel, card.ts),
  );
}

/** Cards that show another state than their announcement is in; one that is just being posted waits for the outcome. */
export async function listCardsToUpdate(db: Database): Promise<Approval[]> {
  return query(
    ApprovalRow,
    db.prepare(
      `${SELECT} WHERE n.review_ts IS NOT NULL AND n.review_state IS NOT n.state AND n.state <> 'sending'
       ORDER BY n.id LIMIT 10`,
    ),
  );
}

/** Notes what a card shows now. */
export async function recordCardState(db: Database, id: number, state: Approval['state']): Promise<void> {
  await execute(db.prepare('UPDATE announcement SET review_state = ?2 WHERE id = CAST(?1 AS INTEGER)').bind(id, state));
}

/** Takes everything that has waited since before `before` and was not reminded of; what was taken is reminded of once. */
export async function claimReminders(
  db: Database,
  { before, now }: { before: string; now: string },
): Promise<{ id: number; articleId: number }[]> {
  return query(
    z.object({ id: z.number(), articleId: z.number() }),
    db
      .prepare(
        `UPDATE announcement SET reminded_at = ?2
         WHERE state = 'awaiting_approval' AND reminded_at IS NULL AND created_at <= ?1
         RETURNING id, article_id AS articleId`,
      )
      .bind(before, now),
  );
}

/** Statement that gives up what nobody decided since before `before`. It is never posted by itself. */
export function expireApprovals(db: Database, { before, now }: { before: string; now: string }): Statement {
  return db
    .prepare(
      `UPDATE announcement SET state = 'skipped', decision_reason = 'expired', decided_at = ?2
       WHERE state = 'awaiting_approval' AND created_at <= ?1`,
    )
    .bind(before, now);
}

/** Whether anything about approvals is due, by indexed look-ups only. `remindBefore` is later than what expires. */
export async function hasApprovalWork(db: Database, remindBefore: string, expireBefore: string): Promise<boolean> {
  const row = await queryOne(
    z.object({ work: z.number() }),
    db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM announcement WHERE state = 'awaiting_approval' AND (review_asked_at IS NULL
             OR (reminded_at IS NULL AND created_at <= ?1) OR created_at <= ?2))
           OR EXISTS (SELECT 1 FROM announcement WHERE review_ts IS NOT NULL AND review_state IS NOT state
             AND state <> 'sending') AS work`,
      )
      .bind(remindBefore, expireBefore),
  );
  return row?.work === 1;
}

/** Statement that has a rejected announcement await approval again; its old card stays as it was. */
export function askAgain(db: Database, id: number): Statement {
  return db
    .prepare(
      `UPDATE announcement SET state = 'awaiting_approval', review_asked_at = NULL, review_ts = NULL, review_state = NULL,
         reminded_at = NULL, decision_reason = NULL, decided_by = NULL, decided_at = NULL
       WHERE id = CAST(?1 AS INTEGER) AND state = 'rejected'`,
    )
    .bind(id);
}
