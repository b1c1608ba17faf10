import { type ArticleEdit, findTakenSlugs, type KnownArticle, type NewArticle } from '../../db/articles/articles.ts';
import type { Feed } from '../../db/feeds/feeds.ts';
import { cutToWidth } from '../../domain/cut-text.ts';
import type { FeedDocument, FeedItem } from '../../domain/feed-item.ts';
import { isFlood } from '../../domain/feed-schedule.ts';
import { kindOf } from '../../domain/kind.ts';
import { categoriesOf } from '../../domain/route.ts';
import { freeSlug, slugOf } from '../../domain/slug.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../hash.ts';

/** What a feed's rights let us show of an item, under a title in any case. */
function shownText(feed: Feed, item: FeedItem): { title: string; extract: string; bodyHtml: string | null } {
  return {
    title: item.title || cutToWidth(item.summary, 80, item.language ?? 'en') || item.url || feed.title,
    extract: feed.textRight === 'link' ? '' : item.summary,
    // Sanitising the full text is costly, so it is not asked for where it is not shown.
    bodyHtml: feed.textRight === 'full' ? item.contentHtml : null,
  };
}

/** Hash of what readers see of an item: a change of it is an edit. */
function contentHashOf(feed: Feed, item: FeedItem): string {
  const { title, extract, bodyHtml } = shownText(feed, item);
  return sha256(JSON.stringify([title, extract, item.url, item.image?.url ?? null, bodyHtml]));
}

/** The edit of a known article, where the feed that brought it first now shows something else; else nothing. */
export function editOf(feed: Feed, item: FeedItem, article: KnownArticle): ArticleEdit[] {
  const contentHash = contentHashOf(feed, item);
  if (contentHash === article.contentHash || article.sourceFeedId !== feed.id || article.isStaffs) return [];
  return [
    {
      ...shownText(feed, item),
      id: article.id,
      publicId: article.publicId,
      author: item.authors.join(', ') || null,
      outlet: item.outlet,
      url: item.url,
      image: item.image,
      sourceUpdatedAt: item.updatedAt,
      contentHash,
    },
  ];
}

/** The new articles of a document, with free slugs: silent at a first poll, held when they come as a flood. */
export async function articlesFromItems(
  ctx: Context,
  feed: Feed,
  items: readonly FeedItem[],
  document: FeedDocument,
): Promise<NewArticle[]> {
  const now = ctx.now();
  const isBaseline = feed.baselinedAt === null;
  const isHeld = !isBaseline && isFlood(items.length, document.items.length);
  const shown = isBaseline ? newestOf(items, feed.startWith) : newerThan(items, feed.baselinedAt);
  const slugs = items.map((item) =>
    slugOf(item.title, `${feed.kind.replaceAll('_', '-')}-${(item.publishedAt ?? now).slice(0, 10)}`),
  );
  const taken = await findTakenSlugs(ctx.db, slugs);
  return items.map((item, n) => {
    const publicId = ctx.ids.publicId();
    return {
      publicId,
      slug: freeSlug(slugs[n] ?? publicId, taken),
      state: isHeld ? 'held' : 'published',
      kind: kindOf(item.categories, feed.kind),
      ...shownText(feed, item),
      author: item.authors.join(', ') || null,
      outlet: item.outlet,
      url: item.url,
      language: item.language ?? document.language,
      translationGroup: publicId,
      image: item.image,
      textRight: feed.textRight,
      imageRight: feed.imageRight,
      topicIds: feed.topicIds,
      emailMode: shown.has(item) ? 'next_digest' : 'none',
      publishedAt: item.publishedAt ?? now,
      sourceUpdatedAt: item.updatedAt,
      embargoUntil: null,
      releasedAt: isHeld ? null : now,
      contentHash: contentHashOf(feed, item),
      createdBy: `feed:${feed.publicId}`,
      createdAt: now,
      categories: categoriesOf(item.categories),
    };
  });
}

/** The items of a first poll that are announced; the others are the silent baseline. */
function newestOf(items: readonly FeedItem[], startWith: Feed['startWith']): Set<FeedItem> {
  const count = { none: 0, newest_1: 1, newest_3: 3 }[startWith];
  const dateOf = (item: FeedItem) => Date.parse(item.publishedAt ?? '') || 0;
  // Of one date or none, those the feed has first: feeds put the newest on top.
  const newestFirst = items.toSorted((a, b) => dateOf(b) - dateOf(a));
  return new Set(newestFirst.slice(0, count));
}

/** Items that are not older than a day before the baseline: what a feed brings back from its past is not news. */
function newerThan(items: readonly FeedItem[], baselinedAt: string | null): Set<FeedItem> {
  const oldest = baselinedAt ? addSeconds(baselinedAt, -24 * 3600) : '';
  return new Set(items.filter((item) => item.publishedAt === null || item.publishedAt >= oldest));
}
