import * as z from 'zod';
import { json, statesBefore, type Transitions } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';

const MESSAGE_STATES = ['todo', 'sending', 'submitted', 'failed', 'unknown', 'cancelled'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/**
 * sending goes back to todo when the same bytes may be tried again under the same key. What was taken is submitted, whoever
 * holds it by then.
 */
export const MESSAGE_TRANSITIONS: Transitions<MessageState> = {
  todo: ['sending', 'submitted', 'cancelled'],
  sending: ['todo', 'submitted', 'failed', 'unknown', 'cancelled'],
  submitted: [],
  failed: ['todo'],
  unknown: ['todo', 'submitted'],
  cancelled: [],
};

const MESSAGE_KINDS = ['confirm', 'welcome', 'already_subscribed', 'link', 'receipt', 'report'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

const MessageRow = z.object({
  id: z.number(),
  kind: z.enum(MESSAGE_KINDS),
  dedupeKey: z.string(),
  subscriberId: z.number().nullable(),
  /** Of a link: for how long it works, and the change of address it confirms. Of a question: its public id. */
  data: json(
    z.object({
      request: z.number().optional(),
      until: z.string().optional(),
      change: z.string().optional(),
      contact: z.string().optional(),
      /** Topics a reader is invited to, by public id. */
      invited: z.array(z.string()).optional(),
    }),
  ),
  state: z.enum(MESSAGE_STATES),
  frozen: z.string().nullable(),
  attempts: z.number(),
  oldestUnansweredAt: z.string().nullable(),
  createdAt: z.string(),
});
export type Message = z.infer<typeof MessageRow>;

/** A claim of a message: it is lost once its lease is over and another sender has made an attempt of its own. */
export type MessageClaim = Pick<Message, 'id' | 'attempts'> & { holder: string };

/**
 * Statement that plans the mail a sign-up leads to, in the sign-up's own batch: a confirmation for a pending or
 * unsubscribed address, "already subscribed" for an active one, nothing for a suppressed one or without the batch's grant. The dedupe key makes one
 * mail of one confirmation request.
 */
export function insertSignUpMessage(
  db: Database,
  emailKey: string,
  grant: { key: string; stamp: string },
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, not_before, created_at)
       SELECT CASE WHEN state = 'active' THEN 'already_subscribed' ELSE 'confirm' END,
         CASE WHEN state = 'active' THEN 'as/' || id || '/' || ?2 ELSE 'cf/' || id || '/' || confirm_request END,
         id, json_object('request', confirm_request), 'todo', ?3, ?3
       FROM subscriber WHERE email_key = ?1 AND state NOT IN ('suppressed', 'erased')
         AND EXISTS (SELECT 1 FROM rate_count WHERE key = ?4 AND window_start = ?5)
       ON CONFLICT (dedupe_key) DO NOTHING`,
    )
    .bind(emailKey, now.slice(0, 10), now, grant.key, grant.stamp);
}

/** Statement that plans a reader's welcome, only when the statement before it confirmed them. */
export function insertWelcome(db: Database, subscriberId: number, request: number, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, not_before, created_at)
       SELECT 'welcome', 'wl/' || id || '/' || CAST(?2 AS INTEGER), id, '{}', 'todo', ?3, ?3
       FROM subscriber WHERE id = CAST(?1 AS INTEGER) AND changes() > 0
       ON CONFLICT (dedupe_key) DO NOTHING`,
    )
    .bind(subscriberId, request, now);
}

/**
 * Statement that plans the mail with a fresh link for a reader, one who left included, where the batch's grant stands: to their own
 * address, or, with `change`, to the one they want to be mailed at.
 */
export function insertLinkMessage(
  db: Database,
  subscriberId: number,
  {
    grant,
    ...data
  }: { grant: { key: string; stamp: string }; until: string; change?: string; invited?: readonly string[] },
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, not_before, created_at)
       SELECT 'link', 'ln/' || id || '/' || ?2, id, ?3, 'todo', ?4, ?4
       FROM subscriber WHERE id = CAST(?1 AS INTEGER) AND state IN ('active', 'unsubscribed')
         AND EXISTS (SELECT 1 FROM rate_count WHERE key = ?5 AND window_start = ?2)
       ON CONFLICT (dedupe_key) DO NOTHING`,
    )
    .bind(subscriberId, grant.stamp, JSON.stringify(data), now, grant.key);
}

/**
 * Statement that plans the last mail to a reader's old address, whole, right behind what moved them and before the change is
 * marked as done, so that it is planned once and only where they moved.
 */
export function insertFarewell(
  db: Database,
  change: { id: number; publicId: string; subscriberId: number; emailKey: string },
  frozen: string,
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, frozen, not_before, created_at)
       SELECT 'link', 'ac/' || ?2, id, '{}', 'todo', ?5, ?6, ?6
       FROM subscriber WHERE id = CAST(?3 AS INTEGER) AND email_key = ?4
         AND EXISTS (SELECT 1 FROM address_change WHERE id = CAST(?1 AS INTEGER) AND state = 'waiting')
       ON CONFLICT (dedupe_key) DO NOTHING`,
    )
    .bind(change.id, change.publicId, change.subscriberId, change.emailKey, frozen, now);
}

/**
 * Statement that plans mails of a report to addresses that staff named, whole. One of a dedupe key that was planned before
 * stays as it is; the changes tell how many are new.
 */
export function insertReportMails(
  db: Database,
  mails: readonly { dedupeKey: string; frozen: string }[],
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, frozen, not_before, created_at)
       SELECT 'report', value->>'dedupeKey', NULL, '{}', 'todo', value->>'frozen', ?2, ?2 FROM json_each(?1) WHERE TRUE
       ON CONFLICT (dedupe_key) DO NOTHING`,
    )
    .bind(JSON.stringify(mails), now);
}

/** Statement that keeps confirmations in that have not left yet and that nobody waits for any more. */
export function cancelConfirmations(db: Database, subscriberId: number): Statement {
  return db
    .prepare(
      `UPDATE message SET state = 'cancelled'
       WHERE subscriber_id = CAST(?1 AS INTEGER) AND kind = 'confirm' AND state = 'todo' AND oldest_unanswered_at IS NULL`,
    )
    .bind(subscriberId);
}

/** Takes messages that are due, or whose holder vanished, oldest first. */
export async function claimMessages(
  db: Database,
  claim: { holder: string; now: string; leaseUntil: string; limit: number },
): Promise<Message[]> {
  return query(
    MessageRow,
    db
      .prepare(
        `UPDATE message SET state = 'sending', holder = ?1, lease_until = ?3, attempts = attempts + 1
         WHERE id IN (
           SELECT id FROM message
           WHERE state IN ('todo', 'sending') AND not_before <= ?2 AND (state = 'todo' OR lease_until <= ?2)
           ORDER BY not_before, id LIMIT CAST(?4 AS INTEGER))
         RETURNING id, kind, dedupe_key AS dedupeKey, subscriber_id AS subscriberId, data, state, frozen, attempts,
           oldest_unanswered_at AS oldestUnansweredAt, created_at AS createdAt`,
      )
      .bind(claim.holder, claim.now, claim.leaseUntil, claim.limit),
  );
}

const FrozenRow = z.object({ frozen: z.string() });

/**
 * Stores the mail as it is about to be sent; the first frozen form wins. Returns what every attempt must send; null where
 * the claim is lost.
 */
export async function freezeMessage(
  db: Database,
  { attempts, holder, id }: MessageClaim,
  mail: string,
  now: string,
): Promise<string | null> {
  const row = await queryOne(
    FrozenRow,
    db
      .prepare(
        `UPDATE message SET frozen = COALESCE(frozen, ?2), oldest_unanswered_at = COALESCE(oldest_unanswered_at, ?3)
         WHERE id = CAST(?1 AS INTEGER) AND state = 'sending' AND holder = ?4 AND attempts = CAST(?5 AS INTEGER)
         RETURNING frozen`,
      )
      .bind(id, mail, now, holder, attempts),
  );
  return row?.frozen ?? null;
}

export type MessageMove = {
  to: MessageState;
  now: string;
  notBefore?: string;
  providerId?: string;
  error?: string;
  /** Nothing of it can be at the provider. */
  isUnsent?: boolean;
  /** It is composed anew by the next attempt. */
  thaws?: boolean;
};

/** Moves a claimed message on; a no-op unless its state allows it and, for all but what was taken, the claim is not lost. */
export async function moveMessage(
  db: Database,
  { attempts, holder, id }: MessageClaim,
  move: MessageMove,
): Promise<void> {
  const isDone = move.to === 'submitted' || move.to === 'cancelled';
  await execute(
    db
      .prepare(
        `UPDATE message SET state = ?2, holder = NULL, lease_until = NULL, not_before = COALESCE(?3, not_before),
           provider_id = COALESCE(?4, provider_id), last_error = ?5,
           submitted_at = CASE WHEN ?2 = 'submitted' THEN ?6 ELSE submitted_at END,
           frozen = CASE WHEN ?7 = 1 THEN NULL ELSE frozen END,
           oldest_unanswered_at = CASE WHEN ?8 = 1 THEN NULL ELSE oldest_unanswered_at END
         WHERE id = CAST(?1 AS INTEGER) AND state IN (SELECT value FROM json_each(?9))
           AND (?2 = 'submitted' OR holder = ?10 AND attempts = CAST(?11 AS INTEGER))`,
      )
      .bind(
        id,
        move.to,
        move.notBefore ?? null,
        move.providerId ?? null,
        move.error ?? null,
        move.now,
        isDone || move.thaws ? 1 : 0,
        isDone || move.isUnsent ? 1 : 0,
        statesBefore(MESSAGE_TRANSITIONS, move.to),
        holder,
        attempts,
      ),
  );
}

/** Whether any message is due or was left behind by a holder. */
export async function hasDueMessages(db: Database, now: string): Promise<boolean> {
  const row = await queryOne(
    z.object({ work: z.number() }),
    db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM message
           WHERE state IN ('todo', 'sending') AND not_before <= ?1 AND (state = 'todo' OR lease_until <= ?1)) AS work`,
      )
      .bind(now),
  );
  return row?.work === 1;
}

/** Statement that ends the lease of every message that was being sent. */
export function freeSentMessages(db: Database, now: string): Statement {
  return db.prepare(`UPDATE message SET lease_until = ?1 WHERE state = 'sending' AND lease_until > ?1`).bind(now);
}
