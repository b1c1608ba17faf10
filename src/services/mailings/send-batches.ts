import { type BatchResult, markBatches } from '../../db/mailings/batches.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { secondsBetween } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import type { SendOutcome } from '../ports.ts';
import { emptyResult, giveBack, resultOf } from './batch-result.ts';
import type { MailBuilder } from './build-mails.ts';
import { pauseByItself } from './control-mailing.ts';
import { type Preparation, type PreparedBatch, prepareBatches } from './prepare-batches.ts';
import { outageOf, quotaResetsAt } from './provider-trouble.ts';
import { pauseForWithdrawn } from './watch-withdrawn.ts';

const IN_FLIGHT = 4;
/** Results that are marked in one transaction. */
const MARK = 10;

/** What the email lane gives a mailing: whether to go on, and a look at transactional mail between requests. */
export type SendTurn = { holder: string; mayGoOn(): Promise<boolean> };

type Refusal = Extract<SendOutcome, { kind: 'refused' }>;

/** Key of a batch towards the provider: the same for every attempt, until a person chooses to send it again. */
export function batchKey(mailing: Pick<Mailing, 'publicId'>, batch: { lo: number; resendCount: number }): string {
  return `ml/${mailing.publicId}/${batch.lo}${batch.resendCount > 0 ? `/${batch.resendCount}` : ''}`;
}

/**
 * Sends the batches of a mailing that can be claimed, up to four requests at a time, until none is left, the turn is over
 * or the provider refuses for good. While the last few of one claim are under way, the next claim is frozen and built.
 * Returns how many were claimed. Throws what a step threw, after the requests under way have ended.
 */
export async function sendBatches(
  ctx: Context,
  mailing: Mailing,
  turn: SendTurn & { builder(): Promise<MailBuilder> },
): Promise<number> {
  const run = createRun(ctx, mailing, turn.holder);
  const prepare = () => prepareBatches(ctx, mailing, turn);
  let lookedAt = ctx.now();
  /** Claiming asks for it as well; this is for who pauses between two claims. */
  const isStillSending = async () => {
    if (secondsBetween(lookedAt, ctx.now()) < 1) return true;
    lookedAt = ctx.now();
    const isSending = (await findMailing(ctx.db, mailing.publicId))?.state === 'sending';
    return isSending && !(await pauseForWithdrawn(ctx, mailing));
  };
  let claimed = 0;
  let preparing: Promise<Preparation> | null = prepare();
  try {
    while (preparing) {
      const { claimed: count, ready, results }: Preparation = await preparing;
      preparing = null;
      claimed += count;
      run.results.push(...results);
      for (const [index, prepared] of ready.entries()) {
        await run.place();
        const goesOn = !run.isOver() && (await turn.mayGoOn()) && (await isStillSending());
        if (!goesOn) run.end();
        if (goesOn) run.start(prepared);
        else run.results.push(giveBack(prepared, ctx.now()));
        if (goesOn && !preparing && ready.length - index <= IN_FLIGHT) {
          preparing = prepare();
          // It is awaited above; until then nobody listens to its failure.
          preparing.catch(() => {});
        }
      }
      if (!preparing && count > 0 && !run.isOver()) preparing = prepare();
    }
  } finally {
    await run.finish();
  }
  return claimed;
}

/** The requests under way, and what became of those that ended. */
function createRun(ctx: Context, mailing: Mailing, holder: string) {
  const inFlight = new Set<Promise<void>>();
  const results: BatchResult[] = [];
  let failure: { error: unknown } | null = null;
  let refusal: Refusal | null = null;
  let isOver = false;
  let accepted = 0;
  let worst: PreparedBatch | null = null;

  async function sendOne(prepared: PreparedBatch): Promise<void> {
    const outcome = await handOver(ctx, mailing, prepared);
    results.push(outcome === null ? emptyResult(prepared) : resultOf(prepared, outcome, ctx.now()));
    if (outcome?.kind === 'refused' && outcome.stop) refusal ??= outcome;
    if (outcome?.kind === 'accepted') accepted += 1;
    if (outcome?.kind === 'unanswered' && prepared.batch.attempts >= (worst?.batch.attempts ?? 0)) worst = prepared;
  }

  async function mark(): Promise<void> {
    if (results.length === 0) return;
    const marking = { mailingId: mailing.id, holder, results: results.splice(0), now: ctx.now() };
    await ctx.db.batch(markBatches(ctx.db, marking));
  }

  return {
    results,
    isOver: () => isOver || refusal !== null || failure !== null,
    end: () => {
      isOver = true;
    },
    start(prepared: PreparedBatch): void {
      const request: Promise<void> = sendOne(prepared)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => inFlight.delete(request));
      inFlight.add(request);
    },
    /** Resolves when another request may start; marks what ended meanwhile. */
    async place(): Promise<void> {
      while (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
      if (results.length >= MARK) await mark();
    },
    async finish(): Promise<void> {
      await Promise.all(inFlight);
      await mark();
      if (refusal?.stop) await pause(ctx, mailing, refusal);
      const outage = accepted === 0 && worst ? outageOf(worst.batch.attempts, ctx.now()) : null;
      if (outage) await pauseByItself(ctx, mailing, outage);
      if (failure) throw failure.error;
    },
  };
}

/** What the provider said of a batch; null where nobody of it is to be mailed. */
async function handOver(ctx: Context, mailing: Mailing, prepared: PreparedBatch): Promise<SendOutcome | null> {
  if (prepared.mails.length === 0) return null;
  return ctx.mailer.sendBatch(ctx.mailer.batchBody(prepared.mails), batchKey(mailing, prepared.batch));
}

async function pause(ctx: Context, mailing: Mailing, refusal: Refusal): Promise<void> {
  const { code, message } = refusal;
  const resumeAt = quotaResetsAt(code, ctx.now());
  const reason = `The mail provider refused: ${message} (${code}). What was accepted before stays sent; nobody is mailed twice.`;
  await pauseByItself(ctx, mailing, { code, reason, resumeAt });
}
