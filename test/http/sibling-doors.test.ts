import { expect, test } from 'vitest';
import { SettingsShape } from '../../src/services/newsroom-settings.ts';
import { testContext, VARIABLES } from '../support/context.ts';
import { askApp } from './app.ts';

const ADMIN = { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}`, 'content-type': 'application/json' };

async function doors() {
  const { ctx: bare } = await testContext();
  const signup = { roleAddresses: 'refuse', disposableDomains: ['gone.example'] };
  const ctx = { ...bare, settings: SettingsShape.parse({ signup }) };
  const ask = askApp(ctx);
  const json = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const count = async () => {
    const { results } = await ctx.db.prepare('SELECT COUNT(*) AS n FROM subscriber').all();
    return results[0]?.n;
  };
  return { ask, json, count };
}

/** Addresses that the form refuses here: an office's, a throw-away one, and several that are none. */
const REFUSED = [
  'info@example.org',
  'ana@gone.example',
  'ana',
  'ana@example.org\r\nBcc: x@example.org',
  'a@x.example,b@y.example',
];

test.each(REFUSED)('whatever door an address comes by, the rules of the form hold: %j', async (email) => {
  const { ask, count, json } = await doors();
  expect((await json('/subscribe', { name: 'A', email })).status).toBe(422);
  const form = { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams({ name: 'A', email }) };
  expect((await ask('/subscribe', form)).status).toBe(422);
  expect((await json('/api/v1/readers', { email }, ADMIN)).status).toBe(422);
  const terms = { consentSource: 'the old list', consentAt: '2024-05-17' };
  const check = await json('/api/v1/imports/check', { terms, rows: [{ line: 2, email }] }, ADMIN);
  expect(await check.text()).toMatch(/"bad":1/);
  expect(await count()).toBe(0);
});

const SQL = [`' OR 1=1 --`, `%`, `x'; DROP TABLE subscriber; --`, `1) UNION SELECT * FROM setting --`];

test.each(SQL)('SQL in the filters of the API finds nothing and breaks nothing: %j', async (words) => {
  const { ask, count, json } = await doors();
  await json('/subscribe', { name: 'A', email: 'ana@example.org' });
  const q = encodeURIComponent(words);
  const asked = [
    `/api/v1/readers?after=${q}`,
    `/api/v1/readers?state=${q}`,
    `/api/v1/readers/${q}`,
    `/api/v1/articles?after=${q}`,
    `/api/v1/growth?days=${q}`,
    `/api/v1/backup/${q}`,
  ];
  for (const path of asked) {
    const answer = await ask(path, { headers: ADMIN });
    const text = await answer.text();
    expect([path, [404, 422].includes(answer.status), text]).toEqual([path, true, text]);
    expect(text).not.toContain('ana@example.org');
  }
  const found = await json('/api/v1/readers/find', { email: words }, ADMIN);
  expect([404, 422]).toContain(found.status);
  expect(await count()).toBe(1);
});
