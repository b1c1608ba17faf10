import { type Delivery, findDelivery, findPartEnd, listDeliveries } from '../../db/mailings/deliveries.ts';
import { listReports, type Report } from '../../db/mailings/email-events.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { findSubscriber } from '../../db/readers/subscribers.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { batchKey } from './send-batches.ts';

/**
 * What became of one reader's copy.
 * - submitted: the provider took it and nothing bad was reported. A problem type: it took it, and then reported that.
 * - refused: it took the batch without this reader. no_article: the reader's topics left nothing to send.
 * - waiting: the batch is still to be sent. unanswered: a request left and its answer never came; it is repeated.
 * - unknown: nobody knows, and a person decides. never_sent: the mailing ended before this batch left.
 * - not_in_it: the reader is in no batch: not subscribed or paused when it was frozen, or of another audience.
 */
export type DeliveryOutcome =
  | 'submitted'
  | NonNullable<Delivery['problem']>
  | 'refused'
  | 'no_article'
  | 'waiting'
  | 'unanswered'
  | 'unknown'
  | 'never_sent'
  | 'not_in_it';

/** The answer to "was it sent, when, in which batch, under which id, and what happened". Holds no address. */
export type DeliveryProof = {
  mailing: string;
  reader: string;
  outcome: DeliveryOutcome;
  /** The batch's idempotency key towards the provider. */
  batch: string | null;
  attempts: number;
  submittedAt: string | null;
  providerId: string | null;
  reason: string | null;
  /** Everything the provider reported since, oldest first. */
  reports: Report[];
};

const EMPTIED =
  'It is so long ago that the address, the language and the provider’s id are no longer kept. See sending.keepRecipientsDays.';

/** Proves what became of one reader's copy of one mailing, both by public id. Throws AppError('not_found'). */
export async function proveDelivery(ctx: Context, mailingId: string, readerId: string): Promise<DeliveryProof> {
  const [mailing, reader] = await Promise.all([findMailing(ctx.db, mailingId), findSubscriber(ctx.db, readerId)]);
  if (!mailing) throw new AppError('not_found', 'There is no newsletter with this id.');
  if (!reader) throw new AppError('not_found', 'There is no reader with this id.');
  const delivery = await findDelivery(ctx.db, mailing.id, reader.id);
  return {
    mailing: mailingId,
    reader: readerId,
    outcome: delivery ? outcomeOf(mailing, delivery) : 'not_in_it',
    batch: delivery ? batchKey(mailing, delivery) : null,
    attempts: delivery?.attempts ?? 0,
    submittedAt: delivery?.submittedAt ?? null,
    providerId: delivery?.providerId ?? null,
    reason:
      delivery?.problemReason ?? delivery?.refusal ?? delivery?.lastError ?? (delivery?.isEmptied ? EMPTIED : null),
    reports: await listReports(ctx.db, mailing.id, reader.id),
  };
}

function outcomeOf(mailing: Mailing, delivery: Delivery): DeliveryOutcome {
  if (delivery.problem) return delivery.problem;
  if (delivery.state === 'unknown') return 'unknown';
  if (delivery.state === 'submitted') {
    if (delivery.refusal !== null) return 'refused';
    return delivery.isWithoutArticle && delivery.attempts > 0 ? 'no_article' : 'submitted';
  }
  if (delivery.unansweredAt !== null) return 'unanswered';
  return mailing.state === 'cancelled' ? 'never_sent' : 'waiting';
}

/** One row of a mailing's list of recipients. `address` only where it was asked for. */
export type RecipientRow = Record<
  'reader' | 'locale' | 'outcome' | 'batch' | 'submitted_at' | 'provider_id' | 'reason' | 'reported_at',
  string
> & { address?: string };

const PAGE = 20;
/** Batches of one answer, 40,000 recipients at most: on the smallest plan of D1 a request may run 50 statements. */
const BATCHES_AN_ANSWER = 400;

/** Recipients of the batches behind `after` up to `upTo`; null: to the end. */
export type RecipientPart = { after: number; upTo: number | null };

/** What one answer holds of a mailing's recipients behind `after`; where the part has an end, more are behind it. */
export async function recipientPart(ctx: Context, mailing: Mailing, after: number): Promise<RecipientPart> {
  return { after, upTo: await findPartEnd(ctx.db, { mailingId: mailing.id, after, batches: BATCHES_AN_ANSWER }) };
}

/** Recipients of a mailing, a few thousand at a time, in the order of their batches. */
export async function* listRecipients(
  ctx: Context,
  mailing: Mailing,
  options: RecipientPart & { withAddresses: boolean },
): AsyncGenerator<RecipientRow[]> {
  let after: number | null = options.after;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof listDeliveries>> = await listDeliveries(ctx.db, {
      mailingId: mailing.id,
      after,
      upTo: options.upTo,
      batches: PAGE,
    });
    after = page.after;
    yield page.deliveries.map((delivery) => ({
      reader: delivery.readerId,
      locale: delivery.locale ?? '',
      outcome: outcomeOf(mailing, delivery),
      batch: batchKey(mailing, delivery),
      submitted_at: delivery.submittedAt ?? '',
      provider_id: delivery.providerId ?? '',
      reason: delivery.problemReason ?? delivery.refusal ?? '',
      reported_at: delivery.problemAt ?? '',
      ...(options.withAddresses ? { address: delivery.address } : {}),
    }));
  }
}
