import * as z from 'zod';
import { FREQUENCIES, type Frequency } from '../../domain/frequency.ts';
import { LOCALES } from '../../domain/locale.ts';
import type { Transitions } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';
import { holdChange } from '../mailings/held-changes.ts';
import type { Grant } from './rate-counts.ts';

export const SUBSCRIBER_STATES = ['pending', 'active', 'unsubscribed', 'suppressed', 'erased'] as const;
export type SubscriberState = (typeof SUBSCRIBER_STATES)[number];

/** An opt-out ends by a fresh confirmation only; a bounce or complaint only staff lift. */
export const SUBSCRIBER_TRANSITIONS: Transitions<SubscriberState> = {
  pending: ['active', 'suppressed', 'erased'],
  active: ['unsubscribed', 'suppressed', 'erased'],
  unsubscribed: ['active', 'suppressed', 'erased'],
  suppressed: ['unsubscribed', 'erased'],
  erased: [],
};

const SubscriberRow = z.object({
  id: z.number(),
  publicId: z.string(),
  email: z.string(),
  emailKey: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  occupation: z.string().nullable(),
  timeZone: z.string().nullable(),
  locale: z.enum(LOCALES),
  frequency: z.enum(FREQUENCIES),
  state: z.enum(SUBSCRIBER_STATES),
  confirmRequest: z.number(),
  confirmExpiresAt: z.string().nullable(),
  leftAt: z.string().nullable(),
  /** No mailing before this time; one in the past says nothing. */
  pausedUntil: z.string().nullable(),
});
export type Subscriber = z.infer<typeof SubscriberRow>;

const COLUMNS = `id, public_id AS publicId, email, email_key AS emailKey, name, company, occupation,
  time_zone AS timeZone, locale, frequency, state,
  confirm_request AS confirmRequest, confirm_expires_at AS confirmExpiresAt, left_at AS leftAt,
  paused_until AS pausedUntil`;

export type SignUp = {
  publicId: string;
  email: string;
  emailKey: string;
  name: string;
  company: string | null;
  occupation: string | null;
  locale: string;
  frequency: Frequency;
  source: string;
};

/**
 * Statement that records a request to be subscribed, where the grant of the same batch stands (see rate-counts.ts) and
 * the address is not suppressed. A new address becomes pending; a pending or unsubscribed one gets the next confirmation
 * request; others are left as they are. The same statement runs whoever asks, so an answer says nothing about an address.
 */
export function recordSignUp(
  db: Database,
  signUp: SignUp,
  times: { now: string; confirmExpiresAt: string },
  terms: { grant: Grant; emailHash: string },
): Statement {
  return db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, company, occupation, locale, frequency, state, source,
         confirm_request, confirm_expires_at, created_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'pending', ?9, 1, ?10, ?11
       WHERE EXISTS (SELECT 1 FROM rate_count WHERE key = ?12 AND window_start = ?13)
         AND NOT EXISTS (SELECT 1 FROM suppression WHERE email_hash = ?14 AND reason <> 'opt_out')
       ON CONFLICT (email_key) DO UPDATE SET confirm_request = confirm_request + 1, confirm_expires_at = ?10,
         email = CASE WHEN state = 'pending' THEN ?2 ELSE email END,
         name = CASE WHEN state = 'pending' THEN ?4 ELSE name END,
         company = CASE WHEN state = 'pending' THEN ?5 ELSE company END,
         occupation = CASE WHEN state = 'pending' THEN ?6 ELSE occupation END,
         locale = CASE WHEN state = 'pending' THEN ?7 ELSE locale END,
         frequency = CASE WHEN state = 'pending' THEN ?8 ELSE frequency END
       WHERE subscriber.state IN ('pending', 'unsubscribed')`,
    )
    .bind(
      signUp.publicId,
      signUp.email,
      signUp.emailKey,
      signUp.name,
      signUp.company,
      signUp.occupation,
      signUp.locale,
      signUp.frequency,
      signUp.source,
      times.confirmExpiresAt,
      times.now,
      terms.grant.key,
      terms.grant.stamp,
      terms.emailHash,
    );
}

/** The reader of a public id in any state; null where there is none. */
export async function findSubscriber(db: Database, publicId: string): Promise<Subscriber | null> {
  return queryOne(SubscriberRow, db.prepare(`SELECT ${COLUMNS} FROM subscriber WHERE public_id = ?1`).bind(publicId));
}

/** The reader of an internal id in any state; null where there is none. */
export async function findSubscriberById(db: Database, id: number): Promise<Subscriber | null> {
  return queryOne(SubscriberRow, db.prepare(`SELECT ${COLUMNS} FROM subscriber WHERE id = ?1`).bind(id));
}

/**
 * Statement that confirms the given request; changes nothing when it is expired or already used. Before the first
 * confirmation any mailed request counts, after an opt-out only the latest.
 */
export function confirmSubscriber(db: Database, id: number, request: number, now: string): Statement {
  return db
    .prepare(
      `UPDATE subscriber SET state = 'active', confirmed_at = ?3, confirm_expires_at = NULL, left_at = NULL, paused_until = NULL
       WHERE id = CAST(?1 AS INTEGER) AND confirm_expires_at > ?3
         AND (state = 'pending' AND confirm_request >= CAST(?2 AS INTEGER)
           OR state = 'unsubscribed' AND confirm_request = CAST(?2 AS INTEGER))`,
    )
    .bind(id, request, now);
}

/** Statement that takes a reader off every mailing; a no-op for whoever left before. */
export function unsubscribe(db: Database, id: number, now: string): Statement {
  return db
    .prepare(
      `UPDATE subscriber SET state = 'unsubscribed', left_at = ?2, confirm_expires_at = NULL
       WHERE id = CAST(?1 AS INTEGER) AND state = 'active'`,
    )
    .bind(id, now);
}

/** Statement that ends the open request of somebody who left, so that its link confirms nothing. */
export function endConfirmation(db: Database, id: number): Statement {
  return db
    .prepare(
      `UPDATE subscriber SET confirm_expires_at = NULL WHERE id = CAST(?1 AS INTEGER) AND state = 'unsubscribed'`,
    )
    .bind(id);
}

/** Statement that takes back an opt-out made at `leftAt`; a no-op once anything else happened. */
export function restoreSubscriber(db: Database, id: number, leftAt: string): Statement {
  return db
    .prepare(
      `UPDATE subscriber SET state = 'active', left_at = NULL
       WHERE id = CAST(?1 AS INTEGER) AND state = 'unsubscribed' AND left_at = ?2`,
    )
    .bind(id, leftAt);
}

/** Statement that stores how an active reader wants their mail. */
export function updatePreferences(
  db: Database,
  id: number,
  wish: Pick<Subscriber, 'frequency' | 'locale' | 'timeZone' | 'pausedUntil'>,
): Statement {
  return db
    .prepare(
      `UPDATE subscriber SET ${holdChange('frequency', '?2')}, ${holdChange('time_zone', '?5')},
         frequency = ?2, locale = ?3, paused_until = ?4, time_zone = ?5
       WHERE id = CAST(?1 AS INTEGER) AND state = 'active'`,
    )
    .bind(id, wish.frequency, wish.locale, wish.pausedUntil, wish.timeZone);
}

/** Statement that stores what a reader says of themselves. */
export function updateDetails(
  db: Database,
  id: number,
  { company, name, occupation }: Pick<Subscriber, 'name' | 'company' | 'occupation'>,
): Statement {
  return db
    .prepare(
      `UPDATE subscriber SET name = ?2, company = ?3, occupation = ?4 WHERE id = CAST(?1 AS INTEGER) AND state = 'active'`,
    )
    .bind(id, name, company, occupation);
}

/** Consent evidence: what was agreed to, where and when. */
export type ConsentEntry = {
  act: 'requested' | 'confirmed' | 'left' | 'restored' | 'suppressed' | 'changed' | 'imported' | 'erased';
  textVersion: string;
  locale: string;
  page: string;
  addressHash: string | null;
  /** What the act was about, for whoever has to prove it. */
  detail?: Record<string, string | number>;
};

/**
 * Statement that adds evidence for the subscriber with this public id or email key, in the batch of the act itself.
 * With `onlyIfChanged` it is added only when the statement before it changed a row.
 */
export function insertConsent(
  db: Database,
  subscriber: { id: number } | { emailKey: string },
  entry: ConsentEntry & { onlyIfChanged: boolean },
  now: string,
): Statement {
  const by = 'id' in subscriber ? 'id = CAST(?1 AS INTEGER)' : 'email_key = ?1';
  return db
    .prepare(
      `INSERT INTO consent (subscriber_id, act, text_version, locale, page, address_hash, at, detail)
       SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM subscriber
       WHERE ${by} ${entry.onlyIfChanged ? 'AND changes() > 0' : ''}`,
    )
    .bind(
      'id' in subscriber ? subscriber.id : subscriber.emailKey,
      entry.act,
      entry.textVersion,
      entry.locale,
      entry.page,
      entry.addressHash,
      now,
      entry.detail ? JSON.stringify(entry.detail) : null,
    );
}

/** How many readers are active, and the highest id there is. */
export async function countActive(db: Database): Promise<{ active: number; maxId: number }> {
  const row = await queryOne(
    z.object({ active: z.number(), maxId: z.number() }),
    db.prepare(
      `SELECT (SELECT COUNT(*) FROM subscriber WHERE state = 'active') AS active,
         (SELECT COALESCE(MAX(id), 0) FROM subscriber) AS maxId`,
    ),
  );
  return row ?? { active: 0, maxId: 0 };
}

/** Counts by state, for status. */
export async function countByState(db: Database): Promise<Map<SubscriberState, number>> {
  const rows = await query(
    z.object({ state: z.enum(SUBSCRIBER_STATES), count: z.number() }),
    db.prepare('SELECT state, COUNT(*) AS count FROM subscriber GROUP BY state'),
  );
  return new Map(rows.map((row) => [row.state, row.count]));
}
