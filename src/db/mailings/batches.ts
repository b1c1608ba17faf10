import * as z from 'zod';
import { FREQUENCIES, type Frequency } from '../../domain/frequency.ts';
import { LOCALES, type Locale } from '../../domain/locale.ts';
import { json, type Transitions } from '../columns.ts';
import { type Database, query, type Statement } from '../database.ts';
import { audienceFilter, ChoiceShape, FREQUENCY, mayHaveLeft, ZONE } from './audiences.ts';
import { sentSince } from './mailing-control.ts';
import type { Mailing } from './mailings.ts';

export const BATCH_STATES = ['todo', 'submitted', 'unknown', 'failed'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** unknown: older than the provider's memory of its key, or no longer the same bytes; a person decides. */
export const BATCH_TRANSITIONS: Transitions<BatchState> = {
  todo: ['submitted', 'unknown', 'failed'],
  unknown: ['submitted', 'todo'],
  submitted: [],
  failed: [],
};

/**
 * One frozen recipient: id, public id, address, name, locale, choice of topics, key of the links, and frequency, which is
 * absent in batches that were frozen before it was noted. Long after a mailing ended, old-recipients.ts leaves only the id.
 */
export type Recipient = [
  id: number,
  publicId: string,
  email: string,
  name: string,
  locale: Locale,
  topics: z.infer<typeof ChoiceShape> | null,
  keyId: string,
  frequency?: Frequency | null,
];

/** By hand: there is one for each mail, and a schema takes ten times as long over them. */
function isRecipient(value: unknown): value is Recipient {
  if (!Array.isArray(value) || value.length < 7 || value.length > 8) return false;
  const [id, publicId, email, name, locale, topics, keyId, frequency] = value;
  const isNamed = typeof id === 'number' && typeof publicId === 'string' && typeof email === 'string';
  const isAddressed = typeof name === 'string' && typeof keyId === 'string' && LOCALES.includes(locale);
  const isChosen = topics === null || ChoiceShape.safeParse(topics).success;
  return isNamed && isAddressed && isChosen && (frequency == null || FREQUENCIES.includes(frequency));
}

const RecipientsShape = z.custom<Recipient[]>((value) => Array.isArray(value) && value.every(isRecipient));

const ClaimedRow = z.object({
  lo: z.number(),
  hi: z.number(),
  recipients: json(RecipientsShape),
  attempts: z.number(),
  oldestUnansweredAt: z.string(),
  builderVersion: z.number(),
  bodyHash: z.string().nullable(),
  resendCount: z.number(),
});
export type ClaimedBatch = z.infer<typeof ClaimedRow>;

const TOPICS = `(SELECT json_object(
    'chosen', json_group_array(p.topic_id) FILTER (WHERE p.state = 'chosen'),
    'left', json_group_array(p.topic_id) FILTER (WHERE p.state = 'left'),
    'at', json_group_array(json_array(p.topic_id, p.frequency)) FILTER (WHERE p.state = 'chosen' AND p.frequency IS NOT NULL))
  FROM subscription p WHERE p.subscriber_id = s.id HAVING COUNT(*) > 0)`;

const IS_AWAKE = '(s.paused_until IS NULL OR s.paused_until <= ?5)';

/** The readers a batch is frozen with. Parameters: ?3 the audience, ?5 the time. */
function readersOf({ audience, isZoned }: Mailing): string {
  if (audience.recipientsOf !== undefined) {
    // What they had chosen when they were mailed says what they were mailed; who and where they are, they say now.
    return `SELECT s.id, s.public_id, s.email, s.name, e.value->>'$[4]' AS locale, e.value->'$[5]' AS topics,
        e.value->>'$[7]' AS frequency
      FROM batch o JOIN json_each(o.recipients) e JOIN subscriber s ON s.id = e.value->>'$[0]'
      WHERE o.mailing_id = CAST(json_extract(?3, '$.recipientsOf') AS INTEGER) AND o.lo = batch.lo
        AND ${mayHaveLeft('o')} AND s.state = 'active' AND ${IS_AWAKE}
        AND json_array_length(e.value) > 2
      ORDER BY s.id`;
  }
  return `SELECT s.id, s.public_id, s.email, s.name, s.locale, ${TOPICS} AS topics, ${FREQUENCY} AS frequency
    FROM subscriber s
    WHERE s.id BETWEEN batch.lo AND batch.hi AND ${isZoned ? `${ZONE} = batch.zone AND ` : ''}
      ${audienceFilter(audience)} AND ${IS_AWAKE}
    ORDER BY s.id`;
}

/**
 * Those a batch was frozen with who still are subscribed, as they are addressed now: for a batch that a person has sent
 * again, since whom its range holds by now may have been mailed with another one. Parameter: ?5 the time.
 */
const STILL_THERE = `SELECT json_group_array(json_array(s.id, s.public_id, s.email, s.name, e.value->>'$[4]',
    json(e.value->'$[5]'), e.value->>'$[6]', e.value->>'$[7]'))
  FROM json_each(batch.recipients) e JOIN subscriber s ON s.id = e.value->>'$[0]'
  WHERE s.state = 'active' AND ${IS_AWAKE} AND json_array_length(e.value) > 2`;

/** What a day's cap leaves to be claimed: batches count as `size` mails each, so that `most` since `since` is not passed. */
export type ClaimCap = { since: string; most: number; size: number };

/**
 * Takes up to `limit` batches and freezes their recipients, in one statement; fewer where the cap leaves room for fewer,
 * also with two at once. A batch of which a request may have left, as its hash says, keeps its recipients, whatever
 * happened to them since, so that a retry is the same bytes. Any other is as if it had never been claimed.
 */
export async function claimBatches(
  db: Database,
  mailing: Mailing,
  claim: {
    holder: string;
    now: string;
    leaseUntil: string;
    limit: number;
    builderVersion: number;
    keyId: string;
    cap: ClaimCap | null;
  },
): Promise<ClaimedBatch[]> {
  const { cap } = claim;
  const room = cap
    ? `MIN(CAST(?7 AS INTEGER), MAX(0, (CAST(?10 AS INTEGER) - (${sentSince('?9')})) / CAST(?11 AS INTEGER)))`
    : 'CAST(?7 AS INTEGER)';
  const rows = await query(
    ClaimedRow,
    db
      .prepare(
        `UPDATE batch SET holder = ?2, lease_until = ?6, attempts = attempts + 1,
           oldest_unanswered_at = CASE WHEN body_hash IS NULL THEN ?5 ELSE COALESCE(oldest_unanswered_at, ?5) END,
           builder_version = CASE WHEN body_hash IS NULL THEN CAST(?8 AS INTEGER) ELSE builder_version END,
           recipients = CASE WHEN resend_count > 0 AND body_hash IS NULL AND recipients IS NOT NULL THEN (${STILL_THERE})
             ELSE COALESCE(CASE WHEN body_hash IS NOT NULL THEN recipients END, (
               SELECT json_group_array(
                 json_array(due.id, due.public_id, due.email, due.name, due.locale, json(due.topics), ?4, due.frequency))
               FROM (${readersOf(mailing)}) due)) END
         WHERE mailing_id = CAST(?1 AS INTEGER) AND state = 'todo' AND lo IN (
           SELECT lo FROM batch
           WHERE mailing_id = CAST(?1 AS INTEGER) AND state = 'todo' AND (lease_until IS NULL OR lease_until <= ?5)
             AND (not_before IS NULL OR not_before <= ?5)
           ORDER BY lo LIMIT ${room})
           AND (SELECT m.state FROM mailing m WHERE m.id = CAST(?1 AS INTEGER)) = 'sending'
         RETURNING lo, hi, recipients, attempts, oldest_unanswered_at AS oldestUnansweredAt,
           builder_version AS builderVersion, body_hash AS bodyHash, resend_count AS resendCount`,
      )
      .bind(
        mailing.id,
        claim.holder,
        JSON.stringify(mailing.audience),
        claim.keyId,
        claim.now,
        claim.leaseUntil,
        claim.limit,
        claim.builderVersion,
        ...(cap ? [cap.since, cap.most, cap.size] : []),
      ),
  );
  return rows.sort((a, b) => a.lo - b.lo);
}

/**
 * Stores the hash of each batch's body before its first send, and answers with where those begin that may be sent: whoever
 * has claimed a batch meanwhile, since its lease had run out, has frozen it anew. The first hash stays.
 */
export async function recordBodyHashes(
  db: Database,
  { hashes, holder, mailingId }: { mailingId: number; holder: string; hashes: readonly BodyHash[] },
): Promise<Set<number>> {
  const rows = await query(
    z.object({ lo: z.number() }),
    db
      .prepare(
        // Materialised, so that each batch is found by its key; else SQLite reads every open batch, and the list for each.
        `WITH v AS MATERIALIZED (
           SELECT value->>'lo' AS lo, value->>'bodyHash' AS body_hash, value->>'attempts' AS attempts FROM json_each(?2))
         UPDATE batch SET body_hash = COALESCE(batch.body_hash, v.body_hash)
         FROM v WHERE batch.mailing_id = CAST(?1 AS INTEGER) AND batch.lo = v.lo AND batch.state = 'todo'
           AND batch.holder = ?3 AND batch.attempts = v.attempts AND COALESCE(batch.body_hash, v.body_hash) = v.body_hash
         RETURNING lo`,
      )
      .bind(mailingId, JSON.stringify(hashes), holder),
  );
  return new Set(rows.map(({ lo }) => lo));
}

/** The hash of a batch's body, as built by its `attempts`-th claim. */
export type BodyHash = Pick<ClaimedBatch, 'lo' | 'attempts'> & { bodyHash: string };

/** What became of one claimed batch. */
export type BatchResult =
  | {
      lo: number;
      to: 'submitted';
      sentCount: number;
      /** In the order of the frozen recipients; null for who got no mail, empty where it was taken without an id. */
      providerIds: (string | null)[];
      refusals: { id: number; message: string }[];
    }
  | { lo: number; to: 'unknown'; error: string }
  /** To be tried again: `thaw` when nothing of it can be at the provider, so that it may be frozen anew. */
  | { lo: number; to: 'todo'; attempts: number; notBefore: string; thaw: boolean; error: string };

/** One result for each batch: whose lease ran out may have been sent twice in one turn, and what was taken was taken. */
function oneEach(results: readonly BatchResult[]): BatchResult[] {
  const taken = results.filter(({ to }) => to === 'submitted');
  return [...new Map([...results, ...taken].map((result) => [result.lo, result])).values()];
}

/**
 * Statements that mark claimed batches and add to the mailing's counts, in one transaction. Only the holder of a batch may
 * give it back, and only by the attempt it stands at: after its lease a request of a later one may be under way. What was
 * taken is marked so even where a later attempt gave it up as unknown.
 */
export function markBatches(
  db: Database,
  marking: { mailingId: number; holder: string; results: readonly BatchResult[]; now: string },
): Statement[] {
  const { holder, mailingId, now, results } = marking;
  const rows = oneEach(results).map((result) => ({
    lo: result.lo,
    to: result.to,
    sent: result.to === 'submitted' ? result.sentCount : 0,
    ids: result.to === 'submitted' ? JSON.stringify(result.providerIds) : null,
    refusals: result.to === 'submitted' && result.refusals.length > 0 ? JSON.stringify(result.refusals) : null,
    refused: result.to === 'submitted' ? result.refusals.length : 0,
    notBefore: result.to === 'todo' ? result.notBefore : null,
    attempts: result.to === 'todo' ? result.attempts : null,
    thaw: result.to === 'todo' && result.thaw ? 1 : 0,
    error: result.to === 'submitted' ? null : result.error,
  }));
  const list = JSON.stringify(rows);
  const marks = `WITH v AS MATERIALIZED (
    SELECT value->>'lo' AS lo, value->>'to' AS "to", value->>'sent' AS sent, value->>'ids' AS ids,
      value->>'refusals' AS refusals, value->>'refused' AS refused, value->>'notBefore' AS not_before,
      value->>'thaw' AS thaw, value->>'error' AS error, value->>'attempts' AS attempts
    FROM json_each(?2))`;
  return [
    db
      .prepare(
        `${marks}
         UPDATE mailing SET (submitted_count, failed_count) = (
           SELECT mailing.submitted_count + COALESCE(SUM(v.sent), 0), mailing.failed_count + COALESCE(SUM(v.refused), 0)
           FROM v CROSS JOIN batch b
           WHERE b.mailing_id = mailing.id AND b.lo = v.lo AND (b.state = 'todo' OR b.state = 'unknown' AND v."to" = 'submitted'))
         WHERE id = CAST(?1 AS INTEGER)`,
      )
      .bind(mailingId, list),
    db
      .prepare(
        `${marks}
         UPDATE batch SET state = v."to", holder = NULL, lease_until = NULL, not_before = v.not_before,
           sent_count = v.sent, provider_ids = v.ids, refusals = v.refusals, last_error = v.error,
           submitted_at = CASE WHEN v."to" = 'submitted' THEN ?3 END,
           recipients = CASE WHEN v.thaw AND batch.resend_count = 0 THEN NULL ELSE recipients END,
           body_hash = CASE WHEN v.thaw THEN NULL ELSE body_hash END,
           builder_version = CASE WHEN v.thaw THEN NULL ELSE builder_version END,
           oldest_unanswered_at = CASE WHEN v.thaw OR v."to" = 'submitted' THEN NULL ELSE oldest_unanswered_at END
         FROM v
         WHERE batch.mailing_id = CAST(?1 AS INTEGER) AND batch.lo = v.lo
           AND (batch.state = 'todo' OR batch.state = 'unknown' AND v."to" = 'submitted')
           AND (v."to" <> 'todo' OR batch.holder = ?4 AND batch.attempts = v.attempts)`,
      )
      .bind(mailingId, list, now, holder),
  ];
}

/** Statement that ends the lease of every batch that was being sent. */
export function freeSentBatches(db: Database, now: string): Statement {
  return db.prepare(`UPDATE batch SET lease_until = ?1 WHERE state = 'todo' AND lease_until > ?1`).bind(now);
}
