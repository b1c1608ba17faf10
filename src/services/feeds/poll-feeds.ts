import { type Feed, listDueFeeds } from '../../db/feeds/feeds.ts';
import { listDueHubs } from '../../db/feeds/websub.ts';
import { hostOf } from '../../domain/feed-host.ts';
import type { Context } from '../context.ts';
import { type HeldLane, withLane } from '../lane.ts';
import { ingestFeed } from './ingest-feed.ts';
import { recordFailure } from './record-poll.ts';
import { askHub } from './websub-ask.ts';

const AT_ONCE = 4;
/** Enough that one slow host's feeds do not fill a round. */
const ROUND = 40;

/**
 * Polls every feed that is due and asks every hub that has to be asked, a few at a time, until none is left or the
 * deadline comes. Feeds of one host come one after another. One feed's trouble stays its own.
 */
export async function pollFeeds(ctx: Context, deadline: string): Promise<void> {
  const now = ctx.now();
  const hasWork = (await listDueFeeds(ctx.db, now, 1)).length > 0 || (await listDueHubs(ctx.db, now, 1)).length > 0;
  if (!hasWork) return;
  await withLane(ctx, { name: 'feeds', deadline }, async (lane) => {
    // When each was due as it was polled: due at another time, somebody rang since.
    const polled = new Map<number, string>();
    while (await lane.renew()) {
      const due = (await listDueFeeds(ctx.db, ctx.now(), ROUND)).filter(
        (feed) => polled.get(feed.id) !== feed.nextPollAt,
      );
      await pollRound(ctx, lane, due, polled);
      const hubs = await listDueHubs(ctx.db, ctx.now(), AT_ONCE);
      await Promise.all(hubs.map((hub) => askHub(ctx, hub)));
      if (due.length === 0 && hubs.length === 0) return;
    }
  });
}

/** Hosts side by side, the feeds of each in a row. */
async function pollRound(
  ctx: Context,
  lane: HeldLane,
  due: readonly Feed[],
  polled: Map<number, string>,
): Promise<void> {
  const hosts = [...Map.groupBy(due, (feed) => hostOf(feed.url) ?? '').values()];
  const work = async () => {
    for (let feeds = hosts.shift(); feeds; feeds = hosts.shift()) {
      for (const feed of feeds) {
        if (!(await lane.renew())) return;
        polled.set(feed.id, feed.nextPollAt);
        await pollOne(ctx, feed);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** A feed that breaks us is put off like one that fails, or it would be the first in every round. */
async function pollOne(ctx: Context, feed: Feed): Promise<void> {
  try {
    await ingestFeed(ctx, feed);
  } catch (error) {
    ctx.log.error('feed.crashed', error, { feed: feed.publicId });
    const message = 'Newsdesk itself failed at this feed. Its log says why.';
    await recordFailure(ctx, feed, { kind: 'failed', reason: 'unreachable', message, retryAfterSeconds: null }).catch(
      (second: unknown) => ctx.log.error('feed.crashed', second, { feed: feed.publicId }),
    );
  }
}
