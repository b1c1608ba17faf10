import type { NewAnnouncement } from '../../db/announcements/announcements.ts';
import { listFiledSince, type Refiling } from '../../db/articles/article-categories.ts';
import type { KnownArticle } from '../../db/articles/articles.ts';
import type { Feed } from '../../db/feeds/feeds.ts';
import type { FeedItem } from '../../domain/feed-item.ts';
import { isFlood } from '../../domain/feed-schedule.ts';
import { categoriesOf } from '../../domain/route.ts';
import { addSeconds } from '../../domain/time.ts';
import { planAnnouncements } from '../announcements/plan-announcements.ts';
import type { Context } from '../context.ts';

/** How long an article is news to a channel whose filters it passes only since its feed filed it anew. */
const NEWS_SECONDS = 24 * 3600;

/**
 * What the feed that brought an article first now files it under, where that is something else. Staff's edits do not stand in
 * the way: categories are the feed's own words, and readers see none of them.
 */
export function refilingOf(feed: Feed, item: FeedItem, article: KnownArticle): Refiling[] {
  if (article.sourceFeedId !== feed.id) return [];
  const categories = categoriesOf(item.categories);
  if (JSON.stringify(categories) === JSON.stringify(article.categories)) return [];
  return [{ id: article.id, categories }];
}

/**
 * Announcements for channels whose filters an article of the last day passes now and did not before. A feed that files so
 * much anew at once that it looks like a flood announces none of it; its articles show in lists and summaries all the same.
 */
export async function planRefiled(
  ctx: Context,
  feed: Feed,
  refiled: { refilings: readonly Refiling[]; itemCount: number },
): Promise<NewAnnouncement[]> {
  const { itemCount, refilings } = refiled;
  if (refilings.length === 0) return [];
  const since = addSeconds(ctx.now(), -NEWS_SECONDS);
  const before = await listFiledSince(
    ctx.db,
    refilings.map(({ id }) => id),
    since,
  );
  if (isFlood(before.length, itemCount)) return [];
  const categories = new Map(refilings.map((refiling) => [refiling.id, refiling.categories]));
  const after = before.map((article) => ({ ...article, categories: categories.get(article.id) ?? [] }));
  const placeOf = (planned: NewAnnouncement) => `${planned.articlePublicId} ${planned.channelId}`;
  const were = new Set((await planAnnouncements(ctx, feed, before)).map(placeOf));
  return (await planAnnouncements(ctx, feed, after)).filter((planned) => !were.has(placeOf(planned)));
}
