import { type ArticlePost, listWishes, settleWish } from '../../db/articles/article-posts.ts';
import { findArticleById } from '../../db/articles/articles.ts';
import type { Context } from '../context.ts';
import type { HeldLane } from '../lane.ts';
import { postCard } from './article-view.ts';

const AT_ONCE = 10;

/** Brings Slack in line with posts that staff took away or put back. What Slack does not answer is asked again. */
export async function settleWishes(ctx: Context, lane: HeldLane): Promise<void> {
  for (const post of await listWishes(ctx.db, AT_ONCE)) {
    if (!(await lane.renew())) return;
    const isLater = post.wish === 'remove' ? await remove(ctx, post) : await restore(ctx, post);
    if (isLater) return;
  }
}

/** True where Slack wants us to come back later. */
async function remove(ctx: Context, post: ArticlePost): Promise<boolean> {
  const settle = (isGone: boolean) => settleWish(ctx.db, post, { isGone, now: ctx.now(), postedHash: null });
  if (!post.ts) {
    await settle(true);
    return false;
  }
  const outcome = await ctx.announcer.remove(post.channelId, post.ts, post.decidedBy);
  if (outcome.kind === 'unanswered') return true;
  if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) return true;
  if (outcome.kind === 'refused')
    ctx.log.warn('announcement.not_removed', { announcement: post.publicId, code: outcome.code });
  await settle(outcome.kind === 'deleted');
  return false;
}

async function restore(ctx: Context, post: ArticlePost): Promise<boolean> {
  const article = await findArticleById(ctx.db, post.articleId);
  if (!article) return false;
  const settle = (isGone: boolean) =>
    settleWish(ctx.db, post, { isGone, now: ctx.now(), postedHash: isGone ? null : article.contentHash });
  if (!post.ts) {
    await settle(true);
    return false;
  }
  const card = await postCard(ctx, article, post);
  const outcome = await ctx.announcer.update(post.channelId, post.ts, { kind: 'article', card });
  if (outcome.kind === 'unanswered') return true;
  if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) return true;
  await settle(outcome.kind === 'refused' && outcome.code === 'message_not_found');
  return false;
}
