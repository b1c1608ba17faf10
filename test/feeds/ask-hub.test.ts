import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHubClient } from '../../src/feeds/ask-hub.ts';
import type { HubAnswer, HubRequest } from '../../src/services/ports.ts';

let server: Server;
let host: string;
let posts: { url: string; headers: IncomingHttpHeaders; form: Record<string, string> }[] = [];
let answer: (url: string, response: ServerResponse) => void = () => undefined;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = Object.fromEntries(new URLSearchParams(body));
    posts.push({ url: request.url ?? '', headers: request.headers, form });
    answer(request.url ?? '', response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  posts = [];
});

function ask(overrides: Partial<HubRequest> = {}, allowed = [host]): Promise<HubAnswer> {
  const client = createHubClient({ fetch, userAgent: 'Newsdesk/1.0', allowedPrivateHosts: allowed });
  return client.ask({
    hubUrl: `http://${host}/hub`,
    mode: 'subscribe',
    topicUrl: 'https://press.example.org/feed.xml?a=1&b=2',
    callbackUrl: 'https://news.example.com/websub/abc',
    secret: 's3cret',
    leaseSeconds: 864_000,
    ...overrides,
  });
}

test('posts the form that the specification names, and no secret to end', async () => {
  answer = (_url, response) => response.writeHead(202).end();
  expect(await ask()).toEqual({ kind: 'accepted' });
  expect(await ask({ mode: 'unsubscribe' })).toEqual({ kind: 'accepted' });
  const form = {
    'hub.mode': 'subscribe',
    'hub.topic': 'https://press.example.org/feed.xml?a=1&b=2',
    'hub.callback': 'https://news.example.com/websub/abc',
  };
  expect(posts.map((post) => post.form)).toEqual([
    { ...form, 'hub.secret': 's3cret', 'hub.lease_seconds': '864000' },
    { ...form, 'hub.mode': 'unsubscribe' },
  ]);
  expect(posts[0]?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'Newsdesk/1.0',
  });
});

test.each([
  [204, 'accepted'],
  [400, 'refused'],
  [403, 'refused'],
  [302, 'refused'],
  [408, 'unanswered'],
  [429, 'unanswered'],
  [500, 'unanswered'],
])('reads status %i as %s', async (status, kind) => {
  answer = (_url, response) => response.writeHead(status, { Location: '/other' }).end('The secret was s3cret.');
  const heard = await ask();
  expect(heard.kind).toBe(kind);
  expect(JSON.stringify(heard)).not.toContain('s3cret');
  expect(posts.length).toBe(1);
});

test.each([307, 308])('follows a redirect with %i, with all it had to say', async (status) => {
  answer = (url, response) =>
    url === '/hub' ? response.writeHead(status, { Location: '/new' }).end() : response.writeHead(202).end();
  expect(await ask()).toEqual({ kind: 'accepted' });
  expect(posts.map(({ url, form }) => [url, form['hub.secret']])).toEqual([
    ['/hub', 's3cret'],
    ['/new', 's3cret'],
  ]);
});

test('never posts into a private network, neither at once nor by a redirect, nor round and round', async () => {
  expect(await ask({ hubUrl: 'http://127.0.0.1:1/' }, [])).toMatchObject({ kind: 'refused' });
  expect(await ask({ hubUrl: 'file:///etc/passwd' })).toMatchObject({ kind: 'refused' });
  expect(posts).toEqual([]);
  answer = (_url, response) => response.writeHead(307, { Location: 'http://169.254.169.254/latest' }).end();
  expect(await ask()).toMatchObject({ kind: 'refused' });
  expect(posts.length).toBe(1);
  answer = (_url, response) => response.writeHead(308, { Location: '/hub' }).end();
  expect(await ask()).toMatchObject({ kind: 'refused' });
  expect(posts.length).toBe(1 + 4);
});

test.each(['http://localhost:8787/websub/a', 'http://127.0.0.1:8787/websub/a', 'http://news.local/websub/a'])(
  'a newsroom at %s asks no hub but those of its own machine',
  async (callbackUrl) => {
    answer = (_url, response) => response.writeHead(202).end();
    expect(await ask({ callbackUrl, hubUrl: 'https://hub.example.org/' })).toMatchObject({
      kind: 'refused',
      message: 'No hub outside can reach this newsroom at its BASE_URL.',
    });
    expect(await ask({ callbackUrl })).toEqual({ kind: 'accepted' });
  },
);

test('says only that a hub cannot be reached', async () => {
  const message = 'The hub cannot be reached.';
  expect(await ask({ hubUrl: 'http://127.0.0.1:1/' }, ['127.0.0.1:1'])).toEqual({ kind: 'unanswered', message });
});
