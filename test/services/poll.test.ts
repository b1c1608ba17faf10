import { expect, test } from 'vitest';
import { DATABASE_NAME } from '#database';
import { type Feed, findFeedByUrl, listDueFeeds, listFeeds } from '../../src/db/feeds/feeds.ts';
import { secondsBetween } from '../../src/domain/time.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { ingestFeed } from '../../src/services/feeds/ingest-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import type { FeedAnswer, FeedRequest, FeedSource } from '../../src/services/ports.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';
import { countRows } from '../support/row-counter.ts';

const URL_A = 'https://press.example.org/feed.xml';
const MOVED = 'https://www.press.example.org/feed.xml';
const END = '2027-01-01T00:00:00.000Z';
const HOUR = 3600;
const UNCHANGED: FeedAnswer = {
  kind: 'unchanged',
  validators: { etag: '"v1"', lastModified: null },
  freshForSeconds: null,
};

async function add(ctx: Context, url = URL_A, pollFloorSeconds = 300): Promise<void> {
  await addFeed(ctx, {
    url,
    ...FEED_TERMS,
    pollFloorSeconds,
  });
}

async function feedAt(ctx: Context, url = URL_A): Promise<Feed> {
  const feed = await findFeedByUrl(ctx.db, url);
  if (!feed) throw new Error(`No feed at ${url}.`);
  return feed;
}

/** The feed is read as the server answers next, and how many seconds later it is due again. */
async function pollOnce(ctx: Context, world: World, answer: FeedAnswer, url = URL_A): Promise<number> {
  world.feeds.set(url, answer);
  await ingestFeed(ctx, await feedAt(ctx, url));
  const known = await listFeeds(ctx.db);
  const feed = known.find((one) => one.lastPolledAt === world.now);
  return secondsBetween(world.now, feed?.nextPollAt ?? '');
}

function redirected(answer: FeedAnswer, movedTo: string | null): FeedAnswer {
  return answer.kind === 'failed' ? answer : { ...answer, movedTo };
}

/** A feed source that gives one answer and keeps what it was asked. */
function noting(requests: FeedRequest[], answer: FeedAnswer): FeedSource {
  return {
    async read(request) {
      requests.push(request);
      return answer;
    },
  };
}

test('an unchanged poll is one request and one row written', async () => {
  const { ctx, world } = await testContext();
  await pollWith(ctx, world, aDocument([anItem()], { hubUrl: 'https://hub.example.org/', selfUrl: URL_A }));
  for (const answer of [UNCHANGED, aDocument([anItem()], { hubUrl: 'https://hub.example.org/', selfUrl: URL_A })]) {
    const counter = countRows(ctx.db);
    const requests: FeedRequest[] = [];
    world.advance(HOUR);
    const feeds = noting(requests, answer);
    await ingestFeed({ ...ctx, db: counter.db, feeds }, await feedAt(ctx));
    expect(counter.written()).toBe(1);
    // D1 counts the rows of indexes as well.
    expect(counter.isBilled()).toBe(String(DATABASE_NAME) === 'D1');
    expect(requests).toMatchObject([{ url: URL_A, validators: { etag: '"v1"' } }]);
  }
});

test('twenty unchanged feeds of a round cost a row each, and two for the lane', async () => {
  const { ctx, world } = await testContext();
  for (let n = 0; n < 20; n += 1) await pollWith(ctx, world, aDocument([anItem()]), `https://h${n}.example.org/`);
  for (let n = 0; n < 20; n += 1) world.feeds.set(`https://h${n}.example.org/`, UNCHANGED);
  world.advance(48 * HOUR);
  const counter = countRows(ctx.db);
  await pollFeeds({ ...ctx, db: counter.db }, END);
  expect(await listDueFeeds(ctx.db, world.now, 50)).toEqual([]);
  expect(counter.written()).toBeLessThanOrEqual(20 + 2);
});

async function pollWith(ctx: Context, world: World, answer: FeedAnswer, url = URL_A): Promise<void> {
  world.feeds.set(url, answer);
  await add(ctx, url);
  await pollFeeds(ctx, END);
}

test("the feed's own rhythm is kept while it is unchanged", async () => {
  const { ctx, world } = await testContext();
  const times = ['02T07:00', '02T06:00', '02T05:00', '02T04:00'];
  const items = times.map((time, n) => anItem({ title: `Item ${n}`, publishedAt: `2026-03-${time}:00.000Z` }));
  await pollWith(ctx, world, aDocument(items, { pollHints: { updateSeconds: HOUR, skipHours: [9], skipDays: [] } }));
  expect(secondsBetween(world.now, (await feedAt(ctx)).nextPollAt)).toBe(2 * HOUR);
  world.advance(2 * HOUR);
  expect(await pollOnce(ctx, world, UNCHANGED)).toBe(HOUR);
  expect(await pollOnce(ctx, world, { ...UNCHANGED, freshForSeconds: 10 * HOUR })).toBe(10 * HOUR);
  world.advance(31 * 24 * HOUR);
  expect(await pollOnce(ctx, world, UNCHANGED)).toBe(3 * HOUR);
});

test('no floor goes below five minutes, but for a stand-in of our own', async () => {
  const standIn = 'http://127.0.0.1:8790/feed.xml';
  const { ctx, world } = await testContext({ PRIVATE_FEED_HOSTS: '127.0.0.1:8790' });
  const old = aDocument([anItem({ publishedAt: '2026-01-01T00:00:00.000Z' })], { hintSeconds: HOUR });
  for (const url of [URL_A, standIn]) {
    world.feeds.set(url, old);
    await add(ctx, url, 5);
  }
  expect(await pollOnce(ctx, world, aDocument([anItem({ publishedAt: null })]))).toBe(300);
  world.advance(1);
  expect(await pollOnce(ctx, world, old, standIn)).toBe(5);
});

test('a feed moves once the same redirect was seen three times over a day, and drops its validators', async () => {
  const { ctx, world } = await testContext();
  await pollWith(ctx, world, aDocument([anItem()]));
  const moved = redirected(UNCHANGED, MOVED);
  for (const hours of [1, 1, 1]) {
    world.advance(hours * HOUR);
    await pollOnce(ctx, world, moved);
  }
  expect(await feedAt(ctx)).toMatchObject({ movedTo: MOVED, movedSightings: 3, etag: '"v1"' });
  // A day later the 304 still proves no feed there: the whole document is asked for, and only that moves it.
  world.advance(24 * HOUR);
  await pollOnce(ctx, world, moved);
  const requests: FeedRequest[] = [];
  const whole = redirected(aDocument([anItem()]), MOVED);
  const feeds = noting(requests, whole);
  await ingestFeed({ ...ctx, feeds }, await feedAt(ctx));
  expect(requests).toMatchObject([{ url: URL_A, validators: { etag: null, lastModified: null } }]);
  expect(await findFeedByUrl(ctx.db, URL_A)).toBeNull();
  expect(await feedAt(ctx, MOVED)).toMatchObject({ etag: null, lastModified: null, failureCount: 0 });
  expect((await listFeeds(ctx.db)).length).toBe(1);
});

test('a feed never moves to what is no feed, nor to an address that another feed has', async () => {
  const { ctx, world } = await testContext();
  for (const url of [URL_A, MOVED]) await pollWith(ctx, world, aDocument([anItem()]), url);
  for (let polls = 0; polls < 6; polls += 1) {
    world.advance(24 * HOUR);
    await pollOnce(ctx, world, redirected(aDocument([anItem({ title: `Item ${polls}` })]), MOVED));
  }
  expect((await listFeeds(ctx.db)).map((feed) => feed.url).sort()).toEqual([URL_A, MOVED].sort());

  const html = 'https://press.example.org/';
  for (let polls = 0; polls < 4; polls += 1) {
    world.advance(24 * HOUR);
    await pollOnce(ctx, world, redirected(UNCHANGED, html));
  }
  world.advance(24 * HOUR);
  const page = { kind: 'failed', reason: 'not_a_feed', message: 'This is an HTML page.', retryAfterSeconds: null };
  await pollOnce(ctx, world, page as FeedAnswer);
  expect(await feedAt(ctx)).toMatchObject({ failureCount: 1, lastError: 'This is an HTML page.' });
});

test('feeds of one host are polled one after another, at most four hosts side by side', async () => {
  const { ctx, world } = await testContext();
  const urls = Array.from({ length: 18 }, (_, n) => `https://h${n % 6}.example.org/${n}`);
  for (const url of urls) {
    world.feeds.set(url, aDocument([anItem()]));
    await add(ctx, url);
  }
  const open: string[] = [];
  let most = 0;
  const polled: string[] = [];
  const read = async ({ url }: FeedRequest): Promise<FeedAnswer> => {
    const { host } = new URL(url);
    expect(open).not.toContain(host);
    open.push(host);
    most = Math.max(most, open.length);
    polled.push(url);
    await new Promise((resolve) => setTimeout(resolve, 2));
    open.splice(open.indexOf(host), 1);
    return UNCHANGED;
  };
  await pollFeeds({ ...ctx, feeds: { read } }, END);
  expect(polled.toSorted()).toEqual(urls.toSorted());
  expect(most).toBe(4);
});

test('a feed that breaks us is put off, and the others are polled', async () => {
  const { ctx, world } = await testContext();
  const urls = Array.from({ length: 45 }, (_, n) => `https://h${n}.example.org/`);
  for (const url of urls) {
    world.feeds.set(url, aDocument([anItem()]));
    await add(ctx, url);
  }
  const polled = new Set<string>();
  const read = async ({ url }: FeedRequest): Promise<FeedAnswer> => {
    polled.add(url);
    if (url !== urls[44]) throw new Error('A defect.');
    return UNCHANGED;
  };
  await pollFeeds({ ...ctx, feeds: { read } }, END);
  expect(polled.size).toBe(45);
  expect(await listDueFeeds(ctx.db, world.now, 50)).toEqual([]);
  expect(await feedAt(ctx, urls[0] ?? '')).toMatchObject({ failureCount: 1 });
  expect(world.log.filter((line) => line.includes('feed.crashed')).length).toBe(44);
});
