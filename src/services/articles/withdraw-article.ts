import { restorePosts, skipPosts, withdrawPosts } from '../../db/articles/article-posts.ts';
import {
  findStaffArticle,
  restoreArticleRow,
  type StaffArticle,
  withdrawArticleRow,
} from '../../db/articles/staff-articles.ts';
import { findLastAct, insertAudit } from '../../db/desk/audit.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

export type WithdrawInput = { publicId: string; reason: string | null; by: string };

/**
 * Takes an article out of the newsroom: its page answers 410, no feed brings it back, and what was not announced yet never
 * is. Its posts in Slack are deleted, or say that it was withdrawn. A second time changes nothing; `withdrawnAt` names the
 * withdrawal for Undo. Throws AppError('not_found').
 */
export async function withdrawArticle(
  ctx: Context,
  { publicId, reason, by }: WithdrawInput,
): Promise<{ article: StaffArticle; isNew: boolean; skipped: number; withdrawnAt: string | null }> {
  const before = await findStaffArticle(ctx.db, publicId);
  if (!before) throw new AppError('not_found', 'There is no article with this id. Nothing was done.');
  const now = ctx.now();
  const posts = { articlePublicId: publicId, channelIds: null };
  const [withdrawn, , skipped] = await ctx.db.batch([
    withdrawArticleRow(ctx.db, publicId),
    insertAudit(ctx.db, {
      at: now,
      actor: by,
      act: 'article.withdrawn',
      subject: `article:${publicId}`,
      detail: { from: before.state, reason },
    }),
    skipPosts(ctx.db, posts, { by, now }),
    withdrawPosts(ctx.db, posts, { by, now }),
  ]);
  const isNew = withdrawn?.meta.changes === 1;
  if (isNew) ctx.log.info('article.withdrawn', { article: publicId });
  ctx.ring();
  const withdrawnAt = isNew ? now : null;
  return { article: { ...before, state: 'withdrawn' }, isNew, skipped: skipped?.meta.changes ?? 0, withdrawnAt };
}

/**
 * Brings an article back that was withdrawn at `withdrawnAt`: to the newsroom, its posts to their channels, and what waited
 * waits again. False where somebody changed it since.
 */
export async function undoWithdrawal(
  ctx: Context,
  input: { publicId: string; withdrawnAt: string; by: string },
): Promise<boolean> {
  const subject = `article:${input.publicId}`;
  const last = await findLastAct(ctx.db, subject);
  const from = last?.detail.from;
  if (last?.act !== 'article.withdrawn' || last.at !== input.withdrawnAt) return false;
  if (from !== 'draft' && from !== 'held' && from !== 'published') return false;
  const now = ctx.now();
  const posts = { articlePublicId: input.publicId, channelIds: null };
  const [restored] = await ctx.db.batch([
    restoreArticleRow(ctx.db, input.publicId, from),
    insertAudit(ctx.db, { at: now, actor: input.by, act: 'article.restored', subject, detail: { to: from } }),
    restorePosts(ctx.db, posts, { at: input.withdrawnAt, now }),
  ]);
  ctx.ring();
  return restored?.meta.changes === 1;
}
