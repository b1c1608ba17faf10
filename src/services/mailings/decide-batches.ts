import { insertAudit } from '../../db/desk/audit.ts';
import { findMailing } from '../../db/mailings/mailings.ts';
import { isEmptied } from '../../db/mailings/old-recipients.ts';
import {
  claimAskingAbout,
  listToAskAbout,
  markAskedAbout,
  settleUnknownBatches,
} from '../../db/mailings/unknown-batches.ts';
import { AppError } from '../../domain/errors.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { mailingProgress } from './mailing-progress.ts';

export type BatchDecision = 'sent' | 'send_again';

/** A question that was not noted as asked by then is asked again: twice is better than never. */
const ASK_AGAIN_SECONDS = 60;

/** Asks staff about batches of unknown outcome, in the review channel or where the mailing is followed, until Slack took it. */
export async function askAboutBatches(ctx: Context): Promise<void> {
  for (const waiting of await listToAskAbout(ctx.db)) {
    const mailing = await findMailing(ctx.db, waiting.publicId);
    const channel = ctx.config.reviewChannel ?? mailing?.reportChannel;
    const now = ctx.now();
    const times = { now, before: addSeconds(now, -ASK_AGAIN_SECONDS) };
    if (!mailing || !channel || !(await claimAskingAbout(ctx.db, waiting.id, times))) continue;
    const note = { kind: 'unknown_batches', mailing: await mailingProgress(ctx, mailing) } as const;
    const outcome = await ctx.announcer.post(channel, note);
    if (outcome.kind === 'posted') await markAskedAbout(ctx.db, waiting);
  }
}

/**
 * Settles every batch of a mailing whose outcome nobody knows: as sent, or to be sent again to those of its readers who
 * are still subscribed, under a new key. The first decision counts; returns how many batches it settled.
 * Throws AppError('not_found'), and ('conflict') where it is no longer kept whom they were for.
 */
export async function decideBatches(
  ctx: Context,
  input: { publicId: string; decision: BatchDecision; by: string },
): Promise<number> {
  const { by, decision, publicId } = input;
  const mailing = await findMailing(ctx.db, publicId);
  if (!mailing) throw new AppError('not_found', 'There is no such newsletter. Nothing was changed.');
  if (decision === 'send_again' && (await isEmptied(ctx.db, mailing.id))) {
    throw new AppError(
      'conflict',
      'This newsletter is so old that whom it went to is no longer kept, so nothing of it can be sent again. Nothing was changed.',
    );
  }
  const now = ctx.now();
  const act = decision === 'sent' ? 'batches.taken_as_sent' : 'batches.sent_again';
  const results = await ctx.db.batch([
    ...settleUnknownBatches(ctx.db, mailing.id, decision, now),
    insertAudit(ctx.db, { at: now, actor: by, act, subject: `mailing:${publicId}` }),
  ]);
  const settled = results.at(-2)?.meta.changes ?? 0;
  if (settled > 0) ctx.log.info(act, { mailing: publicId, batches: settled });
  if (settled > 0) ctx.ring();
  return settled;
}
