import { expect, test } from 'vitest';
import { listPublished } from '../../src/db/articles/articles.ts';
import { findRedirectTarget } from '../../src/db/articles/redirects.ts';
import { listNews } from '../../src/db/mailings/had-stories.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { type ImportRow, importArticles } from '../../src/services/articles/import-articles.ts';
import type { Context } from '../../src/services/context.ts';
import { testContext } from '../support/context.ts';
import { actsOn, FAR, publish, routeEverything } from './staff-articles.ts';

const HOST = 'https://old.example.org';

function aRow(line: number, overrides: Partial<ImportRow> = {}): ImportRow {
  return {
    line,
    title: `Story ${line}`,
    url: `${HOST}/news/${line}.html`,
    path: `/news/${line}.html`,
    publishedAt: `2019-05-${String((line % 28) + 1).padStart(2, '0')}T00:00:00.000Z`,
    language: 'en',
    ...overrides,
  };
}

function run(ctx: Context, rows: ImportRow[], isDryRun = false) {
  return importArticles(ctx, { rows, isDryRun, by: 'api' });
}

async function stored(ctx: Context) {
  return listPublished(ctx.db, { before: null, limit: 500, now: ctx.now() });
}

test('the past comes in with its dates and paths, is never announced or mailed, and comes in once', async () => {
  const { ctx, world } = await testContext();
  await routeEverything(ctx);
  const rows = Array.from({ length: 150 }, (_, n) => aRow(n + 2, { title: 'The same title' }));
  expect(new Set((await run(ctx, rows, true)).map(({ outcome }) => outcome))).toEqual(new Set(['new']));
  expect(await stored(ctx)).toEqual([]);
  expect((await run(ctx, rows)).filter(({ outcome }) => outcome === 'new').length).toBe(150);
  expect(new Set((await run(ctx, rows)).map(({ outcome }) => outcome))).toEqual(new Set(['known']));
  const articles = await stored(ctx);
  expect(articles.length).toBe(150);
  expect(new Set(articles.map(({ slug }) => slug)).size).toBe(150);
  expect(articles.every(({ publishedAt }) => publishedAt.startsWith('2019-05-'))).toBe(true);
  await announceArticles(ctx, FAR);
  expect(world.posts).toEqual([]);
  expect(await listNews(ctx.db, { now: ctx.now(), since: '', audience: {}, limit: 20 })).toEqual([]);
  expect(await actsOn(ctx, 'articles:150')).toEqual(['api articles.imported']);
});

test('each row that cannot be taken is named with what is wrong; the others come in', async () => {
  const { ctx } = await testContext();
  const outcomes = await run(ctx, [
    aRow(2, { title: ' ' }),
    aRow(3, { publishedAt: null }),
    aRow(4, { publishedAt: '2030-01-01T00:00:00.000Z' }),
    aRow(5, { url: null, path: null }),
    aRow(6, { path: '/' }),
    aRow(7, { url: 'ftp://old.example.org/x', path: null }),
    aRow(8, { image: 'x' }),
    aRow(9, { url: null }),
    aRow(10, { path: null }),
    aRow(11, { url: `${HOST}/news/10.html#again`, path: null }),
  ]);
  expect(outcomes.map(({ line, outcome, reason }) => [line, outcome, reason?.split(':')[0] ?? null])).toEqual([
    [2, 'refused', 'title'],
    [3, 'refused', 'publishedAt'],
    [4, 'refused', 'publishedAt'],
    [5, 'refused', 'url'],
    [6, 'refused', 'path'],
    [7, 'refused', 'url'],
    [8, 'refused', 'image.url'],
    [9, 'new', null],
    [10, 'new', null],
    [11, 'known', null],
  ]);
});

test('an old path of an article that a person or feed brought is added to it', async () => {
  const { ctx } = await testContext();
  const known = await publish(ctx, { title: 'Known', url: `${HOST}/news/5.html` });
  const rows = [aRow(5, { path: '/news/5.html?lang=en' })];
  expect(await run(ctx, rows)).toEqual([{ line: 5, outcome: 'known', reason: null }]);
  expect(await findRedirectTarget(ctx.db, ['/news/5.html?lang=en'], ctx.now())).toBe(known.slug);
  expect((await stored(ctx)).length).toBe(1);
});

test('press coverage of the past shows extract and link only', async () => {
  const { ctx } = await testContext();
  await run(ctx, [aRow(2, { kind: 'coverage', body: 'Whole text.', image: 'https://img.example.org/a.jpg' })]);
  expect((await stored(ctx))[0]).toMatchObject({ kind: 'coverage', textRight: 'extract', imageRight: 'none' });
});
