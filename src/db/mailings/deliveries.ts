import * as z from 'zod';
import { LOCALES } from '../../domain/locale.ts';
import { flag } from '../columns.ts';
import { type Database, query, queryOne } from '../database.ts';
import { BATCH_STATES } from './batches.ts';
import { PROBLEM_TYPES } from './email-events.ts';

const DeliveryRow = z.object({
  lo: z.number(),
  state: z.enum(BATCH_STATES),
  attempts: z.number(),
  submittedAt: z.string().nullable(),
  /** When the oldest attempt left whose answer never came; null where nothing is open. */
  unansweredAt: z.string().nullable(),
  resendCount: z.number(),
  lastError: z.string().nullable(),
  readerId: z.string(),
  /** Null, as the provider's id and with an empty address, once only the recipients' numbers are kept. */
  locale: z.enum(LOCALES).nullable(),
  address: z.string(),
  isEmptied: flag,
  isWithoutArticle: flag,
  providerId: z.string().nullable(),
  refusal: z.string().nullable(),
  problem: z.enum(PROBLEM_TYPES).nullable(),
  problemReason: z.string().nullable(),
  problemAt: z.string().nullable(),
});
/** One reader's copy of a mailing: their batch, what the provider said of it, and the gravest report since. */
export type Delivery = z.infer<typeof DeliveryRow>;

/** Frozen recipients with what became of each; `provider_ids` stands in their order, null where no mail left. */
const DELIVERIES = `SELECT b.lo, b.state, b.attempts, b.submitted_at AS submittedAt,
    b.oldest_unanswered_at AS unansweredAt, b.resend_count AS resendCount, b.last_error AS lastError,
    CASE WHEN json_array_length(r.value) > 2 THEN r.value->>1
      ELSE (SELECT s.public_id FROM subscriber s WHERE s.id = r.value->>0) END AS readerId,
    r.value->>4 AS locale, COALESCE(r.value->>2, '') AS address,
    json_array_length(r.value) < 3 AS isEmptied,
    CASE WHEN json_array_length(r.value) < 3 THEN COALESCE(r.value->>1 = 'no_article', 0)
      ELSE b.provider_ids IS NOT NULL AND json_extract(b.provider_ids, '$[' || r.key || ']') IS NULL END AS isWithoutArticle,
    NULLIF(json_extract(b.provider_ids, '$[' || r.key || ']'), '') AS providerId,
    (SELECT f.value->>'message' FROM json_each(b.refusals) f WHERE f.value->>'id' = r.value->>0) AS refusal,
    p.type AS problem, p.reason AS problemReason, p.occurred_at AS problemAt
  FROM batch b JOIN json_each(b.recipients) r
  LEFT JOIN delivery_problem p ON p.mailing_id = b.mailing_id AND p.subscriber_id = r.value->>0`;

/** One reader's copy of a mailing; null where they stand in none of its batches. */
export async function findDelivery(db: Database, mailingId: number, subscriberId: number): Promise<Delivery | null> {
  return queryOne(
    DeliveryRow,
    db
      .prepare(
        `${DELIVERIES}
         WHERE b.mailing_id = CAST(?1 AS INTEGER) AND b.lo <= CAST(?2 AS INTEGER) AND b.hi >= CAST(?2 AS INTEGER)
           AND r.value->>0 = CAST(?2 AS INTEGER)
         LIMIT 1`,
      )
      .bind(mailingId, subscriberId),
  );
}

const BatchKeyRow = z.object({ lo: z.number() });

/** The last of the next `batches` batches behind `after`, where more follow; null where these are all that is left. */
export async function findPartEnd(
  db: Database,
  part: { mailingId: number; after: number; batches: number },
): Promise<number | null> {
  const [last, next] = await query(
    BatchKeyRow,
    db
      .prepare(
        `SELECT lo FROM batch WHERE mailing_id = CAST(?1 AS INTEGER) AND lo > CAST(?2 AS INTEGER)
         ORDER BY lo LIMIT 2 OFFSET CAST(?3 AS INTEGER)`,
      )
      .bind(part.mailingId, part.after, part.batches - 1),
  );
  return next && last ? last.lo : null;
}

/**
 * Every copy in the next `batches` batches behind `after` and up to `upTo` (null: to the end), and behind which batch the
 * next call goes on; null: none left.
 */
export async function listDeliveries(
  db: Database,
  page: { mailingId: number; after: number; upTo: number | null; batches: number },
): Promise<{ deliveries: Delivery[]; after: number | null }> {
  const keys = await query(
    BatchKeyRow,
    db
      .prepare(
        `SELECT lo FROM batch WHERE mailing_id = CAST(?1 AS INTEGER) AND lo > CAST(?2 AS INTEGER)
           AND (?4 IS NULL OR lo <= CAST(?4 AS INTEGER))
         ORDER BY lo LIMIT CAST(?3 AS INTEGER)`,
      )
      .bind(page.mailingId, page.after, page.batches, page.upTo),
  );
  const last = keys.at(-1)?.lo;
  if (last === undefined) return { deliveries: [], after: null };
  const deliveries = await query(
    DeliveryRow,
    db
      .prepare(
        `${DELIVERIES}
         WHERE b.mailing_id = CAST(?1 AS INTEGER) AND b.lo > CAST(?2 AS INTEGER) AND b.lo <= CAST(?3 AS INTEGER)
         ORDER BY b.lo, r.key`,
      )
      .bind(page.mailingId, page.after, last),
  );
  return { deliveries, after: keys.length < page.batches ? null : last };
}
