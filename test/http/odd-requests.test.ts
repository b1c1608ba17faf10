import { expect, test } from 'vitest';
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
