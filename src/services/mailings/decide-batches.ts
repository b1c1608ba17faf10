import { insertAudit } from '../../db/desk/audit.ts';
import { settleUnknownBatches } from '../../db/mailings/mailing-control.ts';
import { findMailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { mailingProgress } from './mailing-progress.ts';

export type BatchDecision = 'sent' | 'send_again';

/** Asks staff about batches of unknown outcome, in the review channel or where the mailing is followed. */
export async function askAboutBatches(ctx: Context, publicId: string): Promise<void> {
  const mailing = await findMailing(ctx.db, publicId);
  const channel = ctx.config.reviewChannel ?? mailing?.reportChannel;
  if (!mailing || !channel) return;
  await ctx.announcer.post(channel, { kind: 'unknown_batches', mailing: await mailingProgress(ctx, mailing) });
}

/**
 * Settles every batch of a mailing whose outcome nobody knows: as sent, or to be sent again to those of its readers who
 * are still subscribed, under a new key. The first decision counts; returns how many batches it settled.
 * Throws AppError('not_found').
 */
export async function decideBatches(
  ctx: Context,
  input: { publicId: string; decision: BatchDecision; by: string },
): Promise<number> {
  const { by, decision, publicId } = input;
  const mailing = await findMailing(ctx.db, publicId);
  if (!mailing) throw new AppError('not_found', 'There is no such newsletter. Nothing was changed.');
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
