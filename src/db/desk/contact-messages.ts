import * as z from 'zod';
import { LOCALES } from '../../domain/locale.ts';
import { statesBefore, type Transitions } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';
import type { RateKey } from '../readers/rate-counts.ts';

const CONTACT_STATES = ['open', 'claimed', 'done'] as const;
export type ContactState = (typeof CONTACT_STATES)[number];

/** Whoever claims a question answers it; done is done. */
export const CONTACT_TRANSITIONS: Transitions<ContactState> = {
  open: ['claimed', 'done'],
  claimed: ['done'],
  done: [],
};

export const CONTACT_ROLES = ['press', 'investors', 'general'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

const ContactRow = z.object({
  id: z.number(),
  publicId: z.string(),
  state: z.enum(CONTACT_STATES),
  role: z.enum(CONTACT_ROLES),
  topic: z.string().nullable(),
  locale: z.enum(LOCALES),
  name: z.string(),
  email: z.string(),
  outlet: z.string().nullable(),
  deadline: z.string().nullable(),
  body: z.string(),
  sentTo: z.string().nullable(),
  claimedBy: z.string().nullable(),
  doneBy: z.string().nullable(),
  createdAt: z.string(),
});
/** A question to the press or investor relations office. `topic` is the topic's name. */
export type ContactMessage = z.infer<typeof ContactRow>;

const SELECT = `SELECT c.id, c.public_id AS publicId, c.state, c.role, t.name AS topic, c.locale, c.name, c.email, c.outlet,
    c.deadline, c.body, c.sent_to AS sentTo, c.claimed_by AS claimedBy, c.done_by AS doneBy, c.created_at AS createdAt
  FROM contact_message c LEFT JOIN topic t ON t.id = c.topic_id`;

export type NewContactMessage = Pick<
  ContactMessage,
  'publicId' | 'role' | 'locale' | 'name' | 'email' | 'outlet' | 'deadline' | 'body' | 'sentTo'
> & { topicId: number | null };

/** Statement that stores a question where the counts of the same batch are within their limits. */
export function insertContactMessage(
  db: Database,
  message: NewContactMessage,
  limits: readonly (RateKey & { max: number })[],
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO contact_message (public_id, state, role, topic_id, locale, name, email, outlet, deadline, body, sent_to,
         created_at)
       SELECT ?1->>'publicId', 'open', ?1->>'role', ?1->>'topicId', ?1->>'locale', ?1->>'name', ?1->>'email',
         ?1->>'outlet', ?1->>'deadline', ?1->>'body', ?1->>'sentTo', ?2
       WHERE NOT EXISTS (
         SELECT 1 FROM json_each(?3) l JOIN rate_count r
           ON r.key = l.value->>'key' AND r.window_start = l.value->>'windowStart'
         WHERE r.count > l.value->>'max')`,
    )
    .bind(JSON.stringify(message), now, JSON.stringify(limits));
}

/**
 * Statements that plan the mails a question leads to, where it was stored: to the office, and, with the batch's grant, a
 * receipt to whoever asked.
 */
export function insertContactMails(
  db: Database,
  publicId: string,
  grant: { key: string; stamp: string },
  now: string,
): Statement[] {
  const insert = 'INSERT INTO message (kind, dedupe_key, data, state, not_before, created_at)';
  const data = `json_object('contact', public_id), 'todo', ?2, ?2`;
  return [
    db
      .prepare(
        `${insert} SELECT 'report', 'co/' || public_id, ${data} FROM contact_message
         WHERE public_id = ?1 AND sent_to IS NOT NULL ON CONFLICT (dedupe_key) DO NOTHING`,
      )
      .bind(publicId, now),
    db
      .prepare(
        `${insert} SELECT 'receipt', 'cr/' || public_id, ${data} FROM contact_message
         WHERE public_id = ?1 AND EXISTS (SELECT 1 FROM rate_count WHERE key = ?3 AND window_start = ?4)
         ON CONFLICT (dedupe_key) DO NOTHING`,
      )
      .bind(publicId, now, grant.key, grant.stamp),
  ];
}

/** The question of a public id; null where there is none. */
export async function findContactMessage(db: Database, publicId: string): Promise<ContactMessage | null> {
  return queryOne(ContactRow, db.prepare(`${SELECT} WHERE c.public_id = ?1`).bind(publicId));
}

/** Questions that came with an address, in its normal form, oldest first. */
export async function listContactsFrom(db: Database, emailKey: string): Promise<ContactMessage[]> {
  return query(ContactRow, db.prepare(`${SELECT} WHERE lower(c.email) = ?1 ORDER BY c.id`).bind(emailKey));
}

/** Statement that forgets the questions that came with the address of a reader. */
export function dropContactsOf(db: Database, subscriberId: number): Statement {
  return db
    .prepare(
      `DELETE FROM contact_message
       WHERE lower(email) = (SELECT email_key FROM subscriber WHERE id = CAST(?1 AS INTEGER) AND state <> 'erased')`,
    )
    .bind(subscriberId);
}

/** Questions staff were not told of in Slack yet. */
export async function listContactsToTell(db: Database): Promise<ContactMessage[]> {
  return query(ContactRow, db.prepare(`${SELECT} WHERE c.told_at IS NULL ORDER BY c.id LIMIT 20`));
}

/** Takes or gives back the right to tell staff of a question; false where somebody else has it. */
export async function swapContactTold(
  db: Database,
  { id, from, to }: { id: number; from: string | null; to: string | null },
): Promise<boolean> {
  const statement = db
    .prepare('UPDATE contact_message SET told_at = ?3 WHERE id = CAST(?1 AS INTEGER) AND told_at IS ?2')
    .bind(id, from, to);
  return (await execute(statement)) === 1;
}

/** Statement that moves a question on; a no-op unless its state allows it, so that the first to press has it. */
export function moveContact(
  db: Database,
  publicId: string,
  move: { to: Exclude<ContactState, 'open'>; by: string; now: string },
): Statement {
  const [by, at] = move.to === 'claimed' ? ['claimed_by', 'claimed_at'] : ['done_by', 'done_at'];
  return db
    .prepare(
      `UPDATE contact_message SET state = ?2, ${by} = ?3, ${at} = ?4
       WHERE public_id = ?1 AND state IN (SELECT value FROM json_each(?5))`,
    )
    .bind(publicId, move.to, move.by, move.now, statesBefore(CONTACT_TRANSITIONS, move.to));
}

/** Statement that forgets questions from before a time. */
export function dropOldContacts(db: Database, before: string): Statement {
  return db.prepare('DELETE FROM contact_message WHERE created_at < ?1').bind(before);
}
