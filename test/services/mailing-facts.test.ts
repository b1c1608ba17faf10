import { expect, test } from 'vitest';
import { listEventFacts } from '../../src/db/articles/event-facts.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';

test('only articles with an event have facts of one', async () => {
  const { ctx, world } = await testContext();
  const url = 'https://press.example.org/feed.xml';
  world.feeds.set(url, aDocument([anItem({ title: 'One' }), anItem({ title: 'Two' })]));
  await addFeed(ctx, {
    url,
    channelId: null,
    startWith: 'newest_3',
    kind: 'event',
    textRight: 'extract',
    imageRight: 'none',
    needsApproval: false,
    pollFloorSeconds: 300,
    addedBy: 'api',
  });
  await pollFeeds(ctx, '2026-12-01T00:00:00.000Z');
  await ctx.db
    .prepare(`UPDATE article SET event_starts_at = '2026-05-01T08:00:00.000Z', event_place = 'Hall 5' WHERE id = 1`)
    .all();
  expect([...(await listEventFacts(ctx.db, [1, 2, 99]))]).toEqual([
    [1, { startsAt: '2026-05-01T08:00:00.000Z', endsAt: null, place: 'Hall 5', url: null }],
  ]);
});
