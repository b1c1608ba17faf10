import { findAnnouncement, moveAnnouncement } from '../db/announcements.ts';
import { insertAudit } from '../db/audit.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from './context.ts';

/**
 * Settles a post whose fate nobody knew: it was posted (Newsdesk leaves it alone), or it is posted again. Only the first
 * decision counts; `by` names who made it. Throws AppError('not_found').
 */
export async function decideUnknownPost(
  ctx: Context,
  input: { publicId: string; decision: 'posted' | 'post_again'; by: string },
): Promise<{ isDecided: boolean; by: string | null }> {
  const announcement = await findAnnouncement(ctx.db, input.publicId);
  if (!announcement) throw new AppError('not_found', 'That post is not known here. Nothing was done.');
  const now = ctx.now();
  const decided = { decidedBy: input.by, decidedAt: now };
  const [moved] =
    announcement.state === 'unknown'
      ? await ctx.db.batch([
          moveAnnouncement(
            ctx.db,
            announcement.id,
            input.decision === 'posted'
              ? { to: 'posted', postedAt: now, ...decided }
              : { to: 'pending', notBefore: now, ...decided },
          ),
          insertAudit(ctx.db, {
            at: now,
            actor: input.by,
            act: `announcement.${input.decision}`,
            subject: `announcement:${input.publicId}`,
          }),
        ])
      : [];
  ctx.ring();
  const isDecided = moved?.meta.changes === 1;
  return { isDecided, by: isDecided ? input.by : announcement.decidedBy };
}
