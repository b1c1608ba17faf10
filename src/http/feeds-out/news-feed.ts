import { type Article, listPublished } from '../../db/articles.ts';
import type { Picture } from '../../domain/feed-item.ts';
import { kindLabel } from '../../domain/kind.ts';
import type { Locale } from '../../domain/locale.ts';
import type { IsoTime } from '../../domain/time.ts';
import { webUrl } from '../../domain/web-url.ts';
import { shownImage, shownText } from '../../services/article-view.ts';
import type { Context } from '../../services/context.ts';
import { articleLink } from '../../services/links.ts';
import { stringsFor } from '../pages/strings.ts';

const NEWEST = 30;

/** The newsroom as a feed tells it, whatever the format. Texts are plain and unescaped. */
export type NewsFeed = {
  title: string;
  description: string;
  homeUrl: string;
  language: Locale;
  /** When anything in it last changed; null while there is nothing. */
  updatedAt: IsoTime | null;
  entries: FeedEntry[];
};

export type FeedEntry = {
  /** The article's public id, which no edit changes. */
  id: string;
  title: string;
  url: string;
  /** Where the article was published first. */
  originalUrl: string | null;
  publishedAt: IsoTime;
  updatedAt: IsoTime;
  /** Empty where the rights allow the headline only. */
  extract: string;
  /** Sanitised HTML of the whole text where the rights allow it. */
  html: string | null;
  author: string | null;
  outlet: string | null;
  kind: string;
  kindLabel: string;
  /** A well-formed BCP 47 tag. */
  language: string | null;
  image: Picture | null;
};

/** The newest published articles, in the newsroom's own language where a text is ours. */
export async function readNewsFeed(ctx: Context): Promise<NewsFeed> {
  const { brand, locales } = ctx.config;
  const language = locales[0] ?? 'en';
  const articles = await listPublished(ctx.db, { before: null, limit: NEWEST, now: ctx.now() });
  return {
    title: brand.siteName,
    description: stringsFor(language).newsFrom(brand.siteName),
    homeUrl: new URL(`${brand.baseUrl}/`).href,
    language,
    // An article under embargo changes the feed when it comes out, not when it was written.
    updatedAt: articles.flatMap(({ updatedAt, embargoUntil }) => [updatedAt, embargoUntil ?? '']).reduce(newest, null),
    entries: articles.map((article) => entryOf(ctx, article, language)),
  };
}

function newest(latest: IsoTime | null, time: IsoTime): IsoTime | null {
  return time > (latest ?? '') ? time : latest;
}

function entryOf(ctx: Context, article: Article, locale: Locale): FeedEntry {
  const image = shownImage(article);
  const url = webUrl(image?.url);
  return {
    id: article.publicId,
    title: article.title,
    url: new URL(articleLink(ctx, article.slug)).href,
    originalUrl: webUrl(article.url),
    publishedAt: article.publishedAt,
    updatedAt: article.revision > 1 ? article.updatedAt : article.publishedAt,
    extract: article.textRight === 'link' ? '' : article.extract,
    html: shownText(article),
    author: article.author || null,
    outlet: article.outlet || null,
    kind: article.kind,
    kindLabel: kindLabel(article.kind, locale),
    language: languageTag(article.language),
    image: image && url ? { ...image, url } : null,
  };
}

function languageTag(tag: string | null): string | null {
  return tag && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i.test(tag) ? tag : null;
}
