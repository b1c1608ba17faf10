import { expect, test } from 'vitest';
import { countAnnouncements } from '../../src/db/announcements/announcements.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import { planSummaries } from '../../src/services/announcements/summarise-channels.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { noteMessage } from '../../src/slack/blocks/note.ts';
import { testContext } from '../support/context.ts';

const FAR = '2027-01-01T00:00:00.000Z';
const article = { title: 'One', kind: 'press_release', body: 'Text.' } as never;
const refused = (code: string, retryAfterSeconds: number | null = null) =>
  ({ kind: 'refused', code, retryAfterSeconds }) as const;

/** A channel that gets each article by itself or a summary a day, and one article for it. */
async function channel(mode: 'each' | 'daily') {
  const { ctx, world } = await testContext();
  const { route } = await addRoute(ctx, {
    settings: { ...defaultRouteSettings('CNEWS', null), mode, atTime: '17:00' },
    by: 'slack:UANA',
  });
  await announceArticles(ctx, FAR);
  await publishArticle(ctx, { article, by: 'api' });
  if (mode === 'daily') {
    world.advance(3_660);
    await planSummaries(ctx);
  }
  world.posts.length = 0;
  const routeState = async () => (await ctx.db.prepare('SELECT state FROM route').all()).results[0]?.state;
  const inChannel = () => world.posts.filter(({ channel: to, ts }) => to === 'CNEWS' && ts !== null).length;
  return { ctx, world, route, routeState, inChannel };
}

/** What each of Slack's refusals leads to: whether the route rests, and after how long the same post gets through. */
const REFUSALS: [code: string, retryAfter: number | null, route: string, back: number][] = [
  ['rate_limited', 30, 'active', 31],
  ['token_revoked', null, 'active', 301],
  ['account_inactive', null, 'active', 301],
  ['missing_scope', null, 'active', 301],
  ['msg_too_long', null, 'active', 301],
  ['invalid_blocks', null, 'active', 301],
  ['not_in_channel', null, 'paused', 0],
  ['channel_not_found', null, 'paused', 0],
  ['is_archived', null, 'paused', 0],
  ['restricted_action', null, 'paused', 0],
];

test.each(REFUSALS)('a post that Slack refuses with %s waits, and goes out once', async (code, retry, state, back) => {
  const { ctx, inChannel, routeState, world } = await channel('each');
  world.postOutcomes.push(refused(code, retry));
  await announceArticles(ctx, FAR);
  expect(await routeState()).toBe(state);
  if (state === 'paused') {
    await announceArticles(ctx, FAR);
    expect([inChannel(), await countAnnouncements(ctx.db)]).toEqual([0, { pending: 1 }]);
    return;
  }
  world.advance(back);
  for (let round = 0; round < 2; round += 1) await announceArticles(ctx, FAR);
  expect(inChannel()).toBe(1);
});

test.each(REFUSALS)('a summary that Slack refuses with %s is not lost', async (code, retry, state, back) => {
  const { ctx, inChannel, routeState, world } = await channel('daily');
  // A token may be refused for longer than anybody tries again five times.
  const isToken = /token|account|scope/.test(code);
  for (let times = isToken ? 8 : 1; times > 0; times -= 1) {
    world.postOutcomes.push(refused(code, retry));
    await announceArticles(ctx, FAR);
    world.advance(back);
  }
  expect(await routeState()).toBe(state);
  if (state === 'paused') return;
  for (let round = 0; round < 2; round += 1) await announceArticles(ctx, FAR);
  expect(inChannel()).toBe(1);
});

test('articles of a summary that Slack would not take come with the next one', async () => {
  const { ctx, inChannel, world } = await channel('daily');
  for (let times = 0; times < 5; times += 1) {
    world.postOutcomes.push(refused('invalid_blocks'));
    await announceArticles(ctx, FAR);
    world.advance(301);
  }
  await planSummaries(ctx);
  await announceArticles(ctx, FAR);
  expect(inChannel()).toBe(0);
  world.advance(24 * 3_600);
  await planSummaries(ctx);
  await announceArticles(ctx, FAR);
  expect(inChannel()).toBe(1);
});

test.each([
  ['is_archived', 'is archived', 'unarchive it'],
  ['channel_not_found', 'is deleted, or private and I am not in it', '/invite @newsdesk'],
  ['not_in_channel', 'does not have me as a member', '/invite @newsdesk'],
  ['restricted_action', 'lets only some people post', 'once that is mended'],
])('whoever added a channel reads once what %s means, what waits and what to do next', async (code, words, next) => {
  const { ctx, world } = await channel('each');
  world.postOutcomes.push(refused(code));
  for (let round = 0; round < 3; round += 1) await announceArticles(ctx, FAR);
  const told = world.posts.filter(({ channel: to }) => to === 'UANA').map(({ note }) => noteMessage(note).text);
  expect(told.length).toBe(1);
  for (const part of [
    words,
    'kept all its settings',
    '1 post waits and will follow',
    'another channel',
    next,
    'Try again',
  ])
    expect(told[0]).toContain(part);
});
