import { insertAudit } from '../db/audit.ts';
import { findStaffArticle, type StaffArticle, skipAnnouncements, withdrawArticleRow } from '../db/staff-articles.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from './context.ts';

export type WithdrawInput = { publicId: string; reason: string | null; by: string };

/**
 * Takes an article out of the newsroom for good: its page answers 410, no feed brings it back, and what was not announced
 * yet never is. Posts that are out stay until staff remove them. A second time changes nothing.
 * Throws AppError('not_found').
 */
export async function withdrawArticle(
  ctx: Context,
  { publicId, reason, by }: WithdrawInput,
): Promise<{ article: StaffArticle; isNew: boolean; skipped: number }> {
  const before = await findStaffArticle(ctx.db, publicId);
  if (!before) throw new AppError('not_found', 'There is no article with this id. Nothing was done.');
  const now = ctx.now();
  const [withdrawn, , skipped] = await ctx.db.batch([
    withdrawArticleRow(ctx.db, publicId),
    insertAudit(ctx.db, {
      at: now,
      actor: by,
      act: 'article.withdrawn',
      subject: `article:${publicId}`,
      detail: { from: before.state, reason },
    }),
    skipAnnouncements(ctx.db, publicId, { by, now }),
  ]);
  const isNew = withdrawn?.meta.changes === 1;
  if (isNew) ctx.log.info('article.withdrawn', { article: publicId });
  ctx.ring();
  return { article: { ...before, state: 'withdrawn' }, isNew, skipped: skipped?.meta.changes ?? 0 };
}
