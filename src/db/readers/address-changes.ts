import * as z from 'zod';
import { type Database, queryOne, type Statement } from '../database.ts';

const ADDRESS_CHANGE_STATES = ['waiting', 'done', 'dropped'] as const;

/** waiting → done, when confirmed at the new address; waiting → dropped, when a newer wish or an erasure overtakes it. */
const ChangeRow = z.object({
  id: z.number(),
  publicId: z.string(),
  subscriberId: z.number(),
  email: z.string(),
  emailKey: z.string(),
  state: z.enum(ADDRESS_CHANGE_STATES),
  expiresAt: z.string(),
});
export type AddressChange = z.infer<typeof ChangeRow>;

/**
 * Statements that record an active reader's wish to be mailed elsewhere; it takes the place of an earlier one.
 * Without effect for an address that may not be mailed.
 */
export function insertAddressChange(
  db: Database,
  wish: {
    publicId: string;
    subscriberId: number;
    email: string;
    emailKey: string;
    emailHash: string;
    expiresAt: string;
  },
  now: string,
): Statement[] {
  return [
    db
      .prepare(
        `UPDATE address_change SET state = 'dropped' WHERE subscriber_id = CAST(?1 AS INTEGER) AND state = 'waiting'`,
      )
      .bind(wish.subscriberId),
    db
      .prepare(
        `INSERT INTO address_change (public_id, subscriber_id, email, email_key, state, expires_at, created_at)
         SELECT ?1, id, ?3, ?4, 'waiting', ?5, ?6 FROM subscriber
         WHERE id = CAST(?2 AS INTEGER) AND state = 'active'
           AND NOT EXISTS (SELECT 1 FROM suppression WHERE email_hash = ?7 AND reason <> 'opt_out')`,
      )
      .bind(wish.publicId, wish.subscriberId, wish.email, wish.emailKey, wish.expiresAt, now, wish.emailHash),
  ];
}

/** The wish of a public id, settled or not; null where there is none. */
export async function findAddressChange(db: Database, publicId: string): Promise<AddressChange | null> {
  return queryOne(
    ChangeRow,
    db
      .prepare(
        `SELECT id, public_id AS publicId, subscriber_id AS subscriberId, email, email_key AS emailKey, state,
           expires_at AS expiresAt
         FROM address_change WHERE public_id = ?1`,
      )
      .bind(publicId),
  );
}

/**
 * Statement that moves a reader to the address they confirmed: a no-op once it was overtaken or is too late, or where the
 * address has become another reader's or may not be mailed.
 */
export function applyAddressChange(db: Database, change: AddressChange, emailHash: string, now: string): Statement {
  return db
    .prepare(
      `UPDATE subscriber SET (email, email_key) = (
           SELECT email, email_key FROM address_change WHERE id = CAST(?1 AS INTEGER))
         WHERE state = 'active'
           AND id = (SELECT subscriber_id FROM address_change
             WHERE id = CAST(?1 AS INTEGER) AND state = 'waiting' AND expires_at > ?2)
           AND NOT EXISTS (SELECT 1 FROM suppression WHERE email_hash = ?3 AND reason <> 'opt_out')
           AND NOT EXISTS (SELECT 1 FROM subscriber other WHERE other.email_key = ?4 AND other.id <> subscriber.id)`,
    )
    .bind(change.id, now, emailHash, change.emailKey);
}

/** Statement that marks a change as done, right behind what did it; one that did not take place waits on. */
export function finishAddressChange(db: Database, change: AddressChange): Statement {
  return db
    .prepare(
      `UPDATE address_change SET state = 'done'
       WHERE id = CAST(?1 AS INTEGER) AND state = 'waiting'
         AND email_key = (SELECT email_key FROM subscriber WHERE id = address_change.subscriber_id)`,
    )
    .bind(change.id);
}

/** Statement that forgets addresses that were never confirmed, and old ones, a while after. */
export function dropOldAddressChanges(db: Database, before: string): Statement {
  return db.prepare('DELETE FROM address_change WHERE expires_at < ?1').bind(before);
}
