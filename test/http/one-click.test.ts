import { expect, test } from 'vitest';
import { handleRequest } from '../../src/app.ts';
import { findSubscriber } from '../../src/db/readers/subscribers.ts';
import type { Context } from '../../src/services/context.ts';
import { unsubscribeLink } from '../../src/services/links.ts';
import { eraseSubscriber } from '../../src/services/readers/erase-subscriber.ts';
import { beginImport, endImport, ImportTermsShape, importPage } from '../../src/services/readers/import-readers.ts';
import { undoImport } from '../../src/services/readers/import-readers-undo.ts';
import { testContext, VARIABLES } from '../support/context.ts';

const ID = 'reader000001';
const OLD = VARIABLES.TOKEN_SECRET;
const NEW = `k2:${'B'.repeat(43)}=`;
const ONE_CLICK = 'List-Unsubscribe=One-Click';

/** A newsroom with one reader in a state, and that reader's link, as mails carry it, signed with the key `k1`. */
async function newsroom(state = 'active') {
  const { ctx, world } = await testContext();
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at, confirmed_at)
       VALUES (?1, 'ana@example.org', 'ana@example.org', 'Ana', 'en', 'weekly', ?2, 'form', ?3, ?3)`,
    )
    .bind(ID, state, world.now)
    .all();
  return { ctx, world, link: unsubscribeLink(ctx, ID) };
}

/** The same newsroom with another ring of keys. */
async function withKeys(ctx: Context, ring: string): Promise<Context> {
  const { ctx: other } = await testContext({ TOKEN_SECRET: ring });
  return { ...ctx, config: other.config };
}

function send(ctx: Context, url: string, init: RequestInit): Promise<Response> {
  return handleRequest(new Request(url, init), { ctx, waitUntil: () => {}, clientAddress: '192.0.2.9' });
}

const post = (body?: RequestInit['body'], headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers,
  ...(body === undefined ? {} : { body }),
});

function multipart(): FormData {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  return form;
}

async function stateOf(ctx: Context): Promise<unknown> {
  return (await ctx.db.prepare('SELECT state FROM subscriber').all()).results[0]?.state;
}

async function everything(ctx: Context) {
  const tables = ['subscriber', 'subscription', 'consent', 'message', 'suppression', 'rate_count', 'audit'];
  return Promise.all(tables.map(async (table) => (await ctx.db.prepare(`SELECT * FROM ${table}`).all()).results));
}

test.each<[string, RequestInit]>([
  ['an urlencoded body', post(new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }))],
  ['a multipart body', post(multipart())],
  ['a text body', post(ONE_CLICK, { 'content-type': 'text/plain' })],
  ['no body and no type', post()],
  ['an empty body', post('', { 'content-type': 'application/x-www-form-urlencoded' })],
  ['bytes without a type', post(new TextEncoder().encode(ONE_CLICK))],
  ['a charset that is none', post(ONE_CLICK, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-99' })],
  ['UTF-16', post(new Uint8Array([0xff, 0xfe, 76, 0]), { 'content-type': 'text/plain; charset=utf-16' })],
  ['multipart without its boundary', post(ONE_CLICK, { 'content-type': 'multipart/form-data' })],
  ['JSON', post('{"List-Unsubscribe":"One-Click"}', { 'content-type': 'application/json' })],
  ['a type that is none', post(ONE_CLICK, { 'content-type': '???' })],
  ['words that ask for something else', post(new URLSearchParams({ act: 'topics', undo: 'x', t: 'y' }))],
  ['a body of a megabyte', post('x'.repeat(1 << 20), { 'content-type': 'application/x-www-form-urlencoded' })],
])('one-click with %s takes the reader off, twice as once, without cookie or redirect', async (_, init) => {
  const { ctx, link } = await newsroom();
  for (let n = 0; n < 2; n += 1) {
    const answer = await send(ctx, link, init);
    expect([answer.status, await answer.text()]).toEqual([200, 'You are unsubscribed.']);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
  expect(await stateOf(ctx)).toBe('unsubscribed');
  const { results } = await ctx.db.prepare('SELECT act, page FROM consent').all();
  expect(results).toEqual([{ act: 'left', page: 'one-click' }]);
});

test.each<[string, Record<string, string>]>([
  ['none', {}],
  ['curl', { 'user-agent': 'curl/8.5.0' }],
  ['Java', { 'user-agent': 'Java/17.0.2' }],
  ['Go', { 'user-agent': 'Go-http-client/2.0' }],
  ['a bot', { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }],
  ['a mailbox provider', { 'user-agent': 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy' }],
  ['a page of another origin', { origin: 'https://mail.example.net', 'sec-fetch-site': 'cross-site' }],
  ['an origin that is none', { origin: 'null', referer: 'https://mail.example.net/inbox' }],
  ['one that takes pages only', { accept: 'text/html', 'accept-language': 'zh-CN' }],
])('whoever sends it, one-click counts: %s', async (_, headers) => {
  const { ctx, link } = await newsroom();
  const answer = await send(ctx, link, post(new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), headers));
  expect(answer.status).toBe(200);
  expect(await stateOf(ctx)).toBe('unsubscribed');
});

test.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])(
  '%s at the one-click address does nothing',
  async (method) => {
    const { ctx, link } = await newsroom();
    const before = await everything(ctx);
    for (const url of [link, `${link}&List-Unsubscribe=One-Click&act=leave&undo=x`]) await send(ctx, url, { method });
    expect(await everything(ctx)).toEqual(before);
  },
);

test('a link goes on to work when a newer key signs, also beside the links of that key', async () => {
  const { ctx, link } = await newsroom();
  const rotated = await withKeys(ctx, `${NEW},${OLD}`);
  const fresh = unsubscribeLink(rotated, ID);
  expect(fresh).not.toBe(link);
  expect((await send(rotated, link, post())).status).toBe(200);
  expect(await stateOf(ctx)).toBe('unsubscribed');
  expect((await send(rotated, fresh, post())).status).toBe(200);
  // Years later: other mails, the same links.
  const later = { ...rotated, now: () => '2036-03-02T08:00:00.000Z' };
  for (const url of [link, fresh]) expect((await send(later, url, post())).status).toBe(200);
});

test('a link whose key left the ring, or that names a key of another secret, changes nothing and says where to go', async () => {
  const { ctx, link } = await newsroom();
  const before = await everything(ctx);
  for (const ring of [NEW, `k1:${'C'.repeat(43)}=`]) {
    const answer = await send(await withKeys(ctx, ring), link, post(undefined, { accept: 'text/html' }));
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('text/html');
  }
  expect(await everything(ctx)).toEqual(before);
});

test.each(['pending', 'unsubscribed', 'suppressed'])(
  'a reader who is %s is answered alike and gets no mail',
  async (state) => {
    const { ctx, link } = await newsroom(state);
    const before = await everything(ctx);
    const answer = await send(ctx, link, post());
    expect([answer.status, await answer.text()]).toEqual([200, 'You are unsubscribed.']);
    expect(await everything(ctx)).toEqual(before);
  },
);

test.each([OLD, `${NEW},${OLD}`])(
  'the link of an erased reader is answered alike and writes nothing, by the keys %s',
  async (ring) => {
    const { ctx: bare } = await newsroom();
    const ctx = await withKeys(bare, ring);
    const links = [unsubscribeLink(bare, ID), unsubscribeLink(ctx, ID)];
    const reader = await findSubscriber(ctx.db, ID);
    if (!reader) throw new Error('There must be a reader.');
    await eraseSubscriber(ctx, reader, 'details');
    const before = await everything(ctx);
    for (const link of links) {
      const answer = await send(ctx, link, post());
      expect([answer.status, await answer.text()]).toEqual([200, 'You are unsubscribed.']);
      const page = await send(ctx, link, { headers: { accept: 'text/html' } });
      expect([page.status, (await page.text()).includes('ana@')]).toEqual([200, false]);
    }
    expect(await everything(ctx)).toEqual(before);
  },
);

test('the link of a reader whose row is gone, with the import that brought them, is answered alike', async () => {
  const { ctx } = await testContext();
  const terms = ImportTermsShape.parse({ consentSource: 'Old list', consentAt: '2024-05-17' });
  const { found } = await beginImport(ctx, { fingerprint: 'f'.repeat(64), terms, by: 'api' });
  const rows = ['ana', 'ben'].map((name, at) => ({
    line: at + 2,
    email: `${name}@example.org`,
    status: 'subscribed' as const,
    tags: [],
  }));
  await importPage(ctx, { publicId: found.publicId, rows, tags: {} });
  await endImport(ctx, found.publicId, 'api');
  const { results } = await ctx.db.prepare('SELECT public_id AS id FROM subscriber ORDER BY id').all();
  const links = results.map(({ id }) => unsubscribeLink(ctx, String(id)));
  await undoImport(ctx, found.publicId, 'api');
  const before = await everything(ctx);
  for (const link of links) {
    const answer = await send(ctx, link, post());
    expect([answer.status, await answer.text()]).toEqual([200, 'You are unsubscribed.']);
  }
  expect(await everything(ctx)).toEqual(before);
});

test('the log tells of a reader who left once, and of nobody who had left before', async () => {
  const { ctx, link, world } = await newsroom();
  for (let n = 0; n < 3; n += 1) await send(ctx, link, post());
  expect(world.log.filter((line) => line.includes('subscriber.left'))).toHaveLength(1);
});
