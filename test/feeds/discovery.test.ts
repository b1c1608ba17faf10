import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFeedSource } from '../../src/feeds/feed-source.ts';
import type { Context } from '../../src/services/context.ts';
import { type AddFeedInput, addFeed } from '../../src/services/feeds/add-feed.ts';
import { FeedChoiceError } from '../../src/services/feeds/discover-feeds.ts';
import { testContext } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

type Answer = { status?: number; headers?: Record<string, string>; body?: string };

let server: Server;
let origin: string;
let pages = new Map<string, Answer>();
let asked: string[] = [];
let atOnce = 0;
let mostAtOnce = 0;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    await new Promise((done) => setTimeout(done, 5));
    atOnce -= 1;
    const page = pages.get(request.url ?? '') ?? { status: 404 };
    response.writeHead(page.status ?? 200, page.headers ?? {}).end(page.body ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  pages = new Map();
  asked = [];
  mostAtOnce = 0;
});

const html = (head: string, headers: Record<string, string> = {}): Answer => ({
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body: `<!doctype html><html><head>${head}</head><body><p>Hello</p></body></html>`,
});
const rss = (title: string): Answer => ({
  headers: { 'content-type': 'application/rss+xml' },
  body: `<rss version="2.0"><channel><title>${title}</title>
    <item><title>Older</title><pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate></item>
    <item><title>Newest of ${title}</title><pubDate>Tue, 03 Feb 2026 10:00:00 GMT</pubDate></item></channel></rss>`,
});

async function context(): Promise<Context> {
  const { ctx } = await testContext();
  const host = origin.slice('http://'.length);
  const now = () => new Date('2026-06-01T00:00:00Z');
  return { ...ctx, feeds: createFeedSource({ fetch, userAgent: 'Newsdesk/1.0', allowedPrivateHosts: [host], now }) };
}

const wish = (url: string): AddFeedInput => ({
  url,
  ...FEED_TERMS,
});

/** What adding an address leads to: the added feed's path, the paths to choose from, or the refusal. */
async function outcomeOf(path: string): Promise<string | string[]> {
  try {
    const { feed } = await addFeed(await context(), wish(origin + path));
    return feed.url.slice(origin.length);
  } catch (error) {
    if (error instanceof FeedChoiceError) return error.candidates.map(({ url }) => url.slice(origin.length));
    return error instanceof Error ? error.message : String(error);
  }
}

const link = (href: string, type: string) => `<link rel="alternate" type="${type}" href="${href}">`;

test('link elements are taken in document order, resolved against the base, and only those that are feeds', async () => {
  pages.set(
    '/blog/',
    html(`<base href="/site/">${link('b.rss', 'application/rss+xml')}${link('/gone.xml', 'application/atom+xml')}
    ${link('a.rss', 'text/rss')}${link('b.rss', 'application/rss+xml')}${link('/style.css', 'text/css')}`),
  );
  pages.set('/site/b.rss', rss('B'));
  pages.set('/site/a.rss', rss('A'));
  expect(await outcomeOf('/blog/')).toEqual(['/site/b.rss', '/site/a.rss']);
  expect(asked.slice().sort()).toEqual(['/blog/', '/gone.xml', '/site/a.rss', '/site/b.rss']);
});

test('each candidate carries title, count and its newest item with the date', async () => {
  pages.set('/', html(link('/a', 'application/rss+xml') + link('/b', 'application/rss+xml')));
  pages.set('/a', rss('A'));
  pages.set('/b', rss('B'));
  const failure = await addFeed(await context(), wish(`${origin}/`)).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'invalid',
    message: 'That page has 2 feeds. Choose one of them. Nothing was added.',
    candidates: [
      {
        url: `${origin}/a`,
        title: 'A',
        itemCount: 2,
        newest: { title: 'Newest of A', publishedAt: '2026-02-03T10:00:00.000Z' },
      },
      { url: `${origin}/b`, title: 'B' },
    ],
  });
});

test.for<[string, Answer, string]>([
  ['an RSS link element', html('<link rel="alternate" type="application/rss+xml" href="/f">'), '/f'],
  ['an Atom link element', html('<link type="application/atom+xml" href="f" rel="Alternate home">'), '/f'],
  ['a JSON Feed link element', html('<link rel=alternate type="application/feed+json" href=/f>'), '/f'],
  ['a Link header', html('', { Link: '</f>; rel="alternate"; type="application/rss+xml"' }), '/f'],
  [
    'a second Link header value',
    html('', { Link: '</x>; rel=next, </f>; type="application/atom+xml"; rel=alternate' }),
    '/f',
  ],
])('a page with %s gets that feed at once', async ([, page, path]) => {
  pages.set('/', page);
  pages.set('/f', rss('F'));
  expect(await outcomeOf('/')).toBe(path);
});

test('an alternate of another type in a Link header is not asked for', async () => {
  pages.set('/', html('', { Link: '</wp-json/>; rel="https://api.w.org/", </de>; rel="alternate"; hreflang="de"' }));
  await outcomeOf('/');
  expect(asked).not.toContain('/de');
  expect(asked).not.toContain('/wp-json/');
});

test('usual addresses are tried only where nothing announced is a feed, from the site that answered', async () => {
  pages.set('/old', { status: 301, headers: { location: '/deep/page' } });
  pages.set('/deep/page', html(''));
  pages.set('/index.xml', rss('I'));
  expect(await outcomeOf('/old')).toBe('/index.xml');
  pages.set('/deep/page', html(link('/mine', 'application/rss+xml')));
  pages.set('/mine', rss('Mine'));
  asked = [];
  expect(await outcomeOf('/old')).toBe('/mine');
  expect(asked).not.toContain('/index.xml');
});

test('two usual addresses with the same content are one feed', async () => {
  pages.set('/', html(''));
  pages.set('/feed', rss('Same'));
  pages.set('/rss', { status: 302, headers: { location: '/feed' } });
  expect(await outcomeOf('/')).toBe('/feed');
});

test('a page is never followed to more than eight addresses, two at a time', async () => {
  pages.set('/', html(Array.from({ length: 30 }, (_, n) => link(`/f${n}`, 'application/rss+xml')).join('')));
  expect(await outcomeOf('/')).toBe('That page has no feed I can find. Try the address of its RSS or Atom feed.');
  expect(asked.length).toBe(1 + 8);
  expect(mostAtOnce).toBeLessThanOrEqual(2);
  asked = [];
  pages.set('/', html(link('/one', 'application/rss+xml') + link('/two', 'application/rss+xml')));
  await outcomeOf('/');
  expect(asked.length).toBe(1 + 8);
});

test('a page cannot lead into a private network', async () => {
  let wasAsked = false;
  const inside = createServer((_request, response) => {
    wasAsked = true;
    response.end(rss('Secret').body);
  });
  await new Promise<void>((done) => inside.listen(0, '127.0.0.1', done));
  const secret = `http://127.0.0.1:${(inside.address() as AddressInfo).port}/feed`;
  pages.set('/', html(link(secret, 'application/rss+xml'), { Link: `<${secret}>; rel=alternate; type="text/rss"` }));
  expect(await outcomeOf('/')).toContain('no feed I can find');
  expect(wasAsked).toBe(false);
  await new Promise((done) => inside.close(done));
});

test('a document that is neither page nor feed is named, and nothing else is asked for', async () => {
  pages.set('/sitemap.xml', { headers: { 'content-type': 'text/xml' }, body: '<urlset><url/></urlset>' });
  expect(await outcomeOf('/sitemap.xml')).toBe('This is a sitemap, not a feed.');
  expect(asked).toEqual(['/sitemap.xml']);
});
