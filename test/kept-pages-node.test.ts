import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createKeptPages } from '../src/kept-pages-node.ts';
import { publishArticle } from '../src/services/articles/publish-article.ts';
import { askApp } from './http/app.ts';
import { testContext } from './support/context.ts';

const BASE = 'https://news.example.com';

/** A newsroom with one article behind kept pages, at a time the test moves; `asked` are the addresses the program was asked for. */
async function aNewsroom() {
  const { ctx } = await testContext();
  const article = { title: 'A result', kind: 'press_release', body: 'What it is about.', language: 'en' } as const;
  const { slug } = await publishArticle(ctx, { article, by: 'api' });
  const clock = { now: 0 };
  const through = createKeptPages(() => clock.now);
  const ask = askApp(ctx);
  const asked: string[] = [];
  const get = (path: string, init?: RequestInit) =>
    through({
      request: new Request(path.startsWith('/') ? BASE + path : path, init),
      config: ctx.config,
      answer: (request) => {
        asked.push(request.url);
        return ask(request.url.slice(new URL(request.url).origin.length), {
          method: request.method,
          headers: request.headers,
        });
      },
    });
  return { get, asked, clock, ctx, slug };
}

test('whoever asks in the same second gets the same answer, whoever asks later a new one', async () => {
  const { asked, clock, ctx, get } = await aNewsroom();
  const first = await (await get('/')).text();
  expect(await (await get('/')).text()).toBe(first);
  const news = { title: 'Another result', kind: 'press_release', body: 'More.', language: 'en' } as const;
  await publishArticle(ctx, { article: news, by: 'api' });
  clock.now = 1000;
  expect(await (await get('/')).text()).toContain('Another result');
  expect(asked).toHaveLength(2);
});

test.each([
  ['a host named in a header', '/', { 'x-forwarded-host': 'evil.example', host: 'evil.example' }],
  ['another path in a header', '/', { 'x-original-url': '/evil', 'x-rewrite-url': '/evil' }],
  ['a key of the query that nobody knows', '/?utm_source=%22%3Eevil&cb=1', {}],
  ['another host in the address', 'https://evil.example/', {}],
  ['a cookie and a language nobody speaks', '/', { cookie: 'evil=1', 'accept-language': 'evil' }],
  ['another form of answer', '/', { accept: 'application/json' }],
  ['a packing nobody knows', '/', { 'accept-encoding': 'evil' }],
])('poison in %s reaches nobody else', async (_what, address, headers) => {
  const { get } = await aNewsroom();
  const clean = await (await (await aNewsroom()).get('/')).text();
  const poisoned = await get(address, { headers });
  expect([await poisoned.text(), await (await get('/')).text()]).toEqual([clean, clean]);
});

test('nothing personal, failed or posted is kept or packed', async () => {
  const { asked, get } = await aNewsroom();
  const headers = { 'accept-encoding': 'gzip, br' };
  const paths = [
    '/confirm?t=x',
    '/preferences?t=x',
    '/subscribe',
    '/contact',
    '/health',
    '/articles/none',
    '/topics/none',
  ];
  for (const path of [...paths, ...paths])
    expect((await get(path, { headers })).headers.has('content-encoding')).toBe(false);
  await get('/', { method: 'HEAD' });
  await get('/', { headers: { authorization: 'Bearer x' } });
  await get('/');
  expect(asked).toHaveLength(2 * paths.length + 3);
});

test.each([
  ['gzip', 'gzip, deflate', gunzipSync],
  ['br', 'gzip;q=0.8, br', brotliDecompressSync],
  [null, 'gzip;q=0, identity', (bytes: Uint8Array) => bytes],
  [null, '', (bytes: Uint8Array) => bytes],
] as const)('public text is packed as %j for who takes %j', async (packing, taken, unpack) => {
  const { get } = await aNewsroom();
  const plain = await get('/');
  const answer = await get('/', { headers: { 'accept-encoding': taken } });
  expect(answer.headers.get('content-encoding')).toBe(packing);
  expect(answer.headers.get('vary')).toBe('Accept-Language, Accept-Encoding');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(String(Buffer.from(unpack(bytes)))).toBe(await plain.text());
});

test('a reader who has a page, packed or not, hears 304', async () => {
  const { get, slug } = await aNewsroom();
  for (const path of ['/', `/articles/${slug}`, '/feed.xml']) {
    for (const taken of ['', 'br']) {
      const etag = (await get(path, { headers: { 'accept-encoding': taken } })).headers.get('etag') ?? '';
      const again = await get(path, { headers: { 'if-none-match': etag } });
      expect([etag.length > 30, again.status, await again.text()]).toEqual([true, 304, '']);
    }
    expect((await get(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  }
});

test('however many addresses are asked for, only the latest answers are held', async () => {
  const { asked, get } = await aNewsroom();
  for (let n = 1; n <= 300; n += 1) await get(`/privacy?before=${n}`);
  await get('/privacy?before=300');
  expect(asked).toHaveLength(300);
  await get('/privacy?before=1');
  expect(asked).toHaveLength(301);
});
