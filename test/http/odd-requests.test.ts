import { expect, test } from 'vitest';
import { routesOfApp } from '../invariants/routes-of-app.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

/** Headers and keys by which caches and frameworks elsewhere were led to keep another page than the address names. */
const FORGED = {
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-original-url': '/desk',
  'x-rewrite-url': '/desk',
  'x-http-method-override': 'DELETE',
  'x-preview': '1',
};

test.each(['/', '/subscribe', '/archive', '/feed.xml'])(
  'headers and keys that nobody asked for change nothing of %s, which caches keep',
  async (path) => {
    const { ctx } = await testContext();
    const ask = askApp(ctx);
    // The sign-up form carries, signed, when it was drawn; the clock of the test stands still.
    const plain = await ask(path);
    const odd = await ask(`${path}?utm_source=%3Cscript%3E&preview=1&callback=evil`, { headers: FORGED });
    expect([odd.status, await odd.text()]).toEqual([plain.status, await plain.text()]);
    expect([...odd.headers]).toEqual([...plain.headers]);
  },
);

test.each([
  ...[
    '/',
    '/upcoming',
    '/privacy',
    '/archive',
    '/subscribe',
    '/subscribe?embed',
    '/contact',
    '/topics/none',
    '/articles/none',
  ],
  ...['/embed.json', '/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml', '/newsroom.js', '/embed.js'],
])('what is public at %s and differs by language is kept by language', async (path) => {
  const { ctx } = await testContext();
  const ask = askApp(ctx);
  const [en, zh] = await Promise.all(['en', 'zh-CN'].map((tag) => ask(path, { headers: { 'accept-language': tag } })));
  const differs = (await en?.text()) !== (await zh?.text());
  expect([en?.headers.get('cache-control')?.startsWith('public'), en?.headers.get('vary') ?? '']).toEqual([
    true,
    differs ? expect.stringContaining('Accept-Language') : expect.any(String),
  ]);
});

test('the form, which may be read from elsewhere, is kept by language and by origin', async () => {
  const { ctx } = await testContext();
  const vary = (await askApp(ctx)('/subscribe')).headers.get('vary') ?? '';
  expect(vary.split(/,\s*/).sort()).toEqual(['Accept-Language', 'Origin']);
});

test.each([
  '/api/v1/readers.csv',
  '/api/v1/readers.csv/',
  '//api/v1/readers.csv',
  '/API/v1/readers.csv',
  '/api/v1//readers.csv',
  '/api/v1/%72eaders.csv',
  '/api/v1/../v1/readers.csv',
])('the door at %s needs the token however its address is spelt', async (path) => {
  const { ctx } = await testContext();
  const ask = askApp(ctx);
  const whole = await ask('/api/v1/readers.csv', { headers: { authorization: `Bearer ${ctx.config.adminToken}` } });
  expect(whole.status).toBe(200);
  const answer = await ask(path);
  expect([401, 403, 404]).toContain(answer.status);
});

const FORMS = routesOfApp()
  .filter((route) => route.startsWith('POST ') && !/\/(?:api|slack|webhooks|websub)\//.test(route))
  .map((route) => route.slice('POST '.length));

/** A form of sixteen megabytes, and how much of it was read so far. */
function longForm() {
  const piece = new Uint8Array(16_384).fill(97);
  let read = 0;
  const body = new ReadableStream({
    pull(controller) {
      read += piece.byteLength;
      if (read > 1 << 24) controller.close();
      else controller.enqueue(piece);
    },
  });
  return { body, read: () => read };
}

test.each(FORMS)('a form that is too long is refused by %s and not read to its end', async (path) => {
  const { ctx, world } = await testContext();
  const { body, read } = longForm();
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await askApp(ctx)(path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  // Leaving the dashboard takes no form at all.
  expect(path === '/desk/leave' ? [200] : [413, 422]).toContain(answer.status);
  expect(read()).toBeLessThan(100_000);
  expect(world.log).toEqual([]);
});
