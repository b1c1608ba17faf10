import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFeedSource } from '../../src/feeds/feed-source.ts';
import type { FeedAnswer, Validators } from '../../src/services/ports.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const NONE: Validators = { etag: null, lastModified: null };
const FEED = '<rss version="2.0"><channel><title>T</title><item><title>A</title><link>/a</link></item></channel></rss>';

let server: Server;
let origin: string;
let requests: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  requests = [];
});

async function poll(path: string, validators = NONE, bodyHash: string | null = null): Promise<FeedAnswer> {
  const source = createFeedSource({
    fetch,
    userAgent: 'Newsdesk/1.0 (+https://news.example)',
    allowedPrivateHosts: [origin.slice('http://'.length)],
    now: () => NOW,
  });
  return await source.read({ url: origin + path, validators, timeZone: 'UTC', bodyHash });
}

function reply(status: number, headers: Record<string, string> = {}, body = ''): void {
  answer = (_request, response) => response.writeHead(status, headers).end(body);
}

test('brings the document, its validators byte for byte and the hash of the body', async () => {
  reply(
    200,
    {
      ETag: 'W/"a b"',
      'Last-Modified': 'Sat, 30 May 2026 10:00:00 GMT',
      'Cache-Control': 'public, max-age=600',
      Age: '100',
    },
    FEED,
  );
  expect(await poll('/feed')).toMatchObject({
    kind: 'document',
    validators: { etag: 'W/"a b"', lastModified: 'Sat, 30 May 2026 10:00:00 GMT' },
    freshForSeconds: 500,
    bodyHash: createHash('sha256').update(FEED).digest('hex'),
    movedTo: null,
    document: { title: 'T', items: [{ url: `${origin}/a` }] },
  });
});

test('asks politely: stable name, accepted types, both conditions unchanged, no cookie', async () => {
  answer = (_request, response) => response.writeHead(304, { 'Set-Cookie': 'a=1' }).end();
  await poll('/feed', { etag: 'W/"x"', lastModified: 'some odd date' });
  await poll('/feed');
  const [first, second] = requests.map(({ headers }) => headers);
  expect(first).toMatchObject({
    'user-agent': 'Newsdesk/1.0 (+https://news.example)',
    'if-none-match': 'W/"x"',
    'if-modified-since': 'some odd date',
  });
  expect(first?.accept).toContain('application/feed+json');
  expect(second).not.toHaveProperty('if-none-match');
  expect(second).not.toHaveProperty('if-modified-since');
  expect(second).not.toHaveProperty('cookie');
  expect(second).not.toHaveProperty('referer');
});

test('takes over what a 304 says anew and keeps the rest', async () => {
  reply(304, { ETag: '"2"', 'Cache-Control': 'max-age=60' });
  expect(await poll('/feed', { etag: '"1"', lastModified: 'x' })).toEqual({
    kind: 'unchanged',
    validators: { etag: '"2"', lastModified: 'x' },
    freshForSeconds: 60,
    movedTo: null,
    hasBody: false,
  });
});

test.each([
  [{ Expires: 'Mon, 01 Jun 2026 01:00:00 GMT', Date: 'Mon, 01 Jun 2026 00:00:00 GMT' }, 3600],
  [{ Expires: '0' }, 0],
  [{ 'Cache-Control': 'no-cache, max-age=600' }, null],
  [{ 'Cache-Control': 'max-age=60', Age: '100' }, 0],
  [{}, null],
])('reads freshness from %o', async (headers, freshForSeconds) => {
  reply(200, headers as Record<string, string>, FEED);
  expect(await poll('/feed')).toMatchObject({ kind: 'document', freshForSeconds });
});

test.each([
  ['permanent all the way', [301, 308], '/2'],
  ['permanent, then temporary', [301, 302], '/1'],
  ['temporary, then permanent', [302, 301], null],
  ['temporary', [307], null],
  ['see other', [303], null],
])('follows redirects: %s', async (_name, statuses, movedTo) => {
  answer = ({ url }, response) => {
    const step = Number(url?.slice(1));
    const status = statuses[step];
    if (status === undefined) response.writeHead(200).end(FEED);
    else response.writeHead(status, { Location: `/${step + 1}` }).end('moved');
  };
  expect(await poll('/0')).toMatchObject({ kind: 'document', movedTo: movedTo && origin + movedTo });
});

test('the same body again is unchanged, whatever its validators, and is not parsed', async () => {
  const page = '<html>never parsed</html>';
  reply(200, { ETag: '"new"' }, page);
  const bodyHash = createHash('sha256').update(page).digest('hex');
  expect(await poll('/feed', NONE, bodyHash)).toEqual({
    kind: 'unchanged',
    validators: { etag: '"new"', lastModified: null },
    freshForSeconds: null,
    movedTo: null,
    hasBody: true,
  });
});

test('tells of a permanent redirect that ends in "not modified"', async () => {
  answer = ({ url }, response) => {
    if (url === '/new') response.writeHead(304).end();
    else response.writeHead(301, { Location: '/new' }).end();
  };
  expect(await poll('/old', { etag: '"1"', lastModified: null })).toMatchObject({
    kind: 'unchanged',
    movedTo: `${origin}/new`,
    hasBody: false,
  });
  expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual(['"1"', '"1"']);
});

test('gives up after five redirects', async () => {
  answer = ({ url }, response) => response.writeHead(302, { Location: `/${Number(url?.slice(1)) + 1}` }).end();
  expect(await poll('/0')).toMatchObject({ kind: 'failed', reason: 'unreachable' });
  expect(requests).toHaveLength(6);
});

test.each(['http://127.0.0.2/', 'http://[::1]:1/', 'http://169.254.169.254/', 'file:///etc/passwd'])(
  'does not follow a redirect to %s',
  async (location) => {
    reply(302, { Location: location });
    expect(await poll('/feed')).toMatchObject({ kind: 'failed', reason: 'unsafe' });
    expect(requests).toHaveLength(1);
  },
);

test.each([
  [410, 'gone'],
  [401, 'refused'],
  [403, 'refused'],
  [404, 'unreachable'],
  [500, 'unreachable'],
])('reports status %i as %s', async (status, reason) => {
  reply(status);
  expect(await poll('/feed')).toMatchObject({ kind: 'failed', reason, retryAfterSeconds: null });
});

test.each([
  ['120', 120],
  ['Mon, 01 Jun 2026 00:10:00 GMT', 600],
  ['Mon, 01 Jun 2020 00:10:00 GMT', 0],
  ['soon', null],
])('passes on Retry-After %s', async (value, retryAfterSeconds) => {
  reply(429, { 'Retry-After': value });
  expect(await poll('/feed')).toMatchObject({ kind: 'failed', reason: 'unreachable', retryAfterSeconds });
});

test('stops reading a body at 5 MB, announced or not', async () => {
  reply(200, { 'Content-Length': '6000000' }, 'x'.repeat(6_000_000));
  expect(await poll('/feed')).toMatchObject({ kind: 'failed', reason: 'too_large' });
  answer = (_request, response) => {
    const chunk = 'x'.repeat(1_000_000);
    for (let count = 0; count < 6; count++) response.write(chunk);
    response.end();
  };
  expect(await poll('/feed')).toMatchObject({ kind: 'failed', reason: 'too_large' });
});

test('says what it got when that is no feed', async () => {
  reply(
    200,
    { 'Content-Type': 'text/html' },
    '<html><link rel="alternate" type="application/rss+xml" href="/real"></html>',
  );
  expect(await poll('/feed')).toMatchObject({
    kind: 'failed',
    reason: 'not_a_feed',
    message: `This is an HTML page; it links to these feeds: ${origin}/real`,
  });
});

test('prefers the hub of the Link header and resolves it', async () => {
  reply(200, { Link: '<https://hub.example/>; rel="hub", </self>; rel=self' }, FEED);
  expect(await poll('/feed')).toMatchObject({
    document: { hubUrl: 'https://hub.example/', selfUrl: `${origin}/self` },
  });
});

test('decodes by the charset of the Content-Type', async () => {
  answer = (_request, response) => {
    const body = Buffer.concat([
      Buffer.from('<rss><channel><title>'),
      Buffer.from([0xd6, 0xd0]),
      Buffer.from('</title></channel></rss>'),
    ]);
    response.writeHead(200, { 'Content-Type': 'text/xml; charset=gbk' }).end(body);
  };
  expect(await poll('/feed')).toMatchObject({ document: { title: '中' } });
});

test('answers rather than throws when nobody listens or the address is not allowed', async () => {
  const source = createFeedSource({ fetch, userAgent: 'x', allowedPrivateHosts: ['127.0.0.1:1'], now: () => NOW });
  const read = (url: string) => source.read({ url, validators: NONE, timeZone: 'UTC' });
  expect(await read('http://127.0.0.1:1/')).toMatchObject({ kind: 'failed', reason: 'unreachable' });
  expect(await read('http://127.0.0.1:2/')).toMatchObject({ kind: 'failed', reason: 'unsafe' });
  expect(requests).toHaveLength(0);
});

test('gives up on a server that is too slow', async () => {
  const fetchTimedOut: typeof fetch = () => Promise.reject(new DOMException('The operation timed out', 'TimeoutError'));
  const source = createFeedSource({ fetch: fetchTimedOut, userAgent: 'x', allowedPrivateHosts: [], now: () => NOW });
  expect(await source.read({ url: 'https://a.example/', validators: NONE, timeZone: 'UTC' })).toMatchObject({
    kind: 'failed',
    message: 'a.example did not answer within 20 seconds.',
  });
});
