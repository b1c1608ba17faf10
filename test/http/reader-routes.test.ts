import { expect, test } from 'vitest';
import { handleRequest } from '../../src/app.ts';
import { countByState } from '../../src/db/readers/subscribers.ts';
import type { Context } from '../../src/services/context.ts';
import { confirmLink, unsubscribeLink } from '../../src/services/links.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { testContext } from '../support/context.ts';

const BASE = 'https://news.example.com';
const GOOD = { name: 'Ana', email: 'ana@example.org' };

function send(ctx: Context, path: string, init: RequestInit = {}): Promise<Response> {
  return handleRequest(new Request(`${BASE}${path}`, init), { ctx, waitUntil: () => {}, clientAddress: '192.0.2.9' });
}

const form = (
  fields: Record<string, string>,
  headers: Record<string, string> = { accept: 'text/html' },
): RequestInit => ({
  method: 'POST',
  headers,
  body: new URLSearchParams(fields),
});
const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
function multipart(fields: Record<string, string>): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return { method: 'POST', body, headers: { accept: 'text/html' } };
}

test.each([
  ['urlencoded', form(GOOD), 200, 'text/html'],
  ['multipart', multipart(GOOD), 200, 'text/html'],
  ['JSON', json(GOOD), 202, 'application/json'],
])('a sign-up arrives as %s', async (_name, init, status, type) => {
  const { ctx } = await testContext();
  const response = await send(ctx, '/subscribe', init);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain(type);
  expect((await countByState(ctx.db)).get('pending')).toBe(1);
});

test("what is wrong is named field by field, in the reader's language, and nothing is stored", async () => {
  const { ctx } = await testContext();
  const bad = await send(
    ctx,
    '/subscribe',
    json({ name: ' ', email: 'nobody', company: 'x'.repeat(201), locale: 'en' }),
  );
  expect(bad.status).toBe(422);
  const { error } = (await bad.json()) as { error: { code: string; fields: Record<string, string> } };
  expect(error.code).toBe('invalid');
  expect(Object.keys(error.fields).sort()).toEqual(['company', 'email', 'name']);
  const chinese = await send(ctx, '/subscribe', form({ name: '', email: 'x', locale: 'zh-Hans' }));
  expect(chinese.status).toBe(422);
  expect(await chinese.text()).toMatch(/lang="zh-Hans"[\s\S]*请/);
  expect((await countByState(ctx.db)).size).toBe(0);
});

test.each([
  ['no body', { method: 'POST' }],
  ['broken JSON', { ...json({}), body: '{"name":' }],
  ['an array', json([1, 2])],
  ['another type', { method: 'POST', body: 'name=a', headers: { 'content-type': 'text/plain' } }],
  ['a body that is far too long', form({ ...GOOD, company: 'x'.repeat(70_000) })],
])('%s is refused with 422 and stores nothing', async (_name, init) => {
  const { ctx } = await testContext();
  expect((await send(ctx, '/subscribe', init)).status).toBe(422);
  expect((await countByState(ctx.db)).size).toBe(0);
});

test('keys that a form has no business sending change nothing', async () => {
  const { ctx } = await testContext();
  await send(
    ctx,
    '/subscribe',
    json({
      ...GOOD,
      state: 'active',
      id: 99,
      confirmed_at: '2020-01-01',
      frequency: 'hourly',
      ['__proto__']: { role: 'owner' },
    }),
  );
  const { results } = await ctx.db.prepare('SELECT id, state, frequency FROM subscriber').all();
  expect(results).toEqual([{ id: 1, state: 'pending', frequency: 'weekly' }]);
});

test('the trap field gets the same answer and nothing happens', async () => {
  const { ctx } = await testContext();
  const human = await send(ctx, '/subscribe', json(GOOD));
  const robot = await send(
    ctx,
    '/subscribe',
    json({ name: 'Bot', email: 'bot@example.org', website: 'https://spam.example' }),
  );
  expect([robot.status, await robot.text()]).toEqual([human.status, await human.text()]);
  expect((await countByState(ctx.db)).get('pending')).toBe(1);
});

test('the answer is the same for a new, pending, subscribed, left, suppressed and limited address', async () => {
  const { ctx } = await testContext();
  const states = ['active', 'unsubscribed', 'suppressed', 'pending'];
  for (const [n, state] of states.entries()) {
    await send(ctx, '/subscribe', json({ name: 'A', email: `${state}@example.org` }));
    await ctx.db
      .prepare('UPDATE subscriber SET state = ?1 WHERE id = ?2')
      .bind(state, n + 1)
      .all();
  }
  const answers = [];
  for (const who of [...states, 'new', 'new', 'new']) {
    const response = await send(ctx, '/subscribe', json({ name: 'A', email: `${who}@example.org` }));
    answers.push([response.status, await response.text(), [...response.headers]]);
  }
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test('only named origins may post from their pages', async () => {
  const { ctx } = await testContext({ SIGNUP_ORIGINS: 'https://www.example.com' });
  const ours = await send(ctx, '/subscribe', json(GOOD, { origin: 'https://www.example.com' }));
  expect(ours.headers.get('access-control-allow-origin')).toBe('https://www.example.com');
  const theirs = await send(ctx, '/subscribe', json(GOOD, { origin: 'https://evil.example' }));
  expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
  const preflight = await send(ctx, '/subscribe', {
    method: 'OPTIONS',
    headers: { origin: 'https://www.example.com', 'access-control-request-method': 'POST' },
  });
  expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
});

async function signedUp(): Promise<{ ctx: Context; confirm: string; leave: string }> {
  const { ctx } = await testContext();
  await send(ctx, '/subscribe', json(GOOD));
  await runEmail(ctx, '2026-12-01T00:00:00.000Z');
  const { results } = await ctx.db.prepare('SELECT public_id FROM subscriber').all();
  const publicId = String(results[0]?.public_id);
  const path = (link: string) => link.slice(BASE.length);
  return { ctx, confirm: path(confirmLink(ctx, publicId, 1)), leave: path(unsubscribeLink(ctx, publicId)) };
}

async function everything(ctx: Context): Promise<string> {
  const tables = ['subscriber', 'subscription', 'consent', 'message', 'suppression', 'rate_count'];
  const rows = await Promise.all(tables.map((table) => ctx.db.prepare(`SELECT * FROM ${table}`).all()));
  return JSON.stringify(rows.map(({ results }) => results));
}

test('no GET or HEAD changes anything for a reader, whichever link a scanner follows', async () => {
  const { ctx, confirm, leave } = await signedUp();
  const before = await everything(ctx);
  for (const path of [confirm, leave, '/subscribe', '/', '/confirm?t=x', '/unsubscribe']) {
    for (const method of ['GET', 'HEAD']) await send(ctx, path, { method, headers: { 'user-agent': 'SafeLinks' } });
  }
  expect(await everything(ctx)).toBe(before);
});

test('pages behind a link are never stored, indexed, framed or told to others', async () => {
  const { ctx, confirm, leave } = await signedUp();
  for (const path of [confirm, leave]) {
    const { headers } = await send(ctx, path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  }
});

test.each([
  ['urlencoded', { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }],
  ['multipart', multipart({ 'List-Unsubscribe': 'One-Click' })],
  ['no body at all', { method: 'POST' }],
  ['a body of another type', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
])('one-click (RFC 8058) with %s: no cookie, no redirect, done, and done again', async (_name, init: RequestInit) => {
  const { ctx, leave } = await signedUp();
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active'`).all();
  for (let n = 0; n < 2; n += 1) {
    const response = await send(ctx, leave, init);
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toBeNull();
  }
  expect((await countByState(ctx.db)).get('unsubscribed')).toBe(1);
});

test('a forged or foreign link unsubscribes and confirms nobody', async () => {
  const { ctx, confirm, leave } = await signedUp();
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active'`).all();
  const token = leave.split('t=')[1] ?? '';
  const swapped = token.replace(/^u/, 'c');
  for (const path of [
    `/unsubscribe?t=${confirm.split('t=')[1]}`,
    `/unsubscribe?t=${token.slice(0, -2)}xx`,
    `/unsubscribe?t=${swapped}`,
    '/unsubscribe?t=',
  ]) {
    expect((await send(ctx, path, { method: 'POST' })).status).toBe(404);
  }
  expect((await countByState(ctx.db)).get('active')).toBe(1);
});

test('the page of the opt-out offers undo; the page shows the address masked', async () => {
  const { ctx, leave } = await signedUp();
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active'`).all();
  const shown = await (await send(ctx, leave)).text();
  expect(shown).not.toContain('ana@example.org');
  expect(shown).toContain('a••@example.org');
  const done = await (await send(ctx, '/unsubscribe', form({ t: leave.split('t=')[1] ?? '' }))).text();
  const undo = /name="undo" value="([^"]+)"/.exec(done)?.[1] ?? '';
  expect((await send(ctx, '/unsubscribe', form({ undo }))).status).toBe(200);
  expect((await countByState(ctx.db)).get('active')).toBe(1);
});

test('the script API wants its token and names what is wrong', async () => {
  const { ctx } = await testContext();
  const headers = { authorization: `Bearer ${ctx.config.adminToken}` };
  for (const authorization of ['', 'Bearer nope', `Basic ${ctx.config.adminToken}`]) {
    const refused = await send(ctx, '/api/v1/feeds', json({ url: 'https://a.example/feed' }, { authorization }));
    expect([refused.status, ((await refused.json()) as { error: { code: string } }).error.code]).toEqual([
      403,
      'forbidden',
    ]);
  }
  const bad = await send(ctx, '/api/v1/feeds', json({ url: 'nope', startWith: 'all' }, headers));
  expect(bad.status).toBe(422);
  expect(Object.keys(((await bad.json()) as { error: { fields: object } }).error.fields).sort()).toEqual([
    'startWith',
    'url',
  ]);
});

test('an address that leads nowhere says so, as a page and as JSON', async () => {
  const { ctx } = await testContext();
  const page = await send(ctx, '/articles/none', { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
  const script = await send(ctx, '/nowhere');
  expect([script.status, await script.json()]).toEqual([
    404,
    { error: { code: 'not_found', message: 'There is nothing at this address.', fields: {} } },
  ]);
});

test('a failure of ours shows no inner detail', async () => {
  const { ctx, world } = await testContext();
  const broken = {
    ...ctx,
    db: {
      prepare: () => {
        throw new Error('near "SELCT": secret@example.org');
      },
      batch: () => Promise.reject(new Error('x')),
    },
  };
  const response = await send(broken as Context, '/', { headers: { accept: 'text/html' } });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toMatch(/SELCT|secret@/);
  expect(world.log.join('\n')).toContain('http.failed');
  expect(world.log.join('\n')).not.toContain('secret@example.org');
});

test("an article's page shows pictures in its text only where the rights cover them", async () => {
  const { ctx } = await testContext();
  const headers = { authorization: `Bearer ${ctx.config.adminToken}` };
  const body = '<p>Text</p><img src="https://photos.example.org/a.jpg" alt="A photo">';
  for (const image of ['own', 'none']) {
    const article = {
      title: `Rights ${image}`,
      kind: 'press_release',
      language: 'en',
      body,
      rights: { text: 'full', image },
    };
    expect((await send(ctx, '/api/v1/articles', json(article, headers))).status).toBe(201);
  }
  expect(await (await send(ctx, '/articles/rights-own')).text()).toContain('alt="A photo"');
  expect(await (await send(ctx, '/articles/rights-none')).text()).not.toContain('A photo');
});
