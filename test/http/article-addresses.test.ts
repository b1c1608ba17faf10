import { expect, test } from 'vitest';
import { importArticles } from '../../src/services/articles/import-articles.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

const TITLE = '来凯医药公布 LAE002 临床数据';
const ADDRESS = `/articles/${encodeURIComponent('来凯医药公布-lae002-临床数据')}`;

async function aNewsroom() {
  const { ctx, world } = await testContext();
  const event = { startsAt: '2026-09-01T01:00:00.000Z' };
  const article = { kind: 'event', title: TITLE, language: 'zh-Hans', event };
  await publishArticle(ctx, { article: article as never, by: 'api' });
  return { ctx, world, ask: askApp(ctx) };
}

test('a Chinese headline gives an address of its own letters, the same in every place that names it', async () => {
  const { ctx, ask } = await aNewsroom();
  const whole = ctx.config.brand.baseUrl + ADDRESS;
  for (const path of ['/sitemap.xml', '/feed.xml', '/atom.xml', '/feed.json']) {
    expect(await (await ask(path)).text(), path).toContain(whole);
  }
  expect(await (await ask('/')).text()).toContain(`href="${ADDRESS}"`);
  expect((await ask(`${ADDRESS}/qr.svg`)).status).toBe(200);
  const calendar = await ask(`${ADDRESS}/event.ics`);
  expect(calendar.headers.get('content-disposition')).toBe(
    `attachment; filename="event.ics"; filename*=UTF-8''${ADDRESS.slice('/articles/'.length)}.ics`,
  );
});

test('however an address is written, the page is one and names one canonical address', async () => {
  const { ctx, ask } = await aNewsroom();
  const written = [
    ADDRESS,
    ADDRESS.replaceAll(/%../g, (code) => code.toLowerCase()),
    decodeURIComponent(ADDRESS),
    ADDRESS.replace('lae002', '%6Cae002'),
  ];
  for (const path of written) {
    const answer = await ask(path);
    expect(answer.status, path).toBe(200);
    const html = await answer.text();
    expect(html).toContain(`<link rel="canonical" href="${ctx.config.brand.baseUrl}${ADDRESS}"/>`);
    expect(html).toContain(`<meta property="og:url" content="${ctx.config.brand.baseUrl}${ADDRESS}"/>`);
  }
});

test('an old address leads to a page with a Chinese address by a header of ASCII alone', async () => {
  const { ctx, world, ask } = await aNewsroom();
  const row = { line: 2, title: '上海产业周', path: '/cn/新闻/12.html', publishedAt: '2020-01-01T00:00:00Z' };
  await importArticles(ctx, { rows: [row] as never, isDryRun: false, by: 'api' });
  world.advance(60);
  const moved = await ask(`/cn/${encodeURIComponent('新闻')}/12.html`);
  expect(moved.status).toBe(301);
  expect(moved.headers.get('location')).toBe(
    `${ctx.config.brand.baseUrl}/articles/${encodeURIComponent('上海产业周')}`,
  );
});

test.each([
  '/articles/%zz',
  '/articles/%ed%a0%80',
  '/articles/%00',
  '/articles/..%2f..%2fdesk',
  '/articles/%0d%0aset-cookie:a=b',
  `/articles/${encodeURIComponent("' OR 1=1 --")}`,
  `/articles/${'%E4%BA%A7'.repeat(200)}`,
])('%s is a page that is not there', async (path) => {
  const { ask } = await aNewsroom();
  for (const rest of ['', '/event.ics', '/qr.svg']) {
    const answer = await ask(path + rest);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('set-cookie')).toBe(null);
  }
});
