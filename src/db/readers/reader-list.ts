import * as z from 'zod';
import { FREQUENCIES } from '../../domain/frequency.ts';
import { LOCALES } from '../../domain/locale.ts';
import { json } from '../columns.ts';
import { type Database, query, queryOne } from '../database.ts';
import { SUBSCRIBER_STATES, type SubscriberState } from './subscribers.ts';

export const ReaderRow = z.object({
  id: z.number(),
  publicId: z.string(),
  email: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  occupation: z.string().nullable(),
  locale: z.enum(LOCALES),
  frequency: z.enum(FREQUENCIES),
  state: z.enum(SUBSCRIBER_STATES),
  source: z.string(),
  createdAt: z.string(),
  confirmedAt: z.string().nullable(),
  leftAt: z.string().nullable(),
  /** Slugs of the topics they chose; none is every public one. */
  topics: json(z.array(z.string())),
});
/** A reader as staff see them. */
export type Reader = z.infer<typeof ReaderRow>;

const SELECT = `SELECT s.id, s.public_id AS publicId, s.email, s.name, s.company, s.occupation, s.locale, s.frequency, s.state,
    s.source, s.created_at AS createdAt, s.confirmed_at AS confirmedAt, s.left_at AS leftAt,
    (SELECT json_group_array(t.slug) FROM subscription p JOIN topic t ON t.id = p.topic_id
     WHERE p.subscriber_id = s.id AND p.state = 'chosen') AS topics
  FROM subscriber s`;

/** The reader with an address in its normal form; null for nobody, or somebody who was erased. */
export async function findReaderByKey(db: Database, emailKey: string): Promise<Reader | null> {
  return queryOne(ReaderRow, db.prepare(`${SELECT} WHERE s.email_key = ?1`).bind(emailKey));
}

/** The reader of a public id with what staff may see; null for an erased one. */
export async function findReaderById(db: Database, publicId: string): Promise<Reader | null> {
  return queryOne(ReaderRow, db.prepare(`${SELECT} WHERE s.public_id = ?1 AND s.state <> 'erased'`).bind(publicId));
}

/** Readers behind the id `after`, in the order they came; of one state where it is named. Erased ones are nobody's business. */
export async function listReaders(
  db: Database,
  page: { after: number; state: SubscriberState | null; limit: number },
): Promise<Reader[]> {
  return query(
    ReaderRow,
    db
      .prepare(
        `${SELECT} WHERE s.id > CAST(?1 AS INTEGER) AND s.state <> 'erased' AND (?2 IS NULL OR s.state = ?2)
         ORDER BY s.id LIMIT CAST(?3 AS INTEGER)`,
      )
      .bind(page.after, page.state, page.limit),
  );
}

export const SentRow = z.object({
  mailing: z.string(),
  kind: z.string(),
  outcome: z.enum(['todo', 'submitted', 'unknown', 'failed']),
  at: z.string().nullable(),
});
export type SentMailing = z.infer<typeof SentRow>;

/** Which of the last `limit` newsletters held a reader, and what became of the batch, newest first. */
export async function listSentTo(db: Database, id: number, limit: number): Promise<SentMailing[]> {
  return query(
    SentRow,
    db
      .prepare(
        `SELECT m.public_id AS mailing, m.kind, b.state AS outcome, b.submitted_at AS at
         FROM (SELECT id, public_id, kind FROM mailing WHERE started_at IS NOT NULL ORDER BY id DESC LIMIT CAST(?2 AS INTEGER)) m
         JOIN batch b ON b.mailing_id = m.id AND b.lo <= CAST(?1 AS INTEGER) AND b.hi >= CAST(?1 AS INTEGER)
         WHERE b.recipients IS NOT NULL
           AND EXISTS (SELECT 1 FROM json_each(b.recipients) r WHERE r.value ->> 0 = CAST(?1 AS INTEGER))
         ORDER BY m.id DESC`,
      )
      .bind(id, limit),
  );
}
