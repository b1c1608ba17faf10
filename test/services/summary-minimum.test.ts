import { beforeEach, expect, test } from 'vitest';
import { findRoute, type RouteSettings } from '../../src/db/announcements/route-settings.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings, editRoute } from '../../src/services/announcements/change-route.ts';
import { planSummaries } from '../../src/services/announcements/summarise-channels.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2027-01-01T00:00:00.000Z';
const DAY = 24 * 3600;
let ctx: Context;
let world: World;

beforeEach(async () => {
  // It is 16:00 in the newsroom.
  ({ ctx, world } = await testContext());
});

async function connect(settings: Partial<RouteSettings>) {
  const daily = { ...defaultRouteSettings('CNEWS', null), mode: 'daily' as const, atTime: '17:00' };
  return (await addRoute(ctx, { settings: { ...daily, ...settings }, by: 'slack:UANA' })).route;
}

async function publish(title: string, kind = 'press_release'): Promise<void> {
  await publishArticle(ctx, { article: { title, kind, body: 'Text.' } as never, by: 'slack:UEVE' });
}

async function follow(route: { atTime: string; minimumCount: number }): Promise<void> {
  world.feeds.set(FEED, aDocument([anItem({ title: 'Old' })]));
  await addFeed(ctx, {
    ...{ url: FEED, channelId: 'CNEWS', startWith: 'none', kind: 'coverage', textRight: 'extract' },
    ...{ imageRight: 'none', needsApproval: false, pollFloorSeconds: 300, addedBy: 'api' },
    route: { mode: 'daily', showsImages: true, filters: {}, weekday: 1, ...route },
  });
  await pollFeeds(ctx, FAR);
}

async function bring(...titles: string[]): Promise<void> {
  const items = titles.map((title) => anItem({ title, publishedAt: world.now }));
  world.feeds.set(FEED, aDocument([...items, anItem({ title: 'Old' })]));
  await ctx.db.prepare('UPDATE feed SET next_poll_at = ?1').bind(world.now).all();
  await pollFeeds(ctx, FAR);
}

/** What happens `seconds` later: two ticks at once, and two more. */
async function later(seconds: number): Promise<void> {
  world.advance(seconds);
  for (let round = 0; round < 2; round += 1) await Promise.all([planSummaries(ctx), planSummaries(ctx)]);
  await announceArticles(ctx, FAR);
}

/** The titles of each summary that Slack took. */
function summaries(): string[][] {
  return world.posts.flatMap(({ note, ts }) =>
    note.kind === 'summary' && ts ? [note.summary.cards.map(({ title }) => title).sort()] : [],
  );
}

test('too few articles wait for the next summary, and come once there are enough', async () => {
  await connect({ minimumCount: 3 });
  for (const title of ['One', 'Two']) await publish(title);
  await later(3600 + 60);
  expect(summaries()).toEqual([]);
  await publish('Three');
  await later(3600);
  expect(summaries(), 'not between two times').toEqual([]);
  await later(DAY - 3600);
  expect(summaries()).toEqual([['One', 'Three', 'Two']]);
  await publish('Four');
  await later(DAY);
  await later(DAY);
  expect(summaries()).toHaveLength(1);
});

test('what waits holds up nothing else of its channel, and nothing comes twice', async () => {
  await follow({ atTime: '17:00', minimumCount: 3 });
  await connect({ filters: { includeWords: ['tide', 'prize'] } });
  await bring('A tide', 'A wind');
  await publish('A prize');
  await later(3600 + 60);
  expect(summaries()).toEqual([['A prize', 'A tide']]);
  await bring('A tide', 'A wind', 'A cloud');
  await later(DAY);
  expect(summaries(), 'two are left of three').toHaveLength(1);
  await bring('A tide', 'A wind', 'A cloud', 'A storm');
  await later(DAY);
  expect(summaries().slice(1)).toEqual([['A cloud', 'A storm', 'A wind']]);
});

test('one whose time comes after the channel’s message of the day goes along with the next day’s', async () => {
  await connect({ filters: { kinds: ['press_release'] } });
  await follow({ atTime: '18:00', minimumCount: 1 });
  await publish('Ours');
  await bring('Theirs');
  await later(3600 + 60);
  await later(3600);
  expect(summaries()).toEqual([['Ours']]);
  await publish('Ours again');
  await later(DAY - 3600);
  expect(summaries().slice(1)).toEqual([['Ours again', 'Theirs']]);
});

test('a refusal by Slack gives back all of a summary, what had waited for it included', async () => {
  const { publicId } = await connect({ minimumCount: 2 });
  await publish('One');
  await later(3600 + 60);
  await publish('Two');
  world.postOutcomes.push({ kind: 'refused', code: 'is_archived', retryAfterSeconds: null });
  await later(DAY);
  expect((await findRoute(ctx.db, publicId))?.state).toBe('paused');
  await editRoute(ctx, { publicId, settings: { state: 'active' }, act: 'resumed', by: 'slack:UANA' });
  await later(DAY);
  expect(summaries()).toEqual([['One', 'Two']]);
});

test('what waits is found behind any number of newer articles for others', async () => {
  await connect({ minimumCount: 2, filters: { kinds: ['event'] } });
  await publish('First', 'event');
  await later(3600 + 60);
  await publish('Other');
  const { results } = await ctx.db.prepare('PRAGMA table_info(article)').all();
  const rest = results.map(({ name }) => String(name)).filter((name) => !['id', 'public_id', 'slug'].includes(name));
  await ctx.db
    .prepare(
      `INSERT INTO article (public_id, slug, ${rest.join(', ')})
       SELECT 'o' || n.value, 'o' || n.value, ${rest.join(', ')} FROM article, json_each(?1) n WHERE title = 'Other'`,
    )
    .bind(JSON.stringify(Array.from({ length: 450 }, (_, index) => index)))
    .all();
  await publish('Second', 'event');
  await later(DAY);
  expect(summaries()).toEqual([['First', 'Second']]);
});

test('what waited when staff paused a channel comes with its next summary, and what came meanwhile does not', async () => {
  const { publicId } = await connect({ minimumCount: 3 });
  const turn = (state: 'active' | 'paused') =>
    editRoute(ctx, { publicId, settings: { state }, act: state === 'active' ? 'resumed' : 'paused', by: 'slack:UANA' });
  await publish('One');
  await later(3600 + 60);
  await turn('paused');
  await later(60);
  await publish('While it rested');
  await later(DAY);
  await turn('active');
  await later(60);
  await publish('Two');
  await later(60);
  await turn('paused');
  await later(60);
  await publish('While it rested again');
  await later(60);
  await turn('active');
  await later(60);
  await publish('Three');
  await later(3600);
  expect(summaries(), 'not before its next time').toEqual([]);
  await later(DAY - 3600);
  expect(summaries()).toEqual([['One', 'Three', 'Two']]);
});

test('what waited more than a week for a resting channel is no news', async () => {
  const { publicId } = await connect({});
  await publish('Old');
  await later(60);
  await editRoute(ctx, { publicId, settings: { state: 'removed' }, act: 'removed', by: 'slack:UANA' });
  await later(8 * DAY);
  await editRoute(ctx, { publicId, settings: { state: 'active' }, act: 'undone', by: 'slack:UANA' });
  await publish('New');
  await later(3600);
  expect(summaries()).toEqual([['New']]);
});
