import { listChannelsOfFeeds } from '../../db/announcements/routes.ts';
import type { Context } from '../context.ts';

/** Feeds, each with the channels that announce its articles now. */
export async function withChannels<T extends { id: number }>(
  ctx: Pick<Context, 'db'>,
  feeds: readonly T[],
): Promise<(T & { channels: string[] })[]> {
  const rows = await listChannelsOfFeeds(
    ctx.db,
    feeds.map(({ id }) => id),
  );
  const byFeed = Map.groupBy(rows, ({ feedId }) => feedId);
  return feeds.map((feed) => ({ ...feed, channels: (byFeed.get(feed.id) ?? []).map(({ channelId }) => channelId) }));
}
