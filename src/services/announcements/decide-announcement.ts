import { moveAnnouncement } from '../../db/announcements/announcements.ts';
import { type Approval, askAgain, findApproval } from '../../db/announcements/approvals.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

export type Decision = { publicId: string; decision: 'approve' | 'reject'; by: string; reason?: string };

/** What came of a decision: `isDecided` for the first one only; `approval` as it stands after it. */
export type Decided = { isDecided: boolean; approval: Approval };

/**
 * Approves or rejects a post that awaits approval; approved ones go out in the usual order and pace. Only the first
 * decision counts; `by` names who made it. The author of a rejected one is told why. Throws AppError('not_found'), and
 * ('forbidden') where a second pair of eyes has to approve.
 */
export async function decideAnnouncement(ctx: Context, input: Decision): Promise<Decided> {
  const approval = await knownApproval(ctx, input.publicId);
  if (approval.state !== 'awaiting_approval') return { isDecided: false, approval };
  if (input.decision === 'approve') requireOtherEyes(ctx, approval, input.by);
  const now = ctx.now();
  const to = input.decision === 'approve' ? 'pending' : 'rejected';
  const [moved] = await ctx.db.batch([
    moveAnnouncement(ctx.db, approval.id, {
      to,
      from: 'awaiting_approval',
      notBefore: now,
      decidedBy: input.by,
      decidedAt: now,
      reason: input.reason,
    }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: `announcement.${to === 'pending' ? 'approved' : 'rejected'}`,
      subject: `announcement:${input.publicId}`,
      detail: { title: approval.title, channel: approval.channelId, ...(input.reason ? { reason: input.reason } : {}) },
    }),
  ]);
  const isDecided = moved?.meta.changes === 1;
  if (isDecided && to === 'rejected') await tellAuthor(ctx, approval, input);
  ctx.ring();
  return { isDecided, approval: await knownApproval(ctx, input.publicId) };
}

/** Throws AppError('not_found'). */
export async function knownApproval(ctx: Context, publicId: string): Promise<Approval> {
  const approval = await findApproval(ctx.db, publicId);
  if (!approval) throw new AppError('not_found', 'That post is not known here. Nothing was done.');
  return approval;
}

function requireOtherEyes(ctx: Context, approval: Approval, by: string): void {
  if (!ctx.settings.desk.needsFourEyes) return;
  if (by !== approval.createdBy && by !== approval.editedBy) return;
  throw new AppError(
    'forbidden',
    'You wrote or edited this one, so someone else on the desk has to approve it. It still waits. Nothing was done.',
  );
}

async function tellAuthor(ctx: Context, approval: Approval, { by, reason }: Decision): Promise<void> {
  const author = approval.createdBy;
  if (!author.startsWith('slack:') || author === by) return;
  const outcome = await ctx.announcer.post(author.slice('slack:'.length), {
    kind: 'sent_back',
    publicId: approval.publicId,
    title: approval.title,
    articleId: approval.articlePublicId,
    channelId: approval.channelId,
    by,
    reason: reason ?? '',
  });
  if (outcome.kind !== 'posted') ctx.log.warn('author.not_told', { code: outcome.code });
}

/** Asks for approval once more after a rejection, with a card of its own. False where it is not rejected any more. */
export async function resubmitAnnouncement(ctx: Context, input: { publicId: string; by: string }): Promise<boolean> {
  const approval = await knownApproval(ctx, input.publicId);
  const [again] = await ctx.db.batch([
    askAgain(ctx.db, approval.id),
    insertAudit(ctx.db, {
      at: ctx.now(),
      actor: input.by,
      act: 'announcement.resubmitted',
      subject: `announcement:${input.publicId}`,
      detail: { title: approval.title, channel: approval.channelId },
    }),
  ]);
  ctx.ring();
  return again?.meta.changes === 1;
}
