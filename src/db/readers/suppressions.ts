import * as z from 'zod';
import { statesBefore } from '../columns.ts';
import { type Database, queryOne, type Statement } from '../database.ts';
import type { EmailEvent } from '../mailings/email-events.ts';
import { SUBSCRIBER_TRANSITIONS } from './subscribers.ts';

export const SUPPRESSION_REASONS = ['bounce', 'complaint', 'manual', 'opt_out'] as const;
/** opt_out: left and was erased; a sign-up of their own is welcome, an import is not. manual: was blocked when they were erased. */
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** What an event says about an address. `emailKey` is the address the mail went to, normalised; `emailHash` its hash (see address-hash.ts), null where none can be had. */
export type Blame = { event: EmailEvent; emailKey: string; emailHash: string | null };

/** The reader of event ?1, only where they still have the address ?3 that the report is about. */
const READER = `id = (SELECT subscriber_id FROM email_event WHERE svix_id = ?1) AND email_key = ?3`;

/**
 * Statements, right behind `insertEmailEvent` in its batch, that end all mail to an address for good: the reader's state, the
 * evidence, and the address by hash, which outlives the reader. No-ops for an event that was known before: each takes
 * place only where the one before it changed a row.
 */
export function suppress(
  db: Database,
  { emailHash, emailKey, event }: Blame,
  reason: 'bounce' | 'complaint',
  now: string,
): Statement[] {
  return [
    db
      .prepare(
        `UPDATE subscriber SET state = 'suppressed', left_at = ?2
         WHERE ${READER} AND changes() > 0 AND state IN (SELECT value FROM json_each(?4))`,
      )
      .bind(event.svixId, now, emailKey, statesBefore(SUBSCRIBER_TRANSITIONS, 'suppressed')),
    ...evidence(db, { emailHash, emailKey, event }, reason, now),
  ];
}

/** Statements, right behind `insertEmailEvent` too, that count a temporary bounce, and suppress the address at the `limit`-th in a row. */
export function countSoftBounce(db: Database, blame: Blame, limit: number, now: string): Statement[] {
  const { emailKey, event } = blame;
  return [
    db
      .prepare(
        `UPDATE subscriber SET soft_bounces = soft_bounces + 1, soft_bounced_at = MAX(COALESCE(soft_bounced_at, ''), ?4)
         WHERE ${READER} AND changes() > 0`,
      )
      .bind(event.svixId, now, emailKey, event.occurredAt),
    db
      .prepare(
        `UPDATE subscriber SET state = 'suppressed', left_at = ?2
         WHERE ${READER} AND changes() > 0 AND soft_bounces >= CAST(?4 AS INTEGER)
           AND state IN (SELECT value FROM json_each(?5))`,
      )
      .bind(event.svixId, now, emailKey, limit, statesBefore(SUBSCRIBER_TRANSITIONS, 'suppressed')),
    ...evidence(db, blame, 'bounce', now),
  ];
}

function evidence(db: Database, { emailHash, event }: Blame, reason: 'bounce' | 'complaint', now: string): Statement[] {
  return [
    db
      .prepare(
        `INSERT INTO consent (subscriber_id, act, text_version, locale, page, at)
         SELECT id, 'suppressed', ?3, locale, 'webhook', ?2 FROM subscriber
         WHERE id = (SELECT subscriber_id FROM email_event WHERE svix_id = ?1) AND changes() > 0`,
      )
      .bind(event.svixId, now, reason),
    db
      .prepare(
        `INSERT INTO suppression (email_hash, reason, created_at) SELECT ?1, ?2, ?3 WHERE changes() > 0 AND ?1 IS NOT NULL
         ON CONFLICT (email_hash) DO UPDATE SET reason = excluded.reason
         WHERE suppression.reason = 'opt_out' OR (excluded.reason = 'complaint' AND suppression.reason = 'bounce')`,
      )
      .bind(emailHash, reason, now),
  ];
}

/** Why and since when an address is kept by hash; null where it is not. */
export async function findSuppression(
  db: Database,
  hash: string,
): Promise<{ reason: SuppressionReason; since: string } | null> {
  return queryOne(
    z.object({ reason: z.enum(SUPPRESSION_REASONS), since: z.string() }),
    db.prepare('SELECT reason, created_at AS since FROM suppression WHERE email_hash = ?1').bind(hash),
  );
}

/** Statement that leaves of a block by hash what stands for somebody who left. */
export function liftHash(db: Database, hash: string): Statement {
  return db
    .prepare(`UPDATE suppression SET reason = 'opt_out' WHERE email_hash = ?1 AND reason <> 'opt_out'`)
    .bind(hash);
}

/** Statements that make a suppressed reader one who left, with the evidence; both or, where they are not suppressed, neither. */
export function liftReader(db: Database, id: number, now: string): Statement[] {
  return [
    db
      .prepare(
        `UPDATE subscriber SET state = 'unsubscribed', soft_bounces = 0, soft_bounced_at = NULL
         WHERE id = CAST(?1 AS INTEGER) AND state = 'suppressed'`,
      )
      .bind(id),
    db
      .prepare(
        `INSERT INTO consent (subscriber_id, act, text_version, locale, page, at)
         SELECT id, 'lifted', '', locale, 'staff', ?2 FROM subscriber WHERE id = CAST(?1 AS INTEGER) AND changes() > 0`,
      )
      .bind(id, now),
  ];
}

/** Statement that ends a row of temporary bounces: a mail to the address was delivered after the last of them. */
export function endSoftBounces(db: Database, reader: { publicId: string; emailKey: string; at: string }): Statement {
  return db
    .prepare(
      `UPDATE subscriber SET soft_bounces = 0, soft_bounced_at = NULL
       WHERE public_id = ?1 AND email_key = ?2 AND soft_bounces > 0 AND soft_bounced_at <= ?3`,
    )
    .bind(reader.publicId, reader.emailKey, reader.at);
}

/** Statement that keeps the first pepper of the hashes; a no-op where one is kept, or where hashes under another exist. */
export function startPepper(db: Database, { key, value }: { key: string; value: string }, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO setting (key, value, updated_at) SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM suppression)
       ON CONFLICT (key) DO NOTHING`,
    )
    .bind(key, value, now);
}

/** Statement that takes the pepper away while no hash was made under it. */
export function dropUnusedPepper(db: Database, key: string): Statement {
  return db.prepare('DELETE FROM setting WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM suppression)').bind(key);
}

/** Statements, to run in this order, that forget the hashes made under a pepper nobody can open, and the pepper as it was read. */
export function forgetSuppressions(db: Database, key: string, pepper: string | null) {
  const isSame = '(SELECT value FROM setting WHERE key = ?1) IS ?2';
  return {
    hashes: db.prepare(`DELETE FROM suppression WHERE ${isSame}`).bind(key, pepper),
    setting: db.prepare('DELETE FROM setting WHERE key = ?1 AND value IS ?2').bind(key, pepper),
  };
}

/** How many addresses are suppressed by hash. */
export async function countSuppressions(db: Database): Promise<number> {
  const row = await queryOne(z.object({ count: z.number() }), db.prepare('SELECT COUNT(*) AS count FROM suppression'));
  return row?.count ?? 0;
}
