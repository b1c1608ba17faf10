import { listMailingsOfArticles, listTwins, type Mailed } from '../../db/articles/article-lists.ts';
import { type ArticlePost, listPostsOfArticles } from '../../db/articles/article-posts.ts';
import type { Article } from '../../db/articles/articles.ts';
import type { Context } from '../context.ts';

/** Where one article stands: on the site, in Slack and in the mail; and the same story in other languages. */
export type ArticleStanding = { article: Article; posts: ArticlePost[]; mailings: Mailed[]; twins: ArticleStanding[] };

/** Where articles stand, in their order. */
export async function standingOf(ctx: Context, articles: readonly Article[]): Promise<ArticleStanding[]> {
  const ids = articles.map(({ id }) => id);
  const [posts, mailings] = await Promise.all([listPostsOfArticles(ctx.db, ids), listMailingsOfArticles(ctx.db, ids)]);
  return articles.map((article) => ({
    article,
    posts: posts.filter(({ articleId }) => articleId === article.id),
    mailings: mailings.filter(({ articleId }) => articleId === article.id),
    twins: [],
  }));
}

/** Where an article and its twins stand. */
export async function fullStanding(ctx: Context, article: Article): Promise<ArticleStanding> {
  const twins = await listTwins(ctx.db, article);
  const [own, ...others] = await standingOf(ctx, [article, ...twins]);
  return own ? { ...own, twins: others } : { article, posts: [], mailings: [], twins: [] };
}
