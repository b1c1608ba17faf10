import { expect, test } from 'vitest';
import { listPublished } from '../../src/db/articles/articles.ts';
import type { Database } from '../../src/db/database.ts';
import { listDueFeeds, listFeeds } from '../../src/db/feeds/feeds.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import type { Context } from '../../src/services/context.ts';
import { type AddFeedInput, addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import type { FeedAnswer } from '../../src/services/ports.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const URL_A = 'https://press.example.org/feed.xml';
const URL_B = 'https://wire.example.org/feed.xml';

function wish(overrides: Partial<AddFeedInput> = {}): AddFeedInput {
  return {
    url: URL_A,
    ...FEED_TERMS,
    channelId: 'CNEWS',
    ...overrides,
  };
}

const later = '2026-03-03T00:00:00.000Z';

async function published(ctx: Context) {
  return listPublished(ctx.db, { before: null, limit: 50, now: ctx.now() });
}

test('a new feed is a silent baseline, then each new article is announced once', async () => {
  const { ctx, world } = await testContext();
  world.feeds.set(URL_A, aDocument([anItem({ title: 'Old one' }), anItem({ title: 'Old two' })]));
  const { isNew, itemCount } = await addFeed(ctx, wish());
  expect({ isNew, itemCount }).toEqual({ isNew: true, itemCount: 2 });
  await pollFeeds(ctx, later);
  await announceArticles(ctx, later);
  expect((await published(ctx)).map((article) => article.title)).toEqual(['Old two', 'Old one']);
  expect(world.posts).toEqual([]);

  world.advance(600);
  world.feeds.set(
    URL_A,
    aDocument([anItem({ title: 'Fresh', publishedAt: '2026-03-02T08:05:00.000Z' }), anItem({ title: 'Old one' })]),
  );
  for (let round = 0; round < 3; round += 1) {
    await pollFeeds(ctx, later);
    await announceArticles(ctx, later);
    world.advance(600);
  }
  expect(world.posts.map(({ channel, note }) => [channel, note.kind === 'article' && note.card.title])).toEqual([
    ['CNEWS', 'Fresh'],
  ]);
});

test('"newest 3" announces the three newest of the first poll and no more', async () => {
  const { ctx, world } = await testContext();
  const items = Array.from({ length: 6 }, (_, n) =>
    anItem({ title: `Item ${n}`, publishedAt: `2026-02-0${n + 1}T00:00:00.000Z` }),
  );
  world.feeds.set(URL_A, aDocument(items));
  await addFeed(ctx, wish({ startWith: 'newest_3' }));
  await pollFeeds(ctx, later);
  await announceArticles(ctx, later);
  expect(world.posts.map(({ note }) => note.kind === 'article' && note.card.title)).toEqual([
    'Item 3',
    'Item 4',
    'Item 5',
  ]);
});

test('an item that comes back from before the baseline stands in the newsroom without a post', async () => {
  const { ctx, world } = await testContext();
  world.feeds.set(URL_A, aDocument([anItem({ title: 'Known' })]));
  await addFeed(ctx, wish());
  await pollFeeds(ctx, later);
  world.advance(600);
  world.feeds.set(
    URL_A,
    aDocument([anItem({ title: 'Known' }), anItem({ title: 'From 2019', publishedAt: '2019-01-01T00:00:00.000Z' })]),
  );
  await pollFeeds(ctx, later);
  await announceArticles(ctx, later);
  expect((await published(ctx)).length).toBe(2);
  expect(world.posts).toEqual([]);
});

test('the same story from two feeds, with other tracking parameters, is one article announced once', async () => {
  const { ctx, world } = await testContext();
  world.feeds.set(
    URL_A,
    aDocument([anItem({ key: 'a1', url: 'https://paper.example.org/story?utm_source=a', title: 'Story' })]),
  );
  world.feeds.set(
    URL_B,
    aDocument([anItem({ key: 'b9', url: 'https://www.paper.example.org/story/#top', title: 'Story, again' })]),
  );
  await addFeed(ctx, wish({ startWith: 'newest_1' }));
  await addFeed(ctx, wish({ url: URL_B, startWith: 'newest_1' }));
  await pollFeeds(ctx, later);
  await pollFeeds(ctx, later);
  await announceArticles(ctx, later);
  expect((await published(ctx)).length).toBe(1);
  expect(world.posts.length).toBe(1);
});

test('an edit updates the article and its post, and is never announced again', async () => {
  const { ctx, world } = await testContext();
  world.feeds.set(URL_A, aDocument([anItem({ key: 'one', title: 'Teh title' })]));
  await addFeed(ctx, wish({ startWith: 'newest_1' }));
  await pollFeeds(ctx, later);
  await announceArticles(ctx, later);
  world.advance(600);
  world.feeds.set(URL_A, aDocument([anItem({ key: 'one', title: 'The title' })]));
  for (let round = 0; round < 2; round += 1) {
    await pollFeeds(ctx, later);
    await announceArticles(ctx, later);
    world.advance(600);
  }
  const [article] = await published(ctx);
  expect(article).toMatchObject({ title: 'The title', slug: 'teh-title', revision: 2 });
  expect(world.posts.map(({ ts, note }) => [ts, note.kind === 'article' && note.card.title])).toEqual([
    [world.posts[0]?.ts, 'Teh title'],
    [world.posts[0]?.ts, 'The title'],
  ]);
});

test('regenerated ids are recognised by address; a flood of truly new ones is held, not posted', async () => {
  const { ctx, world } = await testContext();
  const titles = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta'];
  world.feeds.set(URL_A, aDocument(titles.map((title, n) => anItem({ key: `old-${n}`, title }))));
  await addFeed(ctx, wish());
  await pollFeeds(ctx, later);
  world.advance(600);
  world.feeds.set(URL_A, aDocument(titles.map((title, n) => anItem({ key: `new-${n}`, title }))));
  await pollFeeds(ctx, later);
  expect((await published(ctx)).length).toBe(6);

  world.advance(600);
  world.feeds.set(
    URL_A,
    aDocument(
      titles.map((title, n) =>
        anItem({ key: `flood-${n}`, title: `${title} moved`, url: `https://other.example.org/${n}` }),
      ),
    ),
  );
  await pollFeeds(ctx, later);
  await announceArticles(ctx, later);
  expect((await published(ctx)).length).toBe(6);
  expect(world.posts).toEqual([]);
});

test('a failing feed backs off, keeps its articles and says why; 410 ends polling', async () => {
  const { ctx, world } = await testContext();
  world.feeds.set(URL_A, aDocument([anItem()]));
  await addFeed(ctx, wish());
  await pollFeeds(ctx, later);
  world.feeds.set(URL_A, {
    kind: 'failed',
    reason: 'refused',
    message: 'The server answered 503.',
    retryAfterSeconds: 7200,
  });
  world.advance(600);
  await pollFeeds(ctx, later);
  const [feed] = await listFeeds(ctx.db);
  expect(feed).toMatchObject({
    failureCount: 1,
    lastError: 'The server answered 503.',
    failingSince: world.now,
    state: 'active',
  });
  expect((feed?.nextPollAt ?? '') >= '2026-03-02T10:10:00.000Z').toBe(true);

  world.feeds.set(URL_A, {
    kind: 'failed',
    reason: 'gone',
    message: 'The server answered 410.',
    retryAfterSeconds: null,
  });
  world.advance(24 * 3600);
  await pollFeeds(ctx, '2026-04-01T00:00:00.000Z');
  expect((await listFeeds(ctx.db))[0]?.state).toBe('gone');
  expect(await listDueFeeds(ctx.db, '2027-01-01T00:00:00.000Z', 5)).toEqual([]);
  expect((await published(ctx)).length).toBe(1);
});

test('an address that is no feed is refused with the reason, and nothing is stored', async () => {
  const { ctx } = await testContext();
  await expect(addFeed(ctx, wish({ url: 'https://nowhere.example.org/' }))).rejects.toMatchObject({
    code: 'invalid',
    fields: { url: 'No such feed.' },
  });
  expect(await listFeeds(ctx.db)).toEqual([]);
});

test('an item filed under a word that every object has is taken in like any other', async () => {
  const { ctx, world } = await testContext();
  world.feeds.set(URL_A, aDocument([anItem({ categories: ['Constructor', '__proto__'] })]));
  await addFeed(ctx, wish());
  await pollFeeds(ctx, later);
  expect(await published(ctx)).toMatchObject([{ kind: 'coverage' }]);
});

test('titles without Latin letters and twice the same title get addresses of their own', async () => {
  const { ctx, world } = await testContext();
  world.feeds.set(
    URL_A,
    aDocument([
      anItem({ key: '1', url: 'https://a.example.org/1', title: '来凯医药亮相上海国际生物医药产业周' }),
      anItem({ key: '2', url: 'https://a.example.org/2', title: 'Same title' }),
      anItem({ key: '3', url: 'https://a.example.org/3', title: 'Same title' }),
    ]),
  );
  await addFeed(ctx, wish());
  await pollFeeds(ctx, later);
  expect((await published(ctx)).map((article) => article.slug).sort()).toEqual([
    'same-title',
    'same-title-2',
    '来凯医药亮相上海国际生物医药产业周',
  ]);
});

/** The database of a newsroom, and how many bytes the largest value had that was bound to a statement of it. */
function watchBound(db: Database) {
  const seen = { largest: 0 };
  const prepare = (sql: string) => {
    const statement = db.prepare(sql);
    const bind = statement.bind.bind(statement);
    statement.bind = (...values) => {
      for (const value of values) seen.largest = Math.max(seen.largest, new TextEncoder().encode(String(value)).length);
      return bind(...values);
    };
    return statement;
  };
  return { db: { prepare, batch: db.batch.bind(db) }, seen };
}

test('a document of long articles is stored whole, and edits of all of them, with no value larger than D1 takes', async () => {
  const { ctx: base, world } = await testContext();
  const { db, seen } = watchBound(base.db);
  const ctx = { ...base, db };
  const bring = (word: string) => {
    const items = Array.from({ length: 20 }, (_, n) =>
      anItem({ title: `Long ${n}`, contentHtml: `<p>${`${word} ${n} 临床试验 `.repeat(9_000)}</p>` }),
    );
    world.feeds.set(URL_A, { ...aDocument(items), bodyHash: word } as FeedAnswer);
  };
  bring('first');
  await addFeed(ctx, wish({ textRight: 'full' }));
  for (const word of ['first', 'second']) {
    bring(word);
    await pollFeeds(ctx, later);
    world.advance(600);
  }
  const stored = await published(ctx);
  expect(stored.map(({ bodyHtml }) => bodyHtml?.slice(3, 9))).toEqual(Array.from({ length: 20 }, () => 'second'));
  expect(seen.largest).toBeGreaterThan(600_000);
  expect(seen.largest).toBeLessThan(2_000_000);
});
