import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { execute } from '../../src/db/database.ts';
import { findFeedByUrl } from '../../src/db/feeds/feeds.ts';
import { findHub } from '../../src/db/feeds/websub.ts';
import { secondsBetween } from '../../src/domain/time.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { isSigned, takePush } from '../../src/services/feeds/websub-push.ts';
import { recordDenial, verifyIntent } from '../../src/services/feeds/websub-verify.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const FEED = 'https://press.example.org/feed.xml';
const HUB = 'https://hub.example.org/';
const END = '2027-01-01T00:00:00.000Z';
const HOUR = 3600;
const DAY = 24 * HOUR;

/** A feed that names a hub, polled once; its public id. */
async function followed(ctx: Context, world: World, hubUrl: string | null = HUB): Promise<string> {
  world.feeds.set(FEED, aDocument([anItem()], { hubUrl, selfUrl: FEED }));
  const { feed } = await addFeed(ctx, {
    url: FEED,
    ...FEED_TERMS,
  });
  await pollFeeds(ctx, END);
  return feed.publicId;
}

const subscribe = { mode: 'subscribe', topic: FEED, leaseSeconds: DAY };
const unsubscribe = { mode: 'unsubscribe', topic: FEED, leaseSeconds: null };

async function setState(ctx: Context, state: string): Promise<void> {
  await execute(ctx.db.prepare('UPDATE feed SET state = ?1').bind(state));
}

async function feedOf(ctx: Context) {
  const feed = await findFeedByUrl(ctx.db, FEED);
  if (!feed) throw new Error('The feed is not there.');
  return feed;
}

function signed(secret: string, body: Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

const BODY = new TextEncoder().encode('<rss/>');

test('a feed that names a hub is subscribed once, and polled slowly while the hub rings', async () => {
  const { ctx, world } = await testContext();
  const id = await followed(ctx, world);
  await pollFeeds(ctx, END);
  expect(world.hubRequests).toEqual([
    {
      hubUrl: HUB,
      mode: 'subscribe',
      topicUrl: FEED,
      callbackUrl: `https://news.example.com/websub/${id}`,
      secret: expect.stringMatching(/^[0-9a-f]{64}$/),
      leaseSeconds: 10 * DAY,
    },
  ]);
  expect(await verifyIntent(ctx, id, subscribe)).toBe(true);
  expect(await findHub(ctx.db, id)).toMatchObject({ state: 'active', leaseUntil: '2026-03-03T08:00:00.000Z' });
  world.advance(HOUR);
  await pollFeeds(ctx, END);
  expect(secondsBetween(world.now, (await feedOf(ctx)).nextPollAt)).toBe(6 * HOUR);
  expect(world.log.join('\n')).not.toContain(world.hubRequests[0]?.secret);
});

test('only the topic and the mode that were asked for are confirmed, and only once', async () => {
  const { ctx, world } = await testContext();
  const id = await followed(ctx, world);
  expect(await verifyIntent(ctx, id, { ...subscribe, topic: `${FEED}?other` })).toBe(false);
  expect(await verifyIntent(ctx, id, unsubscribe)).toBe(false);
  expect(await verifyIntent(ctx, id, { ...subscribe, mode: 'publish' })).toBe(false);
  expect(await verifyIntent(ctx, 'nobodyknows1', subscribe)).toBe(false);
  expect(await verifyIntent(ctx, id, subscribe)).toBe(true);
  expect(await verifyIntent(ctx, id, { ...subscribe, leaseSeconds: 9 * DAY })).toBe(false);
  expect(await findHub(ctx.db, id)).toMatchObject({ leaseUntil: '2026-03-03T08:00:00.000Z' });
});

test('a subscription is renewed before its lease ends, under the same secret', async () => {
  const { ctx, world } = await testContext();
  const id = await followed(ctx, world);
  await verifyIntent(ctx, id, subscribe);
  world.advance(17 * HOUR);
  await pollFeeds(ctx, END);
  expect(world.hubRequests.length).toBe(1);
  world.advance(HOUR);
  await pollFeeds(ctx, END);
  const [first, second] = world.hubRequests;
  expect(second).toEqual(first);
  expect(await findHub(ctx.db, id)).toMatchObject({ state: 'asked', leaseUntil: '2026-03-03T08:00:00.000Z' });
  expect(await verifyIntent(ctx, id, subscribe)).toBe(true);
  expect(await findHub(ctx.db, id)).toMatchObject({ state: 'active', leaseUntil: '2026-03-04T02:00:00.000Z' });
});

test('a request that was lost is repeated later and later', async () => {
  const { ctx, world } = await testContext();
  await followed(ctx, world);
  const asked: number[] = [];
  for (let hours = 1; hours <= 16; hours += 1) {
    world.advance(HOUR);
    await pollFeeds(ctx, END);
    if (world.hubRequests.length > asked.length + 1) asked.push(hours);
  }
  expect(asked).toEqual([1, 3, 7, 15]);
});

test.each([
  ['refuses', { kind: 'refused' as const, message: 'The hub answered with status 403.' }, 'refused', DAY],
  ['does not answer', { kind: 'unanswered' as const, message: 'The hub cannot be reached.' }, 'asked', HOUR],
])('a hub that %s costs nothing but time', async (_what, answer, state, seconds) => {
  const { ctx, world } = await testContext();
  world.hubAnswers.push(answer);
  const id = await followed(ctx, world);
  const hub = await findHub(ctx.db, id);
  expect(hub).toMatchObject({ state, lastError: answer.message });
  expect(secondsBetween(world.now, hub?.nextAt ?? '')).toBe(seconds);
  expect(await feedOf(ctx)).toMatchObject({ state: 'active', failureCount: 0, hubLeaseUntil: null });
  world.advance(seconds);
  await pollFeeds(ctx, END);
  expect(world.hubRequests.length).toBe(2);
});

test('a hub that verifies before it answers the request is subscribed, even if its answer is lost', async () => {
  const { ctx, world } = await testContext();
  const ask = ctx.hubs.ask;
  ctx.hubs = {
    ...ctx.hubs,
    async ask(request) {
      await ask(request);
      expect(await verifyIntent(ctx, request.callbackUrl.split('/').at(-1) ?? '', subscribe)).toBe(true);
      return { kind: 'unanswered', message: 'The hub cannot be reached.' };
    },
  };
  const id = await followed(ctx, world);
  expect(await findHub(ctx.db, id)).toMatchObject({ state: 'active', lastError: null });
});

test('a denial ends the subscription, and the feed is polled as before', async () => {
  const { ctx, world } = await testContext();
  const id = await followed(ctx, world);
  await verifyIntent(ctx, id, subscribe);
  expect(await recordDenial(ctx, id, 'https://other.example.org/')).toBe(false);
  expect(await findHub(ctx.db, id)).toMatchObject({ state: 'active' });
  expect(await recordDenial(ctx, id, FEED)).toBe(true);
  expect(await findHub(ctx.db, id)).toMatchObject({ state: 'refused', leaseUntil: null });
  world.advance(HOUR);
  await pollFeeds(ctx, END);
  expect(secondsBetween(world.now, (await feedOf(ctx)).nextPollAt)).toBeLessThan(HOUR);
  expect(world.hubRequests.length).toBe(1);
});

test.each(['paused', 'removed', 'gone'])(
  'a feed that is %s is unsubscribed, and subscribed again with it',
  async (state) => {
    const { ctx, world } = await testContext();
    const id = await followed(ctx, world);
    await verifyIntent(ctx, id, subscribe);
    await setState(ctx, state);
    await pollFeeds(ctx, END);
    expect(world.hubRequests.map(({ mode }) => mode)).toEqual(['subscribe', 'unsubscribe']);
    expect(await verifyIntent(ctx, id, subscribe)).toBe(false);
    expect(await verifyIntent(ctx, id, unsubscribe)).toBe(true);
    expect(await findHub(ctx.db, id)).toMatchObject({ state: 'ended', leaseUntil: null });
    world.advance(DAY);
    await pollFeeds(ctx, END);
    expect(world.hubRequests.length).toBe(2);
    await setState(ctx, 'active');
    await pollFeeds(ctx, END);
    expect(world.hubRequests.at(-1)).toMatchObject({ mode: 'subscribe' });
    expect(await verifyIntent(ctx, id, unsubscribe)).toBe(false);
  },
);

test('a hub that never confirms the end is left alone after three requests', async () => {
  const { ctx, world } = await testContext();
  const id = await followed(ctx, world);
  await verifyIntent(ctx, id, subscribe);
  await setState(ctx, 'paused');
  for (let hours = 0; hours < 40; hours += 1) {
    await pollFeeds(ctx, END);
    world.advance(HOUR);
  }
  expect(world.hubRequests.filter(({ mode }) => mode === 'unsubscribe').length).toBe(3);
  expect(await findHub(ctx.db, id)).toMatchObject({ state: 'ended' });
});

test('another hub or topic in the document starts anew, under another secret', async () => {
  const { ctx, world } = await testContext();
  const id = await followed(ctx, world);
  await verifyIntent(ctx, id, subscribe);
  world.feeds.set(FEED, aDocument([anItem()], { hubUrl: 'https://other.example.org/hub', selfUrl: FEED }));
  world.advance(DAY / 2);
  await pollFeeds(ctx, END);
  const [first, second] = world.hubRequests;
  expect(second).toMatchObject({ hubUrl: 'https://other.example.org/hub', mode: 'subscribe' });
  expect(second?.secret).not.toBe(first?.secret);
  // The next document names none: that alone ends nothing.
  await verifyIntent(ctx, id, subscribe);
  world.feeds.set(FEED, aDocument([anItem({ title: 'Next' })]));
  world.advance(DAY / 2);
  await pollFeeds(ctx, END);
  expect(await findHub(ctx.db, id)).toMatchObject({ state: 'active' });
});

test('a push with a good signature has the feed polled at once; any other changes nothing', async () => {
  const { ctx, world } = await testContext();
  let rings = 0;
  ctx.ring = () => {
    rings += 1;
  };
  const id = await followed(ctx, world);
  await verifyIntent(ctx, id, subscribe);
  const secret = world.hubRequests[0]?.secret ?? '';
  world.advance(60);
  rings = 0;
  const before = await feedOf(ctx);
  const forged = [null, '', 'sha256=', signed('another secret', BODY), `sha256=${'0'.repeat(64)}`];
  for (const signature of forged) await takePush(ctx, id, { body: BODY, signature });
  await takePush(ctx, id, { body: new TextEncoder().encode('<rss />'), signature: signed(secret, BODY) });
  expect(await feedOf(ctx)).toEqual(before);
  expect(rings).toBe(0);

  await takePush(ctx, id, { body: BODY, signature: signed(secret, BODY) });
  expect(await feedOf(ctx)).toMatchObject({ nextPollAt: world.now, pushedAt: world.now });
  expect(rings).toBe(1);
  expect(world.log.join('\n')).not.toContain(secret);
});

test('pushes never hurry past ten seconds, Retry-After or a pause', async () => {
  const { ctx, world } = await testContext();
  const id = await followed(ctx, world);
  await verifyIntent(ctx, id, subscribe);
  const secret = world.hubRequests[0]?.secret ?? '';
  const push = () => takePush(ctx, id, { body: BODY, signature: signed(secret, BODY) });
  world.advance(4);
  await push();
  expect(secondsBetween(world.now, (await feedOf(ctx)).nextPollAt)).toBe(6);

  world.advance(6);
  world.feeds.set(FEED, { kind: 'failed', reason: 'unreachable', message: 'Too often.', retryAfterSeconds: 2 * HOUR });
  await pollFeeds(ctx, END);
  world.advance(HOUR);
  await push();
  expect(secondsBetween(world.now, (await feedOf(ctx)).nextPollAt)).toBe(HOUR);

  await setState(ctx, 'paused');
  const paused = await feedOf(ctx);
  await push();
  expect(await feedOf(ctx)).toEqual(paused);
});

test('after a push that came before the news, the feed is asked again soon, for three minutes', async () => {
  const { ctx, world } = await testContext();
  const id = await followed(ctx, world);
  await verifyIntent(ctx, id, subscribe);
  world.feeds.set(FEED, { kind: 'unchanged', validators: { etag: null, lastModified: null }, freshForSeconds: HOUR });
  world.advance(60);
  await takePush(ctx, id, { body: BODY, signature: signed(world.hubRequests[0]?.secret ?? '', BODY) });
  const waits: number[] = [];
  for (let polls = 0; polls < 4; polls += 1) {
    await pollFeeds(ctx, END);
    const seconds = secondsBetween(world.now, (await feedOf(ctx)).nextPollAt);
    waits.push(seconds);
    world.advance(seconds);
  }
  expect(waits).toEqual([60, 60, 60, 6 * HOUR]);
});

test.each(['sha1', 'sha256', 'sha384', 'sha512'])('knows signatures by %s', (method) => {
  const digest = createHmac(method, 'key').update(BODY).digest('hex');
  expect(isSigned(BODY, `${method}=${digest}`, 'key')).toBe(true);
  expect(isSigned(BODY, `${method.toUpperCase()}=${digest.toUpperCase()}`, 'key')).toBe(true);
  expect(isSigned(BODY, `${method}=${digest}`, 'other')).toBe(false);
  expect(isSigned(BODY, `${method}=${digest.slice(2)}`, 'key')).toBe(false);
  expect(isSigned(BODY, `md5=${digest}`, 'key')).toBe(false);
  expect(isSigned(BODY, digest, 'key')).toBe(false);
});

test('a feed without a hub, or without a name of its own, asks nobody', async () => {
  const { ctx, world } = await testContext();
  await followed(ctx, world, null);
  world.feeds.set(FEED, aDocument([anItem({ title: 'Next' })], { hubUrl: HUB, selfUrl: null }));
  world.advance(DAY);
  await pollFeeds(ctx, END);
  expect(world.hubRequests).toEqual([]);
});
