import { listMailingArticles } from '../db/articles.ts';
import { countBatches } from '../db/batches.ts';
import { claimReport, listMailingsToReport, type Mailing, markReported } from '../db/mailings.ts';
import type { Context } from './context.ts';
import type { MailingProgress } from './ports.ts';

/** How a mailing stands, in the words and figures staff see. */
export async function mailingProgress(ctx: Context, mailing: Mailing): Promise<MailingProgress> {
  const counts = await countBatches(ctx.db, mailing.id);
  const [lead] = await listMailingArticles(ctx.db, mailing.id);
  return {
    publicId: mailing.publicId,
    subject: mailing.subject.en ?? `${ctx.config.brand.siteName}: ${lead?.title ?? mailing.kind}`,
    state: mailing.state,
    holdUntil: mailing.holdUntil,
    submitted: mailing.submittedCount,
    refused: mailing.failedCount,
    unknownBatches: counts.unknown,
    approvedBy: mailing.approvedBy ?? '',
    pauseReason: mailing.pauseReason,
  };
}

/** Posts the message in which staff follow a mailing, and brings it up to date at every change of state. */
export async function reportMailings(ctx: Context): Promise<void> {
  for (const mailing of await listMailingsToReport(ctx.db)) {
    const { reportChannel: channel, reportTs: ts } = mailing;
    if (!channel) continue;
    const note = { kind: 'mailing', mailing: await mailingProgress(ctx, mailing) } as const;
    if (ts === null) {
      // Posted at most once: a message that is lost here is missed less than one that stands there twice.
      if (!(await claimReport(ctx.db, mailing.id))) continue;
      const outcome = await ctx.announcer.post(channel, note);
      if (outcome.kind === 'posted') await markReported(ctx.db, mailing.id, mailing.state, outcome.ts);
      continue;
    }
    const outcome = await ctx.announcer.update(channel, ts, note);
    const isAskedToWait = outcome.kind === 'refused' && outcome.retryAfterSeconds !== null;
    if (!isAskedToWait && outcome.kind !== 'unanswered') await markReported(ctx.db, mailing.id, mailing.state, ts);
  }
}
