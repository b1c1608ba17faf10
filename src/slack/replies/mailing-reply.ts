import { findLastAct } from '../../db/desk/audit.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { describeDraft } from '../../services/mailings/ask-about-drafts.ts';
import { mailingProgress, mailingTitle } from '../../services/mailings/mailing-progress.ts';
import { message } from '../blocks/block.ts';
import { draftBlocks, draftText, MAILING_KINDS } from '../blocks/draft.ts';
import { mailingBlocks, mailingText, undoRow } from '../blocks/mailing.ts';
import { personOf } from '../blocks/person.ts';
import { localTime, plain } from '../mrkdwn.ts';
import type { Reply } from './reply.ts';

/** A newsletter by its public id. Throws AppError('not_found'). */
export async function knownMailing(ctx: Context, publicId: string): Promise<Mailing> {
  const mailing = await findMailing(ctx.db, publicId);
  if (!mailing) throw new AppError('not_found', 'There is no such newsletter any more. Nothing was done.');
  return mailing;
}

/** A newsletter as it stands now, with the buttons that still fit: a draft to decide, or who settled it and when. */
export async function mailingReply(ctx: Context, mailing: Mailing): Promise<Reply> {
  if (mailing.state === 'draft') {
    const draft = await describeDraft(ctx, mailing);
    return { text: draftText(draft), blocks: draftBlocks(draft) };
  }
  if (mailing.state === 'holding' || mailing.state === 'cancelled') {
    const title = plain(await mailingTitle(ctx, mailing), 150);
    const text = `*${MAILING_KINDS[mailing.kind]}: ${title}*\n${await settledText(ctx, mailing)}`;
    return message(text, mailing.state === 'holding' ? [undoRow(mailing.publicId)] : []);
  }
  const progress = await mailingProgress(ctx, mailing);
  return { text: mailingText(progress), blocks: mailingBlocks(progress) };
}

/** Who approved or stopped a newsletter, when, and what that means. */
export async function settledText(ctx: Context, mailing: Mailing): Promise<string> {
  if (mailing.state !== 'cancelled') {
    const leaves = mailing.holdUntil
      ? ` It leaves ${localTime(mailing.holdUntil, '{date_short_pretty} {time_secs}')}.`
      : '';
    const until = mailing.state === 'holding' ? `${leaves} Until then it can be undone.` : '';
    const at = mailing.approvedAt ? ` ${localTime(mailing.approvedAt)}` : '';
    return `Approved by ${personOf(mailing.approvedBy)}${at}.${until}`;
  }
  const last = await findLastAct(ctx.db, `mailing:${mailing.publicId}`);
  const isByHand = last !== null && /^mailing\.(stopped|undone|cancelled)$/.test(last.act);
  const who = isByHand ? `Stopped by ${personOf(last.actor)} ${localTime(last.at)}.` : 'Stopped.';
  const reason = mailing.pauseReason ? ` ${plain(mailing.pauseReason, 300)}` : '';
  const sent = mailing.submittedCount > 0 ? ' What had left stays sent.' : ' Nothing was sent.';
  return `${who}${reason}${sent}`;
}

/**
 * Brings the question in the review channel in line with what was done elsewhere, so that no button on it is out of date.
 * Where Slack does not take it, the old buttons answer how it stands.
 */
export async function refreshDraftNote(ctx: Context, mailing: Mailing): Promise<void> {
  const channel = ctx.config.reviewChannel;
  if (!channel || !mailing.askedTs) return;
  const note =
    mailing.state === 'draft'
      ? ({ kind: 'draft_mailing', draft: await describeDraft(ctx, mailing) } as const)
      : ({ kind: 'mailing', mailing: await mailingProgress(ctx, mailing) } as const);
  await ctx.announcer.update(channel, mailing.askedTs, note);
}
