import { expect, test } from 'vitest';
import { countAnnouncements } from '../../src/db/announcements/announcements.ts';
import { listPublished } from '../../src/db/articles/articles.ts';
import { findArticleBySlug } from '../../src/db/articles/staff-articles.ts';
import { listOpenFloods } from '../../src/db/feeds/floods.ts';
import { listNews } from '../../src/db/mailings/had-stories.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { askAboutFloods } from '../../src/services/feeds/hold-flood.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { type FloodDecision, releaseHeld } from '../../src/services/feeds/release-held.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2026-12-01T00:00:00.000Z';

function items(name: string, count: number) {
  return Array.from({ length: count }, (_, n) =>
    anItem({ title: `${name} ${n}`, publishedAt: '2026-03-02T08:05:00.000Z' }),
  );
}

async function newsroom(variables: Record<string, string> = {}): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext(variables);
  world.feeds.set(FEED, aDocument([anItem({ title: 'Old one' })]));
  await addFeed(ctx, {
    url: FEED,
    ...FEED_TERMS,
    channelId: 'CNEWS',
  });
  await pollFeeds(ctx, FAR);
  return { ctx, world };
}

async function flood(ctx: Context, world: World, name: string, count: number): Promise<void> {
  world.advance(86_400);
  world.feeds.set(FEED, aDocument(items(name, count)));
  await pollFeeds(ctx, FAR);
}

const questions = (world: World) => world.posts.flatMap(({ note }) => (note.kind === 'flood' ? [note.flood] : []));
const posted = (world: World) => world.posts.filter(({ note }) => note.kind === 'article').length;

async function askedFlood(): Promise<{ ctx: Context; world: World; publicId: string }> {
  const { ctx, world } = await newsroom();
  await flood(ctx, world, 'Wave', 34);
  await askAboutFloods(ctx);
  return { ctx, world, publicId: questions(world)[0]?.publicId ?? '' };
}

test('staff are asked once about a flood, in the review channel, with how many and five titles', async () => {
  const { ctx, world } = await newsroom();
  await askAboutFloods(ctx);
  expect(world.posts).toEqual([]);
  await flood(ctx, world, 'Wave', 34);
  for (let round = 0; round < 3; round += 1) await askAboutFloods(ctx);
  await Promise.all([askAboutFloods(ctx), askAboutFloods(ctx)]);
  expect(world.posts.map(({ channel }) => channel)).toEqual(['CREVIEW1']);
  expect(questions(world)).toMatchObject([{ feedTitle: 'Example feed', count: 34 }]);
  expect(questions(world)[0]?.titles).toEqual(['Wave 0', 'Wave 1', 'Wave 2', 'Wave 3', 'Wave 4']);
});

test('two who ask at the same moment ask once', async () => {
  const { ctx, world } = await newsroom();
  await flood(ctx, world, 'Wave', 34);
  await Promise.all([askAboutFloods(ctx), askAboutFloods(ctx), askAboutFloods(ctx)]);
  expect(questions(world).length).toBe(1);
  expect((await listOpenFloods(ctx.db, 10)).map(({ articleCount }) => articleCount)).toEqual([34]);
});

test('a second flood of the same feed is a question of its own, answered on its own', async () => {
  const { ctx, world, publicId } = await askedFlood();
  await flood(ctx, world, 'Surge', 22);
  await askAboutFloods(ctx);
  expect(questions(world).map(({ count }) => count)).toEqual([34, 22]);
  await releaseHeld(ctx, { publicId, decision: 'dropped', by: 'slack:UANA' });
  expect((await listOpenFloods(ctx.db, 10)).map(({ articleCount }) => articleCount)).toEqual([22]);
});

test('killed between the claim and the post, the flood is not asked about twice and still stands in the queue', async () => {
  const { ctx, world } = await newsroom();
  await flood(ctx, world, 'Wave', 34);
  const dying = { ...ctx, announcer: { ...ctx.announcer, post: () => Promise.reject(new Error('killed')) } };
  await expect(askAboutFloods(dying)).rejects.toThrow('killed');
  await askAboutFloods(ctx);
  expect(world.posts).toEqual([]);
  expect((await listOpenFloods(ctx.db, 10)).length).toBe(1);
});

test('a rate limit is waited for; a review channel that refuses gives way to a channel of the feed', async () => {
  const { ctx, world } = await newsroom();
  await flood(ctx, world, 'Wave', 34);
  world.postOutcomes.push({ kind: 'refused', code: 'rate_limited', retryAfterSeconds: 30 });
  await askAboutFloods(ctx);
  world.postOutcomes.push({ kind: 'refused', code: 'not_in_channel', retryAfterSeconds: null });
  await askAboutFloods(ctx);
  await askAboutFloods(ctx);
  expect(world.posts.map(({ channel, ts }) => [channel, ts !== null])).toEqual([
    ['CREVIEW1', false],
    ['CREVIEW1', false],
    ['CNEWS', true],
  ]);
});

test('without a review channel the first channel of the feed is asked', async () => {
  const { ctx, world } = await newsroom({ SLACK_REVIEW_CHANNEL: '' });
  await flood(ctx, world, 'Wave', 34);
  await askAboutFloods(ctx);
  expect(world.posts.map(({ channel }) => channel)).toEqual(['CNEWS']);
});

test('publish and announce: each is released, mailed with the next digest and posted once, a second apart', async () => {
  const { ctx, world, publicId } = await askedFlood();
  const { isDecided } = await releaseHeld(ctx, { publicId, decision: 'announced', by: 'slack:UANA' });
  expect(isDecided).toBe(true);
  const start = Date.parse(world.now);
  for (let round = 0; round < 3; round += 1) await announceArticles(ctx, FAR);
  expect(posted(world)).toBe(34);
  expect(Date.parse(world.now) - start).toBeGreaterThanOrEqual(33_000);
  const digest = await listNews(ctx.db, { now: world.now, since: '', audience: {}, limit: 100 });
  expect(digest.length).toBe(34);
  expect(new Set(digest.map(({ article }) => article.releasedAt))).toEqual(new Set([new Date(start).toISOString()]));
});

test('publish without announcing: they stand in the newsroom, in no channel and no mail', async () => {
  const { ctx, world, publicId } = await askedFlood();
  await releaseHeld(ctx, { publicId, decision: 'published', by: 'slack:UANA' });
  await announceArticles(ctx, FAR);
  expect(posted(world)).toBe(0);
  expect((await listPublished(ctx.db, { before: null, limit: 50, now: world.now })).length).toBe(35);
  expect(await listNews(ctx.db, { now: world.now, since: '', audience: {}, limit: 100 })).toEqual([]);
});

test('dropped ones stay dropped when the feed brings them again, edited or not', async () => {
  const { ctx, world, publicId } = await askedFlood();
  await releaseHeld(ctx, { publicId, decision: 'dropped', by: 'slack:UANA' });
  world.advance(86_400);
  world.feeds.set(FEED, aDocument([...items('Wave', 33), anItem({ title: 'Wave 33', summary: 'Edited.' })]));
  await pollFeeds(ctx, FAR);
  await askAboutFloods(ctx);
  await announceArticles(ctx, FAR);
  expect(posted(world)).toBe(0);
  expect(questions(world).length).toBe(1);
  expect((await findArticleBySlug(ctx.db, 'wave-33'))?.state).toBe('withdrawn');
  expect((await listPublished(ctx.db, { before: null, limit: 50, now: world.now })).length).toBe(1);
});

test.for<[FloodDecision, FloodDecision]>([
  ['announced', 'dropped'],
  ['dropped', 'announced'],
  ['published', 'announced'],
  ['announced', 'announced'],
])('of two decisions at once, %s and %s, one counts and the other learns of it', async ([one, other]) => {
  const { ctx, world, publicId } = await askedFlood();
  const results = await Promise.all([
    releaseHeld(ctx, { publicId, decision: one, by: 'slack:UANA' }),
    releaseHeld(ctx, { publicId, decision: other, by: 'slack:UBEN' }),
  ]);
  expect(results.filter(({ isDecided }) => isDecided).length).toBe(1);
  const winner = results.find(({ isDecided }) => isDecided)?.flood;
  expect(results.map(({ flood: after }) => [after.state, after.decidedBy])).toEqual([
    [winner?.state, winner?.decidedBy],
    [winner?.state, winner?.decidedBy],
  ]);
  await announceArticles(ctx, FAR);
  expect(posted(world)).toBe(winner?.state === 'announced' ? 34 : 0);
  const { results: audits } = await ctx.db.prepare(`SELECT act, actor FROM audit WHERE act LIKE 'flood.%'`).all();
  expect(audits).toEqual([{ act: `flood.${winner?.state}`, actor: winner?.decidedBy }]);
  expect(await countAnnouncements(ctx.db)).toEqual(winner?.state === 'announced' ? { posted: 34 } : {});
});

test('killed in the middle of a decision, nothing of it was done and it can be made again', async () => {
  const { ctx, world, publicId } = await askedFlood();
  const batch: typeof ctx.db.batch = (statements) =>
    ctx.db.batch([...statements, ctx.db.prepare('INSERT INTO flood (id) VALUES (NULL)')]);
  const dying = { ...ctx, db: { prepare: (sql: string) => ctx.db.prepare(sql), batch } };
  await expect(releaseHeld(dying, { publicId, decision: 'announced', by: 'slack:UANA' })).rejects.toThrow();
  expect((await listOpenFloods(ctx.db, 10)).length).toBe(1);
  expect((await releaseHeld(ctx, { publicId, decision: 'announced', by: 'slack:UANA' })).isDecided).toBe(true);
  await announceArticles(ctx, FAR);
  expect(posted(world)).toBe(34);
});

test('a flood nobody knows is refused', async () => {
  const { ctx } = await newsroom();
  await expect(releaseHeld(ctx, { publicId: 'none', decision: 'dropped', by: 'api' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
