import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { alertFeeds } from '../../src/services/feeds/alert-feeds.ts';
import { changeFeed } from '../../src/services/feeds/change-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import type { FeedAnswer } from '../../src/services/ports.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2027-12-01T00:00:00.000Z';
const HOUR = 3_600;

function failure(reason: 'gone' | 'unreachable', message: string): FeedAnswer {
  return { kind: 'failed', reason, message, retryAfterSeconds: null };
}

async function newsroom(): Promise<{ ctx: Context; world: World; publicId: string }> {
  const { ctx, world } = await testContext();
  world.feeds.set(FEED, aDocument([anItem()]));
  const { feed } = await addFeed(ctx, {
    url: FEED,
    ...FEED_TERMS,
    channelId: 'CNEWS',
  });
  await pollFeeds(ctx, FAR);
  return { ctx, world, publicId: feed.publicId };
}

/** Polls and alerts every hour, as the tick does. */
async function live(ctx: Context, world: World, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    world.advance(HOUR);
    await pollFeeds(ctx, FAR);
    await alertFeeds(ctx);
  }
}

const told = (world: World) => world.posts.map(({ channel, note }) => [channel, note.kind]);

test('a feed that fails for a day is told of once, and once when it answers again; then the next failure counts anew', async () => {
  const { ctx, world, publicId } = await newsroom();
  world.feeds.set(FEED, failure('unreachable', 'It did not answer.'));
  await live(ctx, world, 20);
  expect(world.posts).toEqual([]);
  await live(ctx, world, 100);
  expect(told(world)).toEqual([['CREVIEW1', 'feed_failing']]);
  expect(world.posts[0]?.note).toMatchObject({
    feed: { publicId, title: 'Example feed', error: 'It did not answer.', isGone: false },
  });
  world.feeds.set(FEED, aDocument([anItem({ title: 'Back' })]));
  await live(ctx, world, 60);
  expect(told(world)).toEqual([
    ['CREVIEW1', 'feed_failing'],
    ['CREVIEW1', 'feed_recovered'],
  ]);
  world.feeds.set(FEED, failure('unreachable', 'Again.'));
  await live(ctx, world, 60);
  expect(told(world).length).toBe(3);
});

test('a feed that fails for less than a day is not told of, nor is its recovery', async () => {
  const { ctx, world } = await newsroom();
  world.feeds.set(FEED, failure('unreachable', 'It did not answer.'));
  await live(ctx, world, 12);
  world.feeds.set(FEED, aDocument([anItem({ title: 'Back' })]));
  await live(ctx, world, 60);
  expect(world.posts).toEqual([]);
});

test('a feed that is gone for good is told of at once', async () => {
  const { ctx, world } = await newsroom();
  world.feeds.set(FEED, failure('gone', 'The server says this feed is gone for good (410).'));
  await live(ctx, world, 30);
  expect(told(world)).toEqual([['CREVIEW1', 'feed_failing']]);
  expect(world.posts[0]?.note).toMatchObject({ feed: { isGone: true } });
});

test('a paused feed is not told of', async () => {
  const { ctx, world, publicId } = await newsroom();
  world.feeds.set(FEED, failure('unreachable', 'It did not answer.'));
  await live(ctx, world, 3);
  await changeFeed(ctx, { publicId, act: 'pause', by: 'slack:UANA' });
  await live(ctx, world, 60);
  expect(world.posts).toEqual([]);
});

test('two who tell at the same moment tell once; a rate limit is waited for', async () => {
  const { ctx, world } = await newsroom();
  world.feeds.set(FEED, failure('gone', 'Gone.'));
  world.advance(HOUR);
  await pollFeeds(ctx, FAR);
  world.postOutcomes.push({ kind: 'refused', code: 'rate_limited', retryAfterSeconds: 30 });
  await alertFeeds(ctx);
  await Promise.all([alertFeeds(ctx), alertFeeds(ctx), alertFeeds(ctx)]);
  expect(world.posts.map(({ ts }) => ts !== null)).toEqual([false, true]);
});
