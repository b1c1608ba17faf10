import { findAnnouncement, moveAnnouncement } from '../db/announcements.ts';
import { insertAudit } from '../db/audit.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from './context.ts';

/**
 * Approves or rejects a post that awaits approval; approved ones go out in the usual order and pace. Only the first
 * decision counts; `by` names who made it. Throws AppError('not_found').
 */
export async function decideAnnouncement(
  ctx: Context,
  input: { publicId: string; decision: 'approve' | 'reject'; by: string },
): Promise<{ isDecided: boolean; by: string | null; channelId: string }> {
  const announcement = await findAnnouncement(ctx.db, input.publicId);
  if (!announcement) throw new AppError('not_found', 'That post is not known here. Nothing was done.');
  const { channelId } = announcement;
  if (announcement.state !== 'awaiting_approval') return { isDecided: false, by: announcement.decidedBy, channelId };
  const now = ctx.now();
  const to = input.decision === 'approve' ? 'pending' : 'rejected';
  const [moved] = await ctx.db.batch([
    moveAnnouncement(ctx.db, announcement.id, { to, notBefore: now, decidedBy: input.by, decidedAt: now }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: `announcement.${to === 'pending' ? 'approved' : 'rejected'}`,
      subject: `announcement:${input.publicId}`,
    }),
  ]);
  ctx.ring();
  if (moved?.meta.changes === 1) return { isDecided: true, by: input.by, channelId };
  const settled = await findAnnouncement(ctx.db, input.publicId);
  return { isDecided: false, by: settled?.decidedBy ?? null, channelId };
}
