import type { LookupAddress } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFeedSource } from '../src/feeds/feed-source.ts';
import { createGuardedFetch, type Resolve } from '../src/feeds-fetch-node.ts';

let server: Server;
let port: number;
let requests: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  requests = [];
  answer = (_request, response) => response.end('here');
});

/** Names lead where the test says, without any name server. */
function leadingTo(...addresses: string[]): Resolve {
  return (_host, done) =>
    done(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
}

const PRIVATE = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '100.64.0.1', '0.0.0.0', '192.168.1.1', '224.0.0.1'];
const PRIVATE_V6 = [
  '::1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
];

test.each([...PRIVATE, ...PRIVATE_V6])('a public name that leads to %s is not connected to', async (address) => {
  const guarded = createGuardedFetch([], leadingTo(address));
  await expect(guarded(`http://feeds.example.org:${port}/`, {})).rejects.toThrow('private network');
  expect(requests).toEqual([]);
});

test('a name that turns private between two requests is refused at the second', async () => {
  let addresses: string[] = ['127.0.0.1'];
  const rebinding: Resolve = (host, done) => leadingTo(...addresses)(host, done);
  const host = `feeds.example.org:${port}`;
  const allowed = createGuardedFetch([host], rebinding);
  expect(await (await allowed(`http://${host}/`, {})).text()).toBe('here');
  addresses = ['10.0.0.1', '::1'];
  await expect(createGuardedFetch([], rebinding)(`http://${host}/`, {})).rejects.toThrow('private network');
  expect(requests.length).toBe(1);
});

test('an address that is private in any spelling is refused before anything is resolved', async () => {
  const resolve: Resolve = () => {
    throw new Error('Nothing may be resolved.');
  };
  const guarded = createGuardedFetch([], resolve);
  const hosts = ['127.1', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost', 'user@127.0.0.1'];
  for (const host of hosts)
    await expect(guarded(`http://${host}:${port}/`, {})).rejects.toThrow(/cannot be fetched|user name/);
  expect(requests).toEqual([]);
});

test('a host that is allowed is asked whatever its address', async () => {
  const guarded = createGuardedFetch([`127.0.0.1:${port}`]);
  expect(await (await guarded(`http://127.0.0.1:${port}/`, {})).text()).toBe('here');
});

async function get(init: RequestInit = {}): Promise<Response> {
  return createGuardedFetch([`127.0.0.1:${port}`])(`http://127.0.0.1:${port}/feed?a=1`, init);
}

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
])('reads a body sent as %s', async (encoding, compress) => {
  const text = 'Ünïcödé '.repeat(10_000);
  answer = (_request, response) => response.writeHead(200, { 'Content-Encoding': encoding }).end(compress(text));
  expect(await (await get()).text()).toBe(text);
  expect(requests[0]?.headers['accept-encoding']).toBe('gzip, br');
});

test('reads a compressed body that ends early as far as it goes', async () => {
  const whole = gzipSync('news '.repeat(2000), { level: 0 });
  answer = (_request, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(whole.subarray(0, 6000));
  expect(await (await get()).text()).toMatch(/^(?:news )+/);
});

test('sends method, headers and body, and follows no redirect', async () => {
  let posted = '';
  answer = (request, response) => {
    request.on('data', (chunk: Buffer) => {
      posted += chunk;
    });
    request.on('end', () => response.writeHead(308, { Location: '/elsewhere', 'X-Two': ['a', 'b'] }).end());
  };
  const response = await get({ method: 'POST', headers: { 'User-Agent': 'Newsdesk/1.0' }, body: 'hub.mode=subscribe' });
  expect([response.status, response.headers.get('location'), response.headers.get('x-two')]).toEqual([
    308,
    '/elsewhere',
    'a, b',
  ]);
  expect(requests.map(({ method, url, headers }) => [method, url, headers['user-agent']])).toEqual([
    ['POST', '/feed?a=1', 'Newsdesk/1.0'],
  ]);
  expect(posted).toBe('hub.mode=subscribe');
});

test.each([304, 204])('an answer with status %i has no body', async (status) => {
  answer = (_request, response) => response.writeHead(status, { ETag: '"1"' }).end();
  const response = await get();
  expect([response.status, response.headers.get('etag'), response.body]).toEqual([status, '"1"', null]);
});

test('an impossible status and a broken connection are rejected, not thrown past the caller', async () => {
  answer = (_request, response) => response.writeHead(999).end('no');
  await expect(get()).rejects.toThrow();
  answer = (_request, response) => response.destroy();
  await expect(get()).rejects.toThrow();
});

test('a signal ends the wait, and the reading', async () => {
  answer = () => undefined;
  await expect(get({ signal: AbortSignal.timeout(30) })).rejects.toMatchObject({ name: 'AbortError' });
  const controller = new AbortController();
  answer = (_request, response) => response.write('begin');
  const response = await get({ signal: controller.signal });
  const text = response.text();
  controller.abort();
  await expect(text).rejects.toThrow();
});

test('a small body that unpacks into a huge one is given up at the cap', async () => {
  const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024));
  answer = (_request, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb);
  const host = `127.0.0.1:${port}`;
  const source = createFeedSource({
    fetch: createGuardedFetch([host]),
    userAgent: 'Newsdesk/1.0',
    allowedPrivateHosts: [host],
    now: () => new Date(),
  });
  const read = await source.read({
    url: `http://${host}/`,
    validators: { etag: null, lastModified: null },
    timeZone: 'UTC',
  });
  expect(read).toMatchObject({ kind: 'failed', reason: 'too_large' });
});

test('two connections a host at once, however many are asked for', async () => {
  let open = 0;
  let most = 0;
  answer = (_request, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.end('here');
    }, 10);
  };
  const guarded = createGuardedFetch([`127.0.0.1:${port}`]);
  const texts = Array.from({ length: 6 }, async () => (await guarded(`http://127.0.0.1:${port}/`, {})).text());
  expect(await Promise.all(texts)).toEqual(Array(6).fill('here'));
  expect(most).toBe(2);
});
