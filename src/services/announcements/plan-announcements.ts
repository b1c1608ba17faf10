import type { NewAnnouncement } from '../../db/announcements/announcements.ts';
import { listRoutesForFeed, type Route } from '../../db/announcements/routes.ts';
import type { NewArticle } from '../../db/articles/articles.ts';
import type { Feed } from '../../db/feeds/feeds.ts';
import { passesFilters } from '../../domain/route.ts';
import type { Context } from '../context.ts';

/** What planning looks at, of a new article or of one that is there. */
export type Announceable = Pick<
  NewArticle,
  | 'publicId'
  | 'state'
  | 'emailMode'
  | 'imageRight'
  | 'title'
  | 'extract'
  | 'kind'
  | 'language'
  | 'topicIds'
  | 'categories'
>;

/** An announcement of each article that is meant to be announced, per channel whose route it passes. */
export async function planAnnouncements(
  ctx: Context,
  feed: Pick<Feed, 'id'>,
  articles: readonly Announceable[],
): Promise<NewAnnouncement[]> {
  const candidates = articles.filter((article) => article.state === 'published' && article.emailMode !== 'none');
  if (candidates.length === 0) return [];
  const routes = await listRoutesForFeed(ctx.db, feed.id);
  return candidates.flatMap((article) => announcementsOf(ctx, article, routes));
}

/** An announcement of one article per channel that takes each by itself and whose filters it passes. */
export function announcementsOf(
  ctx: Context,
  article: Omit<Announceable, 'state' | 'emailMode'>,
  routes: readonly Route[],
): NewAnnouncement[] {
  return routes
    .filter((route) => route.mode === 'each' && passesFilters(route.filters, article))
    .map((route) => ({
      publicId: ctx.ids.publicId(),
      articlePublicId: article.publicId,
      channelId: route.channelId,
      routeId: route.id,
      needsApproval: route.needsApproval,
      isCompact: route.isCompact,
      threads: route.threads,
      showsImage: route.showsImages && article.imageRight !== 'none',
    }));
}
