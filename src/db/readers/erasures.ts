import * as z from 'zod';
import { statesBefore } from '../columns.ts';
import { type Database, query, type Statement } from '../database.ts';
import { dropContactsOf } from '../desk/contact-messages.ts';
import { SUBSCRIBER_TRANSITIONS } from './subscribers.ts';

/** What an UPDATE of subscriber sets so that nothing is left in the row of who it was. */
export const EMPTIED = `state = 'erased', email = '', email_key = 'erased/' || public_id, name = '', company = NULL,
  occupation = NULL, time_zone = NULL, held_zone = NULL, source = '', paused_until = NULL, confirm_expires_at = NULL`;

const HANGING_ON = ['consent', 'subscription', 'message', 'address_change', 'leave_reason'];

/** Statements that delete what hangs on readers; `whose` is a condition on `subscriber_id`, with the JSON list `ids` as ?1. */
export function dropWhatHangsOn(db: Database, whose: string, ids: string): Statement[] {
  return HANGING_ON.map((table) => db.prepare(`DELETE FROM ${table} WHERE ${whose}`).bind(ids));
}

/**
 * Statements that erase one reader: name, address, all they gave, chose and asked. What stays is the row without any of it, the
 * evidence of consent (readable by whoever can name the address, through `emailHash`), and, where they had been
 * readers, that hash among the suppressions: no list that staff import brings them back. Run once more they change nothing.
 */
export function eraseReader(
  db: Database,
  id: number,
  proof: { emailHash: string; textVersion: string; page: string },
  now: string,
): Statement[] {
  const open = `state IN (SELECT value FROM json_each('${statesBefore(SUBSCRIBER_TRANSITIONS, 'erased')}'))`;
  return [
    db
      .prepare(
        `INSERT INTO suppression (email_hash, reason, created_at)
         SELECT ?2, CASE WHEN state = 'suppressed' THEN 'manual' ELSE 'opt_out' END, ?3 FROM subscriber
         WHERE id = CAST(?1 AS INTEGER) AND state IN ('active', 'unsubscribed', 'suppressed')
         ON CONFLICT (email_hash) DO UPDATE SET reason = excluded.reason
         WHERE suppression.reason = 'opt_out' AND excluded.reason = 'manual'`,
      )
      .bind(id, proof.emailHash, now),
    db
      .prepare(
        `INSERT INTO consent (subscriber_id, act, text_version, locale, page, address_hash, at, detail)
         SELECT id, 'erased', ?2, locale, ?3, NULL, ?4, json_object('emailHash', ?5) FROM subscriber
         WHERE id = CAST(?1 AS INTEGER) AND ${open}`,
      )
      .bind(id, proof.textVersion, proof.page, now, proof.emailHash),
    dropContactsOf(db, id),
    db.prepare(`UPDATE subscriber SET ${EMPTIED} WHERE id = CAST(?1 AS INTEGER) AND ${open}`).bind(id),
    db
      .prepare(
        `INSERT INTO erasure (subscriber_id, erased_at)
         SELECT id, ?2 FROM subscriber WHERE id = CAST(?1 AS INTEGER) AND state = 'erased'
         ON CONFLICT (subscriber_id) DO NOTHING`,
      )
      .bind(id, now),
    ...scrub(db, [id], now),
  ];
}

/**
 * Statements that take addresses of erased readers out of what was kept for sending. A mail or batch that is under way keeps
 * its bytes until no attempt can follow, or a retry would be another mail; `listOpenErasures` names those to come back to.
 * A batch of unknown outcome or of a cancelled mailing is never sent again as it is.
 */
export function scrub(db: Database, ids: readonly number[], now: string): Statement[] {
  const list = JSON.stringify(ids);
  const isUnderWay = `batch.state = 'todo' AND (SELECT m.state FROM mailing m WHERE m.id = batch.mailing_id) <> 'cancelled'`;
  const erased = `SELECT subscriber_id FROM erasure WHERE subscriber_id IN (SELECT value FROM json_each(?1))`;
  return [
    db.prepare(`DELETE FROM subscription WHERE subscriber_id IN (${erased})`).bind(list),
    db.prepare(`DELETE FROM address_change WHERE subscriber_id IN (${erased})`).bind(list),
    db
      .prepare(`UPDATE message SET state = 'cancelled' WHERE state = 'todo' AND oldest_unanswered_at IS NULL
        AND subscriber_id IN (${erased})`)
      .bind(list),
    db
      .prepare(`UPDATE message SET frozen = NULL, last_error = NULL
        WHERE state NOT IN ('todo', 'sending') AND subscriber_id IN (${erased})`)
      .bind(list),
    // Places stay, so that the provider's ids still belong to the right ones.
    db
      .prepare(
        `UPDATE batch SET recipients = (
           SELECT json_group_array(CASE WHEN r.value->>0 IN (${erased}) AND json_array_length(r.value) > 2
             THEN json_set(r.value, '$[2]', '', '$[3]', '') ELSE json(r.value) END)
           FROM json_each(batch.recipients) r)
         WHERE NOT (${isUnderWay}) AND recipients IS NOT NULL
           AND EXISTS (SELECT 1 FROM json_each(?1) e WHERE e.value BETWEEN batch.lo AND batch.hi)`,
      )
      .bind(list),
    db
      .prepare(
        `UPDATE erasure SET scrubbed_at = ?2
         WHERE scrubbed_at IS NULL AND subscriber_id IN (SELECT value FROM json_each(?1))
           AND NOT EXISTS (SELECT 1 FROM message m WHERE m.subscriber_id = erasure.subscriber_id AND m.frozen IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM batch WHERE ${isUnderWay} AND recipients IS NOT NULL
             AND erasure.subscriber_id BETWEEN batch.lo AND batch.hi)`,
      )
      .bind(list, now),
  ];
}

/** Erased readers of whom something under way may still hold the address, in order behind the number `after`. */
export async function listOpenErasures(
  db: Database,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        `SELECT subscriber_id AS id FROM erasure WHERE scrubbed_at IS NULL AND subscriber_id > CAST(?1 AS INTEGER)
         ORDER BY subscriber_id LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(after, limit),
  );
  return rows.map(({ id }) => id);
}

/** Readers who never confirmed, and whose last confirmation link ran out before `before`. */
export async function listNeverConfirmed(db: Database, before: string, limit: number): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        `SELECT id FROM subscriber WHERE state = 'pending' AND confirm_expires_at < ?1 ORDER BY confirm_expires_at
         LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(before, limit),
  );
  return rows.map(({ id }) => id);
}

/**
 * Statements that erase readers who never confirmed, with all that was written down of them: there is nothing to prove. The
 * bare row stays only where it is the highest, so that no number is ever given out again.
 */
export function eraseNeverConfirmed(db: Database, ids: readonly number[], before: string): Statement[] {
  const list = JSON.stringify(ids);
  const theirs = `subscriber_id IN (SELECT id FROM subscriber WHERE state = 'erased' AND confirmed_at IS NULL
    AND id IN (SELECT value FROM json_each(?1)) AND id NOT IN (SELECT subscriber_id FROM erasure))`;
  return [
    db
      .prepare(
        `UPDATE subscriber SET ${EMPTIED}
         WHERE state = 'pending' AND confirm_expires_at < ?2 AND id IN (SELECT value FROM json_each(?1))`,
      )
      .bind(list, before),
    ...dropWhatHangsOn(db, theirs, list),
    db
      .prepare(
        `DELETE FROM subscriber WHERE state = 'erased' AND confirmed_at IS NULL AND id IN (SELECT value FROM json_each(?1))
           AND id < (SELECT MAX(id) FROM subscriber) AND id NOT IN (SELECT subscriber_id FROM erasure)`,
      )
      .bind(list),
  ];
}
