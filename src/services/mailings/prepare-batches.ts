import { hasUnclaimed } from '../../db/mailings/batch-counts.ts';
import {
  type BatchResult,
  type BodyHash,
  type ClaimedBatch,
  claimBatches,
  recordBodyHashes,
} from '../../db/mailings/batches.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { MOST_MAILS, splitBatch } from '../../db/mailings/split-batch.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { LEASE_SECONDS } from '../lane.ts';
import { batchDigest } from './batch-digest.ts';
import { batchSize } from './batch-size.ts';
import { BUILDER_VERSION, type BuiltBatch, type MailBuilder } from './build-mails.ts';
import { pauseByItself } from './control-mailing.ts';
import { roomToday } from './daily-cap.ts';

const CLAIM = 10;
/** The provider keeps an idempotency key for 24 h (https://resend.com/docs/dashboard/emails/idempotency-keys). */
const KEY_LIFE_SECONDS = 23 * 3600;
/** Longer than a request may take, so that a batch in flight is not claimed again. */
const BATCH_LEASE_SECONDS = LEASE_SECONDS + 45;

/** A batch whose mails are ready and whose hash is stored. Its bytes are joined when it leaves: they are 20 times as much. */
export type PreparedBatch = BuiltBatch & {
  batch: ClaimedBatch;
  /** Whether this is the only attempt there ever was: if it is refused, the provider has nothing of it. */
  isFirst: boolean;
};

export type Preparation = {
  claimed: number;
  ready: PreparedBatch[];
  /** Those that must not be sent again. */
  results: BatchResult[];
};

/**
 * Claims and freezes the next few batches in one statement, builds the same bytes as any earlier attempt did, and stores
 * their hashes in one more. Nothing is sent. Claims none once the mailing is no longer being sent.
 */
export async function prepareBatches(
  ctx: Context,
  mailing: Mailing,
  work: { holder: string; builder(): Promise<MailBuilder> },
): Promise<Preparation> {
  const now = ctx.now();
  const room = await roomToday(ctx, mailing);
  if (room.batches === 0) {
    const { reason, resumeAt } = room;
    // With the last mails of the day the mailing may be over.
    if (await hasUnclaimed(ctx.db, mailing.id, now))
      await pauseByItself(ctx, mailing, { code: 'daily_cap', reason, resumeAt });
    return { claimed: 0, ready: [], results: [] };
  }
  const taken = await claimBatches(ctx.db, mailing, {
    holder: work.holder,
    now,
    leaseUntil: addSeconds(now, BATCH_LEASE_SECONDS),
    limit: Math.min(CLAIM, room.batches),
    builderVersion: BUILDER_VERSION,
    keyId: ctx.config.tokenKeys[0]?.id ?? '',
    cap: room.cap,
  });
  const preparation: Preparation = { claimed: taken.length, ready: [], results: [] };
  if (taken.length === 0) return preparation;
  const builder = await work.builder();
  // A correction's batches go by those of what it corrects, and are no larger.
  const most = mailing.audience.recipientsOf === undefined ? await batchSize(ctx, builder) : MOST_MAILS;
  const claimed = await withoutTooMany(ctx, mailing, { taken, holder: work.holder, most });
  const hashes: BodyHash[] = [];
  for (const batch of claimed) {
    if (batch.oldestUnansweredAt < addSeconds(now, -KEY_LIFE_SECONDS)) {
      preparation.results.push(unknown(batch, 'No answer within the 23 hours in which a repeat is safe.'));
      continue;
    }
    // Building takes milliseconds of pure work; requests that are under way get their share in between.
    await ctx.sleep(0);
    const built = await builder.build(batch.recipients);
    const bodyHash = batchDigest(built.mails);
    if (batch.builderVersion !== BUILDER_VERSION || (batch.bodyHash !== null && batch.bodyHash !== bodyHash)) {
      const error = 'The mail would no longer be the same bytes as in the first attempt.';
      preparation.results.push(unknown(batch, error));
      continue;
    }
    if (batch.bodyHash === null) hashes.push({ lo: batch.lo, attempts: batch.attempts, bodyHash });
    preparation.ready.push({ ...built, batch, isFirst: batch.bodyHash === null });
  }
  if (hashes.length === 0) return preparation;
  const mine = await recordBodyHashes(ctx.db, { mailingId: mailing.id, holder: work.holder, hashes });
  const ready = preparation.ready.filter(({ batch }) => batch.bodyHash !== null || mine.has(batch.lo));
  return { ...preparation, ready };
}

/**
 * The batches with at most as many readers as a request takes, or as a day's cap leaves to it; what is more becomes batches
 * of their own. What may have left before, or is sent again to its own readers, stays whole.
 */
async function withoutTooMany(
  ctx: Context,
  { id }: Mailing,
  { holder, most, taken }: { taken: readonly ClaimedBatch[]; holder: string; most: number },
): Promise<ClaimedBatch[]> {
  const fitting: ClaimedBatch[] = [];
  for (const batch of taken) {
    const isTooMany = batch.recipients.length > most && batch.bodyHash === null && batch.resendCount === 0;
    const split = isTooMany ? await ctx.db.batch(splitBatch(ctx.db, id, { batch, holder, most })) : [];
    const recipients = batch.recipients.slice(0, most);
    if (!isTooMany) fitting.push(batch);
    else if (split.at(-1)?.meta.changes === 1) fitting.push({ ...batch, recipients });
  }
  return fitting;
}

function unknown({ lo }: ClaimedBatch, error: string): BatchResult {
  return { lo, to: 'unknown', error };
}
