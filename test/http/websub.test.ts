import { serve } from '@hono/node-server';
import { afterEach, expect, test } from 'vitest';
import { listPublished } from '../../src/db/articles/articles.ts';
import { findHub } from '../../src/db/feeds/websub.ts';
import { createHubClient } from '../../src/feeds/ask-hub.ts';
import { createFeedSource } from '../../src/feeds/feed-source.ts';
import { createGuardedFetch } from '../../src/feeds-fetch-node.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { testContext, type World } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';
import { Hub, type HubForm } from '../support/hub.ts';
import { askApp } from './app.ts';

const END = '2027-01-01T00:00:00.000Z';
const DAY = 86_400;

type Closable = { close(done?: () => void): unknown };
const open: Closable[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((done) => server.close(() => done()));
});

/** A newsroom that answers on loopback and fetches as the Node entry does, following a feed of the hub. */
async function newsroom(): Promise<{ ctx: Context; world: World; hub: Hub; feedId: string; base: string }> {
  const hub = new Hub();
  await hub.listen();
  open.push(hub.server);
  let ask: ReturnType<typeof askApp> | null = null;
  const base = await new Promise<string>((ready) => {
    const server = serve(
      {
        port: 0,
        hostname: '127.0.0.1',
        fetch: async (request) => {
          const { pathname, search } = new URL(request.url);
          const init = { method: request.method, headers: request.headers, body: await bodyOf(request) };
          return (await ask?.(pathname + search, init)) ?? new Response(null, { status: 503 });
        },
      },
      ({ port }) => ready(`http://127.0.0.1:${port}`),
    );
    open.push(server);
  });
  const host = hub.origin.slice('http://'.length);
  const { ctx, world } = await testContext({ BASE_URL: base, PRIVATE_FEED_HOSTS: host });
  const way = { fetch: createGuardedFetch([host]), userAgent: 'Newsdesk/1.0', allowedPrivateHosts: [host] };
  ctx.feeds = createFeedSource({ ...way, now: () => new Date(world.now) });
  ctx.hubs = createHubClient(way);
  ask = askApp(ctx);
  const { feed } = await addFeed(ctx, {
    url: `${hub.origin}/feed`,
    ...FEED_TERMS,
    pollFloorSeconds: 3600,
  });
  return { ctx, world, hub, feedId: feed.publicId, base };
}

async function bodyOf(request: Request): Promise<ArrayBuffer | null> {
  return request.method === 'GET' || request.method === 'HEAD' ? null : request.arrayBuffer();
}

/** The hub calls back on its own time. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function titles(ctx: Context): Promise<string[]> {
  return (await listPublished(ctx.db, { before: null, limit: 9, now: ctx.now() })).map(({ title }) => title).sort();
}

test('subscribes, is verified, and has what is pushed as soon as it is published', async () => {
  const { ctx, world, hub, feedId, base } = await newsroom();
  await pollFeeds(ctx, END);
  await until(() => hub.verified.length === 1);
  expect(hub.requests).toMatchObject([
    { 'hub.mode': 'subscribe', 'hub.topic': `${hub.origin}/feed`, 'hub.callback': `${base}/websub/${feedId}` },
  ]);
  expect(hub.verified).toEqual([{ mode: 'subscribe', status: 200, text: '<b>subscribe</b>' }]);
  expect(await findHub(ctx.db, feedId)).toMatchObject({ state: 'active' });

  world.advance(60);
  hub.titles = ['Second', 'First'];
  await pollFeeds(ctx, END);
  expect(await titles(ctx)).toEqual(['First']);
  for (const method of ['sha1', 'sha256', 'sha384', 'sha512']) expect(await hub.push(method)).toBe(202);
  await pollFeeds(ctx, END);
  expect(await titles(ctx)).toEqual(['First', 'Second']);
});

test('a forged push is answered like any other and changes nothing', async () => {
  const { ctx, world, hub, feedId } = await newsroom();
  await pollFeeds(ctx, END);
  await until(() => hub.verified.length === 1);
  world.advance(60);
  hub.titles = ['Forged'];
  expect(await hub.push('sha256', 'a guess')).toBe(202);
  expect(await hub.push('md5')).toBe(202);
  await pollFeeds(ctx, END);
  expect(await titles(ctx)).toEqual(['First']);
  expect(await findHub(ctx.db, feedId)).toMatchObject({ state: 'active' });
});

test('renews before the lease ends, and ends it when the feed is paused', async () => {
  const { ctx, world, hub, feedId, base } = await newsroom();
  await pollFeeds(ctx, END);
  await until(() => hub.verified.length === 1);
  world.advance(DAY * 0.75);
  await pollFeeds(ctx, END);
  await until(() => hub.verified.length === 2);
  expect(hub.verified[1]).toMatchObject({ mode: 'subscribe', status: 200 });
  expect(hub.requests[1]?.['hub.secret']).toBe(hub.requests[0]?.['hub.secret']);
  expect((await findHub(ctx.db, feedId))?.leaseUntil).toBe(new Date(Date.parse(world.now) + DAY * 1000).toISOString());

  await ctx.db.batch([ctx.db.prepare(`UPDATE feed SET state = 'paused'`)]);
  await pollFeeds(ctx, END);
  await until(() => hub.verified.length === 3);
  expect(hub.verified[2]).toEqual({ mode: 'unsubscribe', status: 200, text: '<b>unsubscribe</b>' });
  expect(await findHub(ctx.db, feedId)).toMatchObject({ state: 'ended' });
  expect(await hub.push()).toBe(410);
  expect((await fetch(`${base}/websub/nobodyknows1`, { method: 'POST', body: '' })).status).toBe(410);
});

test('takes a denial, and a refusal, and goes on polling', async () => {
  const { ctx, world, hub, feedId } = await newsroom();
  hub.refusal = 403;
  await pollFeeds(ctx, END);
  expect(await findHub(ctx.db, feedId)).toMatchObject({ state: 'refused' });
  hub.refusal = null;
  world.advance(DAY);
  hub.titles = ['Second', 'First'];
  await pollFeeds(ctx, END);
  await until(() => hub.verified.length === 1);
  const [form = {}] = hub.requests;
  expect((await hub.call(form, { 'hub.mode': 'denied', 'hub.reason': 'No more.' })).status).toBe(204);
  expect(await findHub(ctx.db, feedId)).toMatchObject({ state: 'refused', leaseUntil: null });
  expect(await titles(ctx)).toEqual(['First', 'Second']);
});

test('confirms nothing that nobody asked for, and nothing by HEAD', async () => {
  const { ctx, hub, feedId, base } = await newsroom();
  await pollFeeds(ctx, END);
  await until(() => hub.verified.length === 1);
  const [form = {}] = hub.requests;
  const challenge = { 'hub.challenge': 'x' };
  const asked: HubForm[] = [
    { 'hub.mode': 'subscribe', ...challenge },
    { 'hub.mode': 'unsubscribe', ...challenge },
    { 'hub.mode': 'denied', 'hub.topic': 'https://other.example.org/' },
    { 'hub.mode': 'subscribe', 'hub.topic': 'https://other.example.org/', ...challenge },
    { 'hub.mode': 'subscribe' },
    challenge,
  ];
  for (const overrides of asked) expect((await hub.call(form, overrides)).status).toBe(404);
  const denial = new URLSearchParams({ 'hub.mode': 'denied', 'hub.topic': `${hub.origin}/feed` });
  const head = await fetch(`${base}/websub/${feedId}?${denial}`, { method: 'HEAD' });
  expect(head.status).toBe(404);
  expect(await findHub(ctx.db, feedId)).toMatchObject({ state: 'active' });
});

test('a challenge comes back as plain text that no browser takes for a page', async () => {
  const { ctx, hub, feedId, base } = await newsroom();
  // The hub takes the request and does not verify it; the test does, in its place.
  hub.verify = async () => undefined;
  await pollFeeds(ctx, END);
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': `${hub.origin}/feed`,
    'hub.challenge': '<script>alert(1)</script>',
  });
  const answer = await fetch(`${base}/websub/${feedId}?${query}`);
  expect(await answer.text()).toBe('<script>alert(1)</script>');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a push larger than any feed we read is refused', async () => {
  const { ctx, hub, feedId, base } = await newsroom();
  await pollFeeds(ctx, END);
  await until(() => hub.verified.length === 1);
  const body = new Uint8Array(5 * 1024 * 1024 + 1);
  const answer = await fetch(`${base}/websub/${feedId}`, { method: 'POST', body });
  expect(answer.status).toBe(413);
});
