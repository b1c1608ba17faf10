import type { Article } from '../../db/articles/articles.ts';
import { type ArticlePlace, listNewsPage, type NewsFilter } from '../../db/articles/newsroom-articles.ts';
import type { PublicTopic } from '../../db/articles/topics.ts';
import type { Picture } from '../../domain/feed-item.ts';
import { kindLabel } from '../../domain/kind.ts';
import type { Locale } from '../../domain/locale.ts';
import type { IsoTime } from '../../domain/time.ts';
import { webUrl } from '../../domain/web-url.ts';
import { shownImage, shownText } from '../../services/articles/article-view.ts';
import { linkedPicture, linkPicturesOf } from '../../services/articles/image-links.ts';
import { readFacets } from '../../services/articles/newsroom-pages.ts';
import type { Context } from '../../services/context.ts';
import { articleLink } from '../../services/links.ts';
import { newsroomStringsFor, stringsFor } from '../pages/strings.ts';

/** The newsroom as a feed tells it, whatever the format. Texts are plain and unescaped. */
export type NewsFeed = {
  title: string;
  description: string;
  homeUrl: string;
  language: Locale;
  /** A WebSub hub that tells of changes; null without one. */
  hubUrl: string | null;
  /** Behind which article the next older part begins; null where this is the end. */
  nextPlace: ArticlePlace | null;
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
  /** Topics that every reader may choose. */
  topics: { slug: string; name: string }[];
  /** A well-formed BCP 47 tag. */
  language: string | null;
  image: Picture | null;
};

/** Which articles a feed holds, and in what language its own texts are. `topic` is set for a topic's feed. */
export type FeedWish = {
  filter: NewsFilter;
  before: ArticlePlace | null;
  limit: number;
  language: Locale;
  topic: PublicTopic | null;
};

/** The newest published articles that were wished for. */
export async function readNewsFeed(ctx: Context, wish: FeedWish): Promise<NewsFeed> {
  const { brand } = ctx.config;
  const { before, filter, language, limit, topic } = wish;
  const { topics } = await readFacets(ctx);
  const found = await listNewsPage(ctx.db, { filter, before, limit: limit + 1, now: ctx.now() });
  const articles = found.slice(0, limit);
  return {
    title: topic ? `${brand.siteName}: ${topic.name}` : brand.siteName,
    description: topic
      ? newsroomStringsFor(language).topicText(topic.name, brand.siteName)
      : stringsFor(language).newsFrom(brand.siteName),
    homeUrl: new URL(`${brand.baseUrl}/${topic ? `topics/${topic.slug}` : ''}`).href,
    language,
    hubUrl: webUrl(ctx.settings.pages.hubUrl),
    nextPlace: found.length > limit ? (articles.at(-1) ?? null) : null,
    // An article under embargo changes the feed when it comes out, not when it was written.
    updatedAt: articles.flatMap(({ updatedAt, embargoUntil }) => [updatedAt, embargoUntil ?? '']).reduce(newest, null),
    entries: articles.map((article) => ({
      ...entryOf(ctx, article, language),
      topics: topics.filter(({ id }) => article.topicIds.includes(id)),
    })),
  };
}

function newest(latest: IsoTime | null, time: IsoTime): IsoTime | null {
  return time > (latest ?? '') ? time : latest;
}

function entryOf(ctx: Context, article: Article, locale: Locale): Omit<FeedEntry, 'topics'> {
  return {
    id: article.publicId,
    title: article.title,
    url: new URL(articleLink(ctx, article.slug)).href,
    originalUrl: webUrl(article.url),
    publishedAt: article.publishedAt,
    updatedAt: article.revision > 1 ? article.updatedAt : article.publishedAt,
    extract: article.textRight === 'link' ? '' : article.extract,
    html: htmlOf(ctx, article),
    author: article.author || null,
    outlet: article.outlet || null,
    kind: article.kind,
    kindLabel: kindLabel(article.kind, locale),
    language: languageTag(article.language),
    image: linkedPicture(ctx, shownImage(article), 960),
  };
}

function htmlOf(ctx: Context, article: Article): string | null {
  const html = shownText(article);
  return html === null ? null : linkPicturesOf(ctx, html);
}

function languageTag(tag: string | null): string | null {
  return tag && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i.test(tag) ? tag : null;
}
