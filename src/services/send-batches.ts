import { type BatchResult, type ClaimedBatch, claimBatches, markBatches, recordBodyHashes } from '../db/batches.ts';
import { type Mailing, moveMailing } from '../db/mailings.ts';
import { addSeconds } from '../domain/time.ts';
import { BUILDER_VERSION, type BuiltMail, createBuilder, type MailBuilder } from './build-mails.ts';
import type { Context } from './context.ts';
import { sha256 } from './hash.ts';
import { LEASE_SECONDS } from './lane.ts';
import type { SendOutcome } from './ports.ts';

const CLAIM = 10;
const IN_FLIGHT = 4;
/** The provider keeps an idempotency key for 24 h (https://resend.com/docs/dashboard/emails/idempotency-keys). */
const KEY_LIFE_SECONDS = 23 * 3600;
const RETRY_SECONDS = 5;
/** Longer than a request may take, so that a batch in flight is not claimed again. */
const BATCH_LEASE_SECONDS = LEASE_SECONDS + 45;

/** What the email lane gives a mailing: whether to go on, and a look at transactional mail between requests. */
export type SendTurn = { holder: string; mayGoOn(): Promise<boolean> };

type Prepared = { batch: ClaimedBatch; mails: BuiltMail[]; bodyHash: string };

/** Key of a batch towards the provider: the same for every attempt. */
export function batchKey(mailing: Pick<Mailing, 'publicId'>, lo: number): string {
  return `ml/${mailing.publicId}/${lo}`;
}

/**
 * Sends the next few batches of a mailing: claims and freezes them in one statement, builds the same bytes as any earlier
 * attempt did, sends each under its key, and marks all in one transaction. Returns how many were claimed.
 */
export async function sendBatches(ctx: Context, mailing: Mailing, turn: SendTurn): Promise<number> {
  const now = ctx.now();
  const claimed = await claimBatches(ctx.db, mailing, {
    holder: turn.holder,
    now,
    leaseUntil: addSeconds(now, BATCH_LEASE_SECONDS),
    limit: CLAIM,
    builderVersion: BUILDER_VERSION,
    keyId: ctx.config.tokenKeys[0]?.id ?? '',
  });
  if (claimed.length === 0) return 0;
  const builder = await createBuilder(ctx, mailing);
  const results: BatchResult[] = [];
  const prepared = await prepare(ctx, builder, mailing, { claimed, now, results });
  let stop: SendOutcome | null = null;
  for (let start = 0; start < prepared.length; start += IN_FLIGHT) {
    const group = prepared.slice(start, start + IN_FLIGHT);
    if (stop || !(await turn.mayGoOn())) {
      results.push(...group.map(({ batch }) => giveBack(batch, now)));
      continue;
    }
    const outcomes = await Promise.all(group.map((entry) => sendOne(ctx, mailing, entry)));
    for (const [n, outcome] of outcomes.entries()) {
      const entry = group[n];
      if (entry) results.push(resultOf(entry, outcome, now, ctx.now()));
      if (outcome?.kind === 'refused') stop = outcome;
    }
  }
  await ctx.db.batch(markBatches(ctx.db, mailing.id, results, ctx.now()));
  if (stop?.kind === 'refused' && stop.stop) await pause(ctx, mailing, stop);
  return claimed.length;
}

/** Builds every claimed batch and stores its hash before anything is sent. What cannot be sent again goes to `results`. */
async function prepare(
  ctx: Context,
  builder: MailBuilder,
  mailing: Mailing,
  work: { claimed: ClaimedBatch[]; now: string; results: BatchResult[] },
): Promise<Prepared[]> {
  const ready: Prepared[] = [];
  for (const batch of work.claimed) {
    if (batch.oldestUnansweredAt < addSeconds(work.now, -KEY_LIFE_SECONDS)) {
      work.results.push({
        lo: batch.lo,
        to: 'unknown',
        error: 'No answer within the 23 hours in which a repeat is safe.',
      });
      continue;
    }
    const mails = await builder.build(batch.recipients);
    const bodyHash = sha256(JSON.stringify(mails.map(({ mail }) => mail)));
    const isSame = batch.builderVersion === BUILDER_VERSION && (batch.bodyHash === null || batch.bodyHash === bodyHash);
    if (!isSame) {
      work.results.push({
        lo: batch.lo,
        to: 'unknown',
        error: 'The mail would no longer be the same bytes as in the first attempt.',
      });
    } else {
      ready.push({ batch, mails, bodyHash });
    }
  }
  const unhashed = ready.filter(({ batch }) => batch.bodyHash === null);
  if (unhashed.length > 0) {
    const hashes = unhashed.map(({ batch, bodyHash }) => ({ lo: batch.lo, bodyHash }));
    await ctx.db.batch([recordBodyHashes(ctx.db, mailing.id, hashes)]);
  }
  return ready;
}

async function sendOne(ctx: Context, mailing: Mailing, { batch, mails }: Prepared): Promise<SendOutcome | null> {
  if (mails.length === 0) return null;
  const key = batchKey(mailing, batch.lo);
  return ctx.mailer.sendBatch(
    mails.map(({ mail }) => mail),
    key,
  );
}

function resultOf(
  { batch, mails }: Prepared,
  outcome: SendOutcome | null,
  claimedAt: string,
  now: string,
): BatchResult {
  const { lo } = batch;
  if (outcome === null) return { lo, to: 'submitted', sentCount: 0, providerIds: [], refusals: [] };
  if (outcome.kind === 'accepted') {
    const refusals = outcome.rejected.map(({ index, message }) => ({ id: mails[index]?.subscriberId ?? 0, message }));
    return { lo, to: 'submitted', sentCount: mails.length - refusals.length, providerIds: outcome.ids, refusals };
  }
  const error = `${outcome.code}: ${outcome.message}`.slice(0, 300);
  const wait = outcome.retryAfterSeconds ?? RETRY_SECONDS * Math.min(batch.attempts, 12);
  // A refusal of the only attempt there was means that the provider has nothing of it: it may be frozen anew.
  const thaw = outcome.kind === 'refused' && batch.oldestUnansweredAt === claimedAt;
  return { lo, to: 'todo', notBefore: addSeconds(now, wait), thaw, error };
}

/** A claimed batch of which nothing was sent in this turn. */
function giveBack(batch: ClaimedBatch, claimedAt: string): BatchResult {
  return { lo: batch.lo, to: 'todo', notBefore: claimedAt, thaw: batch.oldestUnansweredAt === claimedAt, error: '' };
}

async function pause(
  ctx: Context,
  mailing: Mailing,
  refusal: Extract<SendOutcome, { kind: 'refused' }>,
): Promise<void> {
  const reason = `The mail provider refused: ${refusal.message} (${refusal.code}). What was accepted before stays sent; nobody is mailed twice.`;
  await ctx.db.batch([moveMailing(ctx.db, mailing.id, 'paused', ctx.now(), reason)]);
  ctx.log.warn('mailing.paused', { mailing: mailing.publicId, code: refusal.code });
}
