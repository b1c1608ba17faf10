import type { Article } from '../../db/articles/articles.ts';
import { listTopicNames } from '../../db/articles/topics.ts';
import type { ShownArticle } from '../../db/mailings/shown-articles.ts';
import { kindLabel } from '../../domain/kind.ts';
import type { Locale } from '../../domain/locale.ts';
import { webUrl } from '../../domain/web-url.ts';
import type { Context } from '../context.ts';
import { articleLink } from '../links.ts';
import type { ArticleCard, MailingArticle } from '../ports.ts';
import { linkedPicture } from './image-links.ts';

/** Mails are 600 pixels wide, on screens of double density too. */
const MAIL_WIDTH = 960;

/** The picture of an article as far as its rights allow showing it. */
export function shownImage(article: Pick<Article, 'image' | 'imageRight'>): Article['image'] {
  return article.imageRight === 'none' ? null : article.image;
}

/** The full text as far as an article's rights allow showing it: without its pictures where these are not ours; else null. */
export function shownText(article: Article): string | null {
  if (article.textRight !== 'full' || !article.bodyHtml) return null;
  return article.imageRight === 'none' ? article.bodyHtml.replace(/<img\b[^>]*>/g, '') : article.bodyHtml;
}

/** Who published an article: the outlet it names, and of coverage that names none the host it stands on; null: we did. */
function sourceOf({ kind, outlet, url }: Article): string | null {
  if (outlet !== null || kind !== 'coverage' || !url || !URL.canParse(url)) return outlet;
  return new URL(url).hostname.replace(/^www\./, '');
}

/** The article as staff and readers see it in Slack. */
export function slackCard(ctx: Context, article: Article, showsImage: boolean): ArticleCard {
  const image = showsImage ? shownImage(article) : null;
  return {
    title: article.title,
    extract: article.extract,
    kindLabel: kindLabel(article.kind, 'en'),
    source: sourceOf(article) ?? ctx.config.brand.siteName,
    publishedAt: article.publishedAt,
    url: articleLink(ctx, article.slug),
    image: image ? { url: image.url, alt: image.alt ?? image.caption ?? article.title } : null,
    updatedAt: article.revision > 1 ? article.updatedAt : null,
  };
}

/**
 * The article as one channel shows it: with the words staff wrote for that channel, if any. Where it wants its posts compact,
 * those are all it gets beside headline, source and time.
 */
export async function postCard(
  ctx: Context,
  article: Article,
  post: { publicId: string; showsImage: boolean; isCompact: boolean; text: string | null },
): Promise<ArticleCard> {
  const card = slackCard(ctx, article, post.showsImage && !post.isCompact);
  const topics = await listTopicNames(ctx.db, article.topicIds);
  const extract = post.text ?? (post.isCompact ? '' : card.extract);
  return { ...card, extract, topics, postId: post.publicId };
}

/** The article as a mailing shows it to readers of a locale. */
export function mailingArticle(ctx: Context, article: Omit<ShownArticle, 'event'>, locale: Locale): MailingArticle {
  const image = linkedPicture(ctx, shownImage(article), MAIL_WIDTH);
  return {
    kind: article.kind,
    kindLabel: kindLabel(article.kind, locale),
    title: article.title,
    extract: article.extract,
    outlet: article.outlet,
    publishedAt: article.publishedAt,
    url: articleLink(ctx, article.slug),
    sourceUrl: webUrl(article.url),
    language: article.language,
    image: image
      ? { url: image.url, alt: image.alt ?? image.caption ?? '', caption: image.caption, credit: image.credit }
      : null,
  };
}
