import { listDueFeeds } from '../db/feeds.ts';
import type { Context } from './context.ts';
import { ingestFeed } from './ingest-feed.ts';
import { withLane } from './lane.ts';

const AT_ONCE = 4;

/** Polls every feed that is due, a few at a time, until none is left or the deadline comes. One feed's trouble stays its own. */
export async function pollFeeds(ctx: Context, deadline: string): Promise<void> {
  const hasWork = (await listDueFeeds(ctx.db, ctx.now(), 1)).length > 0;
  if (!hasWork) return;
  await withLane(ctx, { name: 'feeds', deadline }, async (lane) => {
    const polled = new Set<number>();
    while (await lane.renew()) {
      const due = (await listDueFeeds(ctx.db, ctx.now(), AT_ONCE)).filter((feed) => !polled.has(feed.id));
      if (due.length === 0) return;
      await Promise.all(
        due.map(async (feed) => {
          polled.add(feed.id);
          await ingestFeed(ctx, feed).catch((error: unknown) =>
            ctx.log.error('feed.crashed', error, { feed: feed.publicId }),
          );
        }),
      );
    }
  });
}
