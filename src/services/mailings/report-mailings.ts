import {
  claimProgress,
  claimReport,
  listMailingsToReport,
  type Mailing,
  markReported,
  releaseReport,
} from '../../db/mailings/mailings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import type { PostOutcome } from '../ports.ts';
import { askAboutBatches } from './decide-batches.ts';
import { mailingProgress, stillUnderWay } from './mailing-progress.ts';

/** Slack allows about one change of a message a second; people need fewer. */
const PROGRESS_SECONDS = 5;

/**
 * Posts the message in which staff follow a mailing, and brings it up to date at every change of state, and every five
 * seconds while it is being sent or, stopped, its last mails leave. Asks about what nobody knows the outcome of.
 */
export async function reportMailings(ctx: Context): Promise<void> {
  await askAboutBatches(ctx);
  const now = ctx.now();
  const before = addSeconds(now, -PROGRESS_SECONDS);
  for (const mailing of await listMailingsToReport(ctx.db, before)) {
    const { reportChannel: channel, reportTs: ts } = mailing;
    if (!channel) continue;
    if (ts === null) await postFirst(ctx, mailing, channel);
    else if (!(await isMoving(ctx, mailing)) || (await claimProgress(ctx.db, mailing.id, { now, before })))
      await bringUpToDate(ctx, mailing, { channel, ts });
  }
}

/** Whether its figures still rise. */
async function isMoving(ctx: Context, mailing: Mailing): Promise<boolean> {
  return mailing.state === 'sending' || (await stillUnderWay(ctx, mailing)) > 0;
}

async function postFirst(ctx: Context, mailing: Mailing, channel: string): Promise<void> {
  const note = { kind: 'mailing', mailing: await mailingProgress(ctx, mailing) } as const;
  // Posted at most once: a message that is lost here is missed less than one that stands there twice.
  if (!(await claimReport(ctx.db, mailing.id))) return;
  const outcome = await ctx.announcer.post(channel, note);
  if (outcome.kind === 'posted') await markReported(ctx.db, mailing.id, mailing.state, outcome.ts);
  if (isAskedToWait(outcome)) await releaseReport(ctx.db, mailing.id);
}

function isAskedToWait(outcome: PostOutcome): boolean {
  return outcome.kind === 'refused' && outcome.retryAfterSeconds !== null;
}

async function bringUpToDate(
  ctx: Context,
  mailing: Mailing,
  { channel, ts }: { channel: string; ts: string },
): Promise<void> {
  const progress = await mailingProgress(ctx, mailing);
  const outcome = await ctx.announcer.update(channel, ts, { kind: 'mailing', mailing: progress });
  // One that was stopped comes again with its last figures.
  const shown = progress.underWay ? '' : mailing.state;
  if (!isAskedToWait(outcome) && outcome.kind !== 'unanswered') await markReported(ctx.db, mailing.id, shown, ts);
}
