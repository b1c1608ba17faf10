import { expect, test } from 'vitest';
import { type EdgeCache, throughEdgeCache } from '../../src/http/edge-cache.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

const BASE = 'https://news.example.com';

/** A cache as the platform's: by address alone. */
function memoryCache() {
  const kept = new Map<string, Response>();
  const cache: EdgeCache = {
    match: async (key) => kept.get(key.url)?.clone(),
    put: async (key, answer) => void kept.set(key.url, answer),
  };
  return { cache, kept };
}

async function anEdge(variables: Record<string, string> = {}) {
  const { ctx } = await testContext(variables);
  const article = { title: 'A result', kind: 'press_release', body: 'What it is about.', language: 'en' } as const;
  const { slug } = await publishArticle(ctx, { article, by: 'api' });
  const ask = askApp(ctx);
  const { cache, kept } = memoryCache();
  const asked: string[] = [];
  const get = (address: string, init?: RequestInit) =>
    throughEdgeCache(cache, {
      request: new Request(address, init),
      config: (ctx as Context).config,
      waitUntil: () => {},
      answer: (request) => {
        asked.push(request.url);
        return ask(request.url.slice(ctx.config.brand.baseUrl.length) || '/', {
          method: request.method,
          headers: request.headers,
        });
      },
    });
  return { get, asked, kept, slug };
}

test.each([
  ['a host named in a header', `${BASE}/`, { 'x-forwarded-host': 'evil.example', host: 'evil.example' }],
  ['another path in a header', `${BASE}/`, { 'x-original-url': '/evil', 'x-rewrite-url': '/evil' }],
  ['another method in a header', `${BASE}/`, { 'x-http-method-override': 'POST' }],
  ['a key of the query that nobody knows', `${BASE}/?utm_source=%22%3Eevil&cb=1`, {}],
  ['another host in the address', 'https://evil.example/', {}],
  ['a cookie and a language nobody speaks', `${BASE}/`, { cookie: 'evil=1', 'accept-language': 'evil' }],
  ['another form of answer', `${BASE}/`, { accept: 'application/json' }],
])('poison in %s reaches no answer that is kept', async (_what, address, headers) => {
  const { get, kept, asked } = await anEdge();
  const clean = await (await get(`${BASE}/`)).text();
  kept.clear();
  await get(address, { headers });
  expect([...kept.keys()]).toEqual([`${BASE}/?in=any`]);
  const second = await (await get(`${BASE}/`)).text();
  expect(second).toBe(clean);
  expect(second).not.toContain('evil');
  expect(asked).toHaveLength(2);
});

test('each language is kept for itself, and a chosen one apart from one the browser asked for', async () => {
  const { get, kept } = await anEdge();
  const chinese = await (await get(`${BASE}/`, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })).text();
  expect(chinese).toContain('<html lang="zh-Hans">');
  expect(await (await get(`${BASE}/`)).text()).toContain('<html lang="en">');
  expect(await (await get(`${BASE}/?lang=zh-Hans`)).text()).toContain('href="/subscribe?lang=zh-Hans"');
  expect(kept.size).toBe(3);
});

test('nothing personal, failed or posted is kept', async () => {
  const { get, kept } = await anEdge();
  for (const path of ['/confirm?t=x', '/unsubscribe?t=x', '/preferences?t=x', '/subscribe', '/health', '/contact'])
    await get(BASE + path);
  await get(`${BASE}/articles/no-such-article`);
  await get(`${BASE}/topics/none`);
  await get(`${BASE}/`, { method: 'POST' });
  await get(`${BASE}/`, { headers: { authorization: 'Bearer x' } });
  await get(`${BASE}/?q=${'x'.repeat(300)}`);
  expect([...kept.keys()]).toEqual([]);
});

test('a caller who knows the day of a kept feed alone hears 304 too', async () => {
  const { get } = await anEdge();
  const modified = (await get(`${BASE}/feed.xml`)).headers.get('last-modified') ?? '';
  expect((await get(`${BASE}/feed.xml`, { headers: { 'if-modified-since': modified } })).status).toBe(304);
});

test('what is kept is sent once: a reader who has it hears 304', async () => {
  const { get, asked } = await anEdge();
  const first = await get(`${BASE}/feed.xml`, { headers: { 'if-none-match': '"other"' } });
  const etag = first.headers.get('etag') ?? '';
  const second = await get(`${BASE}/feed.xml?cb=2`, { headers: { 'if-none-match': etag } });
  expect([first.status, second.status, asked.length]).toEqual([200, 304, 1]);
});

test('under a path of the company’s site the same page is kept once', async () => {
  const { get, kept, slug } = await anEdge({ BASE_URL: 'https://example.com/news' });
  expect((await get(`https://example.com/news/articles/${slug}`)).status).toBe(200);
  expect((await get('https://example.com/news')).status).toBe(200);
  expect([...kept.keys()]).toEqual([
    `https://example.com/news/articles/${slug}?in=any`,
    'https://example.com/news/?in=any',
  ]);
});
