import { beforeEach, expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { planSummaries } from '../../src/services/announcements/summarise-channels.ts';
import { editArticle } from '../../src/services/articles/edit-article.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const FEED = 'https://press.example.org/feed.xml';
const OTHER = 'https://wire.example.org/feed.xml';
const FAR = '2026-12-01T00:00:00.000Z';
const PUBLISHED = '2026-03-02T08:05:00.000Z';
let ctx: Context;
let world: World;

function follow(url: string, channelId: string, mode: 'each' | 'daily', filters: object) {
  return addFeed(ctx, {
    url,
    ...FEED_TERMS,
    channelId,
    route: { mode, showsImages: true, filters, atTime: '17:00', weekday: 1 },
  });
}

/** The feed as it stands `seconds` later: each title with what it is filed under. */
async function bring(filed: Record<string, string[]>, { url = FEED, seconds = 600 } = {}): Promise<void> {
  world.advance(seconds);
  const items = Object.entries(filed).map(([title, categories]) =>
    anItem({ title, categories, publishedAt: PUBLISHED }),
  );
  world.feeds.set(url, aDocument([...items, anItem({ title: 'Old' })]));
  await ctx.db.prepare('UPDATE feed SET next_poll_at = ?1').bind(world.now).all();
  await pollFeeds(ctx, FAR);
  await announceArticles(ctx, FAR);
}

const kept = async () =>
  (await ctx.db.prepare('SELECT title, categories, revision FROM article ORDER BY id').all()).results;
const posted = () =>
  world.posts.flatMap(({ channel, note }) => (note.kind === 'article' ? [`${channel} ${note.card.title}`] : []));

beforeEach(async () => {
  ({ ctx, world } = await testContext());
  world.feeds.set(FEED, aDocument([anItem({ title: 'Old' })]));
  await follow(FEED, 'CALL', 'each', {});
  await follow(FEED, 'CEVENTS', 'each', { includeCategories: ['Events'] });
  await pollFeeds(ctx, FAR);
});

test('a channel gets an article once its feed files it where the channel’s filter asks, and once only', async () => {
  await bring({ Forum: ['News'] });
  expect(posted()).toEqual(['CALL Forum']);
  for (const filed of [['News', 'Events'], ['News', 'Events'], ['News'], ['Events']]) await bring({ Forum: filed });
  expect(posted()).toEqual(['CALL Forum', 'CEVENTS Forum']);
  // Readers see none of it: no revision, and no post is edited.
  expect(await kept()).toContainEqual({ title: 'Forum', categories: '["Events"]', revision: 1 });
});

test('a summary of the channel looks at what an article is filed under when it is made', async () => {
  await follow(FEED, 'CDAILY', 'daily', { includeCategories: ['Events'] });
  await follow(FEED, 'CQUIET', 'daily', { excludeCategories: ['Events'] });
  await bring({ Forum: ['News'] });
  await bring({ Forum: ['Events'] });
  world.now = '2026-03-02T09:01:00.000Z';
  await planSummaries(ctx);
  const { results } = await ctx.db
    .prepare('SELECT channel_id AS channel, json_array_length(article_ids) AS articles FROM channel_summary ORDER BY 1')
    .all();
  expect(results).toEqual([{ channel: 'CDAILY', articles: 1 }]);
});

test('what staff edited keeps their words and follows its feed’s categories', async () => {
  await bring({ Forum: ['News'] });
  const { results } = await ctx.db.prepare(`SELECT public_id AS id FROM article WHERE title = 'Forum'`).all();
  await editArticle(ctx, { publicId: String(results[0]?.id), changes: { extract: 'Ours.' }, by: 'slack:UANA' });
  await bring({ Forum: ['Events'] });
  const after = await ctx.db.prepare(`SELECT extract, categories FROM article WHERE title = 'Forum'`).all();
  expect(after.results).toEqual([{ extract: 'Ours.', categories: '["Events"]' }]);
  expect(posted()).toContain('CEVENTS Forum');
});

test('another feed that brings the story too does not file it', async () => {
  await bring({ Forum: ['News'] });
  world.feeds.set(OTHER, aDocument([anItem({ title: 'Old' })]));
  await follow(OTHER, 'CALL', 'each', {});
  await pollFeeds(ctx, FAR);
  await bring({ Forum: ['Events'] }, { url: OTHER });
  expect(await kept()).toContainEqual({ title: 'Forum', categories: '["News"]', revision: 1 });
});

test.each([
  ['older than a day', 1, 25 * 3600],
  ['so many at once that it looks like a flood', 6, 600],
])('of what is filed anew and is %s the categories are kept, and nothing is announced', async (_, count, seconds) => {
  const titles = Array.from({ length: count }, (__, n) => `Forum ${n}`);
  for (const title of titles) await bring(Object.fromEntries([[title, ['News']]]));
  expect(posted()).toHaveLength(count);
  await bring(Object.fromEntries(titles.map((title) => [title, ['Events']])), { seconds });
  expect((await kept()).filter(({ categories }) => categories === '["Events"]')).toHaveLength(count);
  expect(posted()).toHaveLength(count);
});
