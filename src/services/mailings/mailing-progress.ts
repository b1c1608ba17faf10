import { countBatches, countUnderWay } from '../../db/mailings/batch-counts.ts';
import { readStanding } from '../../db/mailings/mailing-control.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { listChangedSince, listShownArticles } from '../../db/mailings/shown-articles.ts';
import { secondsBetween } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import type { MailingProgress } from '../ports.ts';

/** What staff know a mailing by: its subject as it was written or is built from its first headline. */
export async function mailingTitle(ctx: Context, mailing: Mailing): Promise<string> {
  const [lead] = await listShownArticles(ctx.db, mailing.id);
  const headline = lead?.title ?? mailing.kind;
  const built = mailing.kind === 'correction' ? `Correction to "${headline}"` : headline;
  return mailing.subject.en ?? `${ctx.config.brand.siteName}: ${built}`;
}

/** How a mailing stands, in the words and figures staff see. */
export async function mailingProgress(ctx: Context, mailing: Mailing): Promise<MailingProgress> {
  const counts = await countBatches(ctx.db, mailing.id);
  const { dueCount, problems, resumeAt, watchedFrom } = await readStanding(ctx.db, mailing.id);
  const since = watchedFrom.at ?? mailing.startedAt;
  const seconds = mailing.state === 'sending' && since ? secondsBetween(since, ctx.now()) : 0;
  const sent = mailing.submittedCount - (watchedFrom.submitted ?? 0);
  const perSecond = seconds >= 1 && sent > 0 ? sent / seconds : null;
  const left = dueCount === null ? null : Math.max(0, dueCount - mailing.submittedCount - mailing.failedCount);
  return {
    publicId: mailing.publicId,
    subject: await mailingTitle(ctx, mailing),
    state: mailing.state,
    holdUntil: mailing.holdUntil,
    submitted: mailing.submittedCount,
    refused: mailing.failedCount,
    unknownBatches: counts.unknown,
    underWay: await stillUnderWay(ctx, mailing),
    approvedBy: mailing.approvedBy ?? '',
    pauseReason: mailing.pauseReason,
    resumeAt,
    due: dueCount,
    perSecond,
    secondsLeft: perSecond !== null && left !== null ? Math.ceil(left / perSecond) : null,
    bounced: problems.bounced ?? 0,
    complained: problems.complained ?? 0,
    edited: await editedSince(ctx, mailing),
  };
}

/** How many mails of a mailing that was stopped may still leave: those being handed over at that moment. */
export async function stillUnderWay(ctx: Context, { id, state }: Pick<Mailing, 'id' | 'state'>): Promise<number> {
  return state === 'paused' || state === 'cancelled' ? countUnderWay(ctx.db, id, ctx.now()) : 0;
}

async function editedSince(ctx: Context, { id, state }: Mailing): Promise<string[]> {
  if (state !== 'sending' && state !== 'paused') return [];
  return (await listChangedSince(ctx.db, id)).flatMap(({ isWithdrawn, title }) => (isWithdrawn ? [] : [title]));
}
