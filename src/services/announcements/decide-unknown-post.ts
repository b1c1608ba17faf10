import { findAnnouncement, moveAnnouncement } from '../../db/announcements/announcements.ts';
import { type ChannelSummary, findSummary, moveSummary } from '../../db/announcements/channel-summaries.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

/**
 * Settles a post or a channel's summary whose fate nobody knew: it was posted (Newsdesk leaves it alone), or it is posted again. Only the first
 * decision counts; `by` names who made it. Throws AppError('not_found').
 */
export async function decideUnknownPost(
  ctx: Context,
  input: { publicId: string; decision: 'posted' | 'post_again'; by: string },
): Promise<{ isDecided: boolean; by: string | null }> {
  const announcement = await findAnnouncement(ctx.db, input.publicId);
  const summary = announcement ? null : await findSummary(ctx.db, input.publicId);
  if (summary) return decideSummary(ctx, summary, input);
  if (!announcement) throw new AppError('not_found', 'That post is not known here. Nothing was done.');
  const now = ctx.now();
  const decided = { from: 'unknown', decidedBy: input.by, decidedAt: now } as const;
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
  if (moved?.meta.changes === 1) return { isDecided: true, by: input.by };
  return { isDecided: false, by: (await findAnnouncement(ctx.db, input.publicId))?.decidedBy ?? null };
}

async function decideSummary(
  ctx: Context,
  summary: ChannelSummary,
  { by, decision }: { decision: 'posted' | 'post_again'; by: string },
): Promise<{ isDecided: boolean; by: string | null }> {
  if (summary.state !== 'unknown') return { isDecided: false, by: null };
  const now = ctx.now();
  const move = decision === 'posted' ? { to: 'posted' as const } : { to: 'pending' as const, notBefore: now };
  const [moved] = await ctx.db.batch([
    moveSummary(ctx.db, summary.id, { ...move, from: 'unknown' }),
    insertAudit(ctx.db, { at: now, actor: by, act: `summary.${decision}`, subject: `summary:${summary.publicId}` }),
  ]);
  ctx.ring();
  const isDecided = moved?.meta.changes === 1;
  return { isDecided, by: isDecided ? by : null };
}
