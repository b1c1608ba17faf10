import { insertAnnouncements } from '../../db/announcements/announcements.ts';
import { listNewestOfFeed, markForDigest } from '../../db/articles/held-articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { findNamedFeed } from '../../db/feeds/feed-states.ts';
import { findFeedByUrl } from '../../db/feeds/feeds.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { ingestFeed } from '../feeds/ingest-feed.ts';
import { planAnnouncements } from './plan-announcements.ts';

/**
 * Announces the newest articles of a feed's silent baseline, as its routes say, and has the next digest carry them. One
 * that was announced in a channel is not announced there again. Answers how many announcements are new.
 * Throws AppError('not_found').
 */
export async function announceNewest(
  ctx: Context,
  input: { publicId: string; count: 1 | 3; by: string },
): Promise<{ title: string; announced: number }> {
  const named = await findNamedFeed(ctx.db, input.publicId);
  const feed = named && (await findFeedByUrl(ctx.db, named.url));
  if (!feed) throw new AppError('not_found', 'That feed is not known here. Nothing was announced.');
  // The first poll may not have run yet; a second one at the same moment stores nothing twice.
  if (feed.baselinedAt === null) await ingestFeed(ctx, feed);
  const newest = await listNewestOfFeed(ctx.db, feed.id, input.count);
  const articles = newest.map((article) => ({ ...article, emailMode: 'next_digest' as const }));
  const now = ctx.now();
  const [planned] = await ctx.db.batch([
    insertAnnouncements(ctx.db, await planAnnouncements(ctx, feed, articles), now),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: 'feed.newest_announced',
      subject: `feed:${input.publicId}`,
      detail: { articles: newest.map((article) => article.publicId) },
    }),
    markForDigest(
      ctx.db,
      newest.map((article) => article.id),
    ),
  ]);
  ctx.ring();
  return { title: feed.title, announced: planned?.meta.changes ?? 0 };
}
