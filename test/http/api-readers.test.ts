import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { apiRoutes } from '../../src/http/api.ts';
import { describeApi } from '../../src/http/openapi.ts';
import { csvOf, exportLink } from '../../src/services/readers/reader-list-export.ts';
import { testContext, VARIABLES } from '../support/context.ts';
import { askApp, formPost } from './app.ts';

const AUTH = { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}`, 'content-type': 'application/json' };

async function api(variables = {}) {
  const { ctx, world } = await testContext(variables);
  const ask = askApp(ctx);
  async function call(method: string, path: string, body?: unknown) {
    const response = await ask(`/api/v1${path}`, {
      method,
      headers: AUTH,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : text, headers: response.headers };
  }
  return { ctx, world, ask, call };
}

test('every route under /api/v1 is described, and nothing else', () => {
  const there = new Hono()
    .route('/', apiRoutes as unknown as Hono)
    .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const { paths } = describeApi('https://news.example.com');
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual([...new Set(there)].sort());
  const ids = Object.values(paths).flatMap((operations) =>
    Object.values(operations).map((operation) => (operation as { operationId: string }).operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('the description and its page are open; everything they describe is not', async () => {
  const { ask } = await api();
  const document = (await (await ask('/api/v1/openapi.json')).json()) as { openapi: string };
  expect(document.openapi).toBe('3.1.0');
  expect(JSON.stringify(document)).toContain('"consentSource"');
  const page = await ask('/api/v1/docs');
  expect(page.status).toBe(200);
  expect(await page.text()).toMatch(/POST \/api\/v1\/imports\/check/);
  for (const path of ['/readers', '/readers.csv', '/growth', '/imports', '/topics'])
    expect((await ask(`/api/v1${path}`)).status).toBe(403);
});

test('a person is added, confirms by mail, is found by address in the body only, leaves and is erased', async () => {
  const { call, world } = await api();
  const added = await call('POST', '/readers', { email: 'ana@example.org', name: 'Ana' });
  expect([added.status, added.json.outcome, added.json.reader.state]).toEqual([202, 'sent', 'pending']);
  expect((await call('POST', '/readers', { email: 'ana@example.org' })).json.outcome).toBe('limited');
  const { id } = added.json.reader;
  world.advance(700);
  expect((await call('POST', `/readers/${id}/confirmation`)).json.outcome).toBe('sent');
  const found = await call('POST', '/readers/find', { email: 'ANA@example.org' });
  expect(found.json.reader).toMatchObject({ id, state: 'pending', source: 'staff' });
  expect(found.json.consent[0]).toMatchObject({ act: 'requested', page: 'staff' });
  expect(found.headers.get('cache-control')).toBe('no-store');
  expect((await call('POST', `/readers/${id}/unsubscribe`)).status).toBe(409);
  expect((await call('GET', `/readers/${id}/export`)).json.reader.email).toBe('ana@example.org');
  expect((await call('DELETE', `/readers/${id}`)).status).toBe(204);
  expect((await call('GET', `/readers/${id}`)).status).toBe(404);
  expect(world.log.join('')).not.toContain('example.org');
});

test.each([
  ['POST', '/readers', { email: 'no address' }, 'email'],
  ['POST', '/readers', { email: 'ana@mailinator.com' }, 'email'],
  ['POST', '/readers', { email: 'ana@example.org', state: 'active' }, 'state'],
  ['POST', '/readers/find', {}, 'email'],
  ['GET', '/readers?state=erased', undefined, 'state'],
  ['GET', '/growth?days=9999', undefined, 'days'],
  ['POST', '/imports', { fingerprint: 'x', terms: { consentSource: 'Fair' } }, 'fingerprint'],
  ['POST', '/imports/check', { terms: {}, rows: [{ line: 1, email: 'a@b.example' }] }, 'terms.consentSource'],
])('%s %s with %j names %s', async (method, path, body, field) => {
  const { call } = await api();
  const { json, status } = await call(method, path, body);
  expect(status).toBe(422);
  expect(Object.keys(json.error.fields)).toContain(field);
});

test('an import goes through check, begin, rows, finish and undo, and growth tells of it', async () => {
  const { call } = await api();
  const terms = { consentSource: 'Trade fair', consentAt: '2025-01-02' };
  const rows = [
    { line: 2, email: 'ana@example.org' },
    { line: 3, email: 'nobody' },
  ];
  expect((await call('POST', '/imports/check', { terms, rows })).json.counts).toMatchObject({ new: 1, bad: 1 });
  const begun = await call('POST', '/imports', { fingerprint: 'a'.repeat(64), terms });
  expect(begun.status).toBe(201);
  const { id } = begun.json;
  const page = await call('POST', `/imports/${id}/rows`, { rows });
  expect(page.json).toMatchObject({
    import: { newCount: 1, badCount: 1, lineDone: 3 },
    told: [{ line: 3, outcome: 'bad' }],
  });
  expect((await call('POST', `/imports/${id}/finish`)).json.state).toBe('finished');
  expect((await call('POST', `/imports/${id}/rows`, { rows: [{ line: 9, email: 'ben@example.org' }] })).status).toBe(
    409,
  );
  const growth = (await call('GET', '/growth?days=2')).json;
  expect(growth.now).toEqual({ active: 1 });
  expect(growth.days.at(-1)).toMatchObject({ joined: 1, left: 0 });
  expect(growth.sources).toEqual([{ source: 'import', joined: 1, left: 0 }]);
  expect((await call('POST', `/imports/${id}/undo`)).json.state).toBe('undone');
  expect((await call('GET', '/readers')).json.readers).toEqual([]);
  expect((await call('GET', '/growth?days=2')).json.sources).toEqual([]);
});

test('the list leaves as CSV by a link that works once, and looking at the link uses nothing up', async () => {
  const { ask, call, ctx, world } = await api();
  await call('POST', '/readers', { email: 'ana@example.org', name: '=HYPERLINK("x")' });
  const link = new URL(exportLink(ctx));
  const path = link.pathname + link.search;
  expect(path).not.toContain('example.org');
  for (let n = 0; n < 2; n += 1) expect(await (await ask(path)).text()).toContain('Download the list');
  const token = link.searchParams.get('t') ?? '';
  const list = await (await ask('/exports/readers', formPost({ t: token }))).text();
  expect(list).toContain('ana@example.org');
  expect(list).not.toMatch(/(^|,)"?=/m);
  const again = await ask('/exports/readers', formPost({ t: token }));
  expect([again.status, await again.text()]).toEqual([410, expect.stringContaining('This link was used')]);
  world.advance(601);
  expect((await ask(path)).status).toBe(410);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠1'])(
  '%j is no formula in the list',
  (name) => {
    const reader = {
      id: 1,
      publicId: 'p',
      email: 'a@b.example',
      name,
      company: name,
      occupation: null,
      locale: 'en',
    } as const;
    const rest = {
      frequency: 'weekly',
      state: 'active',
      source: name,
      createdAt: '',
      confirmedAt: null,
      leftAt: null,
      topics: [],
    } as const;
    const line = csvOf([{ ...reader, ...rest, topics: [...rest.topics] }]);
    expect(line).not.toMatch(/(^|,)"?[=+\-@\t\r＝＋－＠]/);
  },
);

test('what an erased person agreed to can be proved to whoever names the address, and to nobody else', async () => {
  const { ctx, call } = await api();
  await call('POST', '/readers', { email: 'ana@example.org', name: 'Ana' });
  const { json: found } = await call('POST', '/readers/find', { email: 'ana@example.org' });
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active', confirmed_at = ?1`).bind(ctx.now()).all();
  await call('DELETE', `/readers/${found.reader.id}`);
  expect((await call('POST', '/readers/find', { email: 'ana@example.org' })).status).toBe(404);
  const proof = await call('POST', '/readers/evidence', { email: 'ANA@example.org' });
  expect(proof.json.evidence).toMatchObject([
    { reader: found.reader.id, state: 'erased', consent: [{ act: 'requested' }, { act: 'erased' }] },
  ]);
  expect((await call('POST', '/readers/evidence', { email: 'ben@example.org' })).json).toEqual({ evidence: [] });
});

test('staff cannot add somebody who left elsewhere, only the person themselves comes back', async () => {
  const { ask, ctx, call } = await api();
  const terms = { consentSource: 'Mailchimp' };
  const { json: begun } = await call('POST', '/imports', { fingerprint: 'a'.repeat(64), terms });
  const rows = [{ line: 1, email: 'gone@example.org', status: 'unsubscribed', tags: [] }];
  await call('POST', `/imports/${begun.id}/rows`, { rows });
  expect((await call('POST', '/readers', { email: 'Gone@example.org' })).status).toBe(409);
  const mails = async () => (await ctx.db.prepare('SELECT kind FROM message').all()).results;
  expect(await mails()).toEqual([]);
  await ask('/subscribe', formPost({ name: 'Gone', email: 'gone@example.org' }));
  expect(await mails()).toEqual([{ kind: 'confirm' }]);
});

test.each([
  [{ topics: ['nowhere'] }, 'topics'],
  [{ topics: ['calls'] }, 'topics'],
  [{ invitedTo: ['science'] }, 'invitedTo'],
])('%j is refused, since a person without a topic would get every one', async (wish, field) => {
  const { ctx, call } = await api();
  await call('POST', '/topics', { name: 'Science' });
  await call('POST', '/topics', { name: 'Calls', visibility: 'invite_only' });
  const { status, json } = await call('POST', '/readers', { email: 'ana@example.org', ...wish });
  expect([status, Object.keys(json.error.fields)]).toEqual([422, [field]]);
  expect((await ctx.db.prepare('SELECT * FROM subscriber').all()).results).toEqual([]);
  const good = { email: 'ana@example.org', topics: ['science'], invitedTo: ['calls'] };
  expect((await call('POST', '/readers', good)).json.reader.topics.sort()).toEqual(['calls', 'science']);
});
