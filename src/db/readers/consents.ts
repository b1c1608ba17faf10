import * as z from 'zod';
import { json } from '../columns.ts';
import { type Database, query, type Statement } from '../database.ts';
import { SUBSCRIBER_STATES } from './subscribers.ts';

/** Statement that keeps the sentence a reader agreed to, once; `version` names it. */
export function insertConsentText(
  db: Database,
  { locale, text, version }: { version: string; locale: string; text: string },
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO consent_text (version, locale, text, first_used_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (version) DO NOTHING`,
    )
    .bind(version, locale, text, now);
}

export const EvidenceRow = z.object({
  act: z.string(),
  textVersion: z.string(),
  text: z.string().nullable(),
  locale: z.string(),
  page: z.string(),
  addressHash: z.string().nullable(),
  at: z.string(),
  /** What the act was about: the form, the request, or where and when somebody agreed elsewhere. */
  detail: json(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))).nullable(),
});

/** All that was recorded of a reader's consent, oldest first, with the sentences agreed to. */
export async function listConsent(db: Database, subscriberId: number): Promise<z.infer<typeof EvidenceRow>[]> {
  return query(
    EvidenceRow,
    db
      .prepare(
        `SELECT c.act, c.text_version AS textVersion, t.text, c.locale, c.page, c.address_hash AS addressHash, c.at, c.detail
         FROM consent c LEFT JOIN consent_text t ON t.version = c.text_version
         WHERE c.subscriber_id = CAST(?1 AS INTEGER) ORDER BY c.id`,
      )
      .bind(subscriberId),
  );
}

const ProvenRow = z.object({ id: z.number(), publicId: z.string(), state: z.enum(SUBSCRIBER_STATES) });

/** Readers whose evidence speaks of an address: who has it, who was erased with it, and who moved away from it. At most 20. */
export async function findProvenReaders(
  db: Database,
  { emailHash, emailKey }: { emailKey: string; emailHash: string },
): Promise<z.infer<typeof ProvenRow>[]> {
  return query(
    ProvenRow,
    db
      .prepare(
        `SELECT id, public_id AS publicId, state FROM subscriber
         WHERE email_key = ?1 OR id IN (
           SELECT subscriber_id FROM consent
           WHERE act = 'erased' AND detail ->> 'emailHash' = ?2 OR act = 'changed' AND detail ->> 'from' = ?2)
         ORDER BY id LIMIT 20`,
      )
      .bind(emailKey, emailHash),
  );
}

/** Whether a reader left at that time by a page of ours, not by their mail program's one click. */
export async function leftByPage(db: Database, subscriberId: number, leftAt: string): Promise<boolean> {
  const rows = await query(
    z.object({ page: z.string() }),
    db
      .prepare(`SELECT page FROM consent WHERE subscriber_id = CAST(?1 AS INTEGER) AND act = 'left' AND at = ?2`)
      .bind(subscriberId, leftAt),
  );
  return rows.some(({ page }) => page === 'page');
}

export const LEAVE_REASONS = ['too_many', 'not_relevant', 'not_mine', 'other'] as const;
export type LeaveReason = (typeof LEAVE_REASONS)[number];

/** Statement that keeps why a reader left; the last word on one leaving counts. */
export function insertLeaveReason(db: Database, subscriberId: number, reason: LeaveReason): Statement {
  return db
    .prepare(
      `INSERT INTO leave_reason (subscriber_id, left_at, reason)
       SELECT id, left_at, ?2 FROM subscriber
       WHERE id = CAST(?1 AS INTEGER) AND state = 'unsubscribed' AND left_at IS NOT NULL
       ON CONFLICT (subscriber_id, left_at) DO UPDATE SET reason = excluded.reason`,
    )
    .bind(subscriberId, reason);
}

/** Why a reader left, each time they said so, oldest first. */
export async function listLeaveReasons(
  db: Database,
  subscriberId: number,
): Promise<{ leftAt: string; reason: LeaveReason }[]> {
  return query(
    z.object({ leftAt: z.string(), reason: z.enum(LEAVE_REASONS) }),
    db
      .prepare(
        `SELECT left_at AS leftAt, reason FROM leave_reason WHERE subscriber_id = CAST(?1 AS INTEGER) ORDER BY left_at`,
      )
      .bind(subscriberId),
  );
}

/** Statement that ends the evidence on readers who were erased before `before`. */
export function dropOldEvidence(db: Database, before: string): Statement {
  return db
    .prepare(`DELETE FROM consent WHERE subscriber_id IN (SELECT subscriber_id FROM erasure WHERE erased_at < ?1)`)
    .bind(before);
}
