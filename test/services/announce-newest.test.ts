import { expect, test } from 'vitest';
import type { FeedItem } from '../../src/domain/feed-item.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { announceNewest } from '../../src/services/announcements/announce-newest.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2026-12-01T00:00:00.000Z';

const undated = ['Top', 'Second', 'Third', 'Last'].map((title) => anItem({ title, publishedAt: null }));
const dated = [3, 9, 5, 1].map((day) => anItem({ title: `Day ${day}`, publishedAt: `2026-02-0${day}T00:00:00.000Z` }));

/** Titles announced in the channel when a feed of these items is added and its newest are asked for. */
async function announced(items: FeedItem[], asked: { startWith: 'none' | 'newest_1'; counts: (1 | 3)[] }) {
  const { ctx, world } = await testContext();
  world.feeds.set(FEED, aDocument(items));
  const { feed } = await addFeed(ctx, {
    url: FEED,
    ...FEED_TERMS,
    channelId: 'CNEWS',
    startWith: asked.startWith,
  });
  if (asked.startWith !== 'none') await pollFeeds(ctx, FAR);
  await Promise.all(
    asked.counts.map((count) => announceNewest(ctx, { publicId: feed.publicId, count, by: 'slack:UANA' })),
  );
  await pollFeeds(ctx, FAR);
  await announceArticles(ctx, FAR);
  return world.posts.flatMap(({ note }) => (note.kind === 'article' ? [note.card.title] : [])).sort();
}

test.for<[string, FeedItem[], 'none' | 'newest_1', (1 | 3)[], string[]]>([
  ['the newest by date', dated, 'none', [1], ['Day 9']],
  ['the newest three by date', dated, 'none', [3], ['Day 3', 'Day 5', 'Day 9']],
  ['without dates the one on top', undated, 'none', [1], ['Top']],
  ['without dates the one on top, when the feed is added with its newest', undated, 'newest_1', [], ['Top']],
  ['what the feed was added with, no second time', undated, 'newest_1', [1], ['Top']],
  ['one, then the other two', dated, 'none', [1, 3, 3, 1], ['Day 3', 'Day 5', 'Day 9']],
])('announces %s', async ([, items, startWith, counts, titles]) => {
  expect(await announced(items, { startWith, counts })).toEqual(titles);
});

test('a feed nobody knows is refused', async () => {
  const { ctx } = await testContext();
  await expect(announceNewest(ctx, { publicId: 'none', count: 1, by: 'api' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
