import { expect, test } from 'vitest';
import { reportLink } from '../../src/services/mailings/mailing-report.ts';
import { testContext, VARIABLES } from '../support/context.ts';
import { aRunningMailing, MAILING, runUntilRest } from '../support/mailing.ts';
import { askApp } from './app.ts';

const ADMIN = { headers: { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}` } };

async function newsroom(readers: number) {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, readers);
  return { ctx, world, ask: askApp(ctx) };
}

test("a mailing's recipients come as CSV by id, all of them, with no address and nothing a spreadsheet would compute", async () => {
  const { ask, ctx, world } = await newsroom(2300);
  world.onSend = (key, took) => {
    const answer = took();
    if (!key.endsWith('/1') || answer.kind !== 'accepted') return answer;
    return {
      ...answer,
      ids: answer.ids.slice(1),
      rejected: [{ index: 0, message: '=HYPERLINK("https://evil.example")' }],
    };
  };
  await runUntilRest(ctx, world);
  const answer = await ask(`/api/v1/mailings/${MAILING}/recipients.csv`, ADMIN);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  const lines = (await answer.text()).trim().split('\n');
  expect(lines.length).toBe(2301);
  expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(2301);
  expect(lines[1]).toContain('reader000001,en,refused');
  expect(lines[1]).toContain("'=HYPERLINK");
  expect(lines.join()).not.toContain('@example.org');
  const withAddresses = await ask(`/api/v1/mailings/${MAILING}/recipients.csv?addresses=yes`, ADMIN);
  expect(await withAddresses.text()).toContain('r2@example.org');
  const { results } = await ctx.db.prepare(`SELECT act FROM audit`).all();
  expect(results).toContainEqual({ act: 'mailing.addresses_exported' });
});

test('a long list of recipients comes in parts that join to one file, each reader once', async () => {
  const { ask, ctx } = await newsroom(1);
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO batch (mailing_id, lo, hi, state, recipients, provider_ids, submitted_at)
         SELECT 7, value, value, 'submitted', json_array(json_array(value, 'reader' || value, '', '', 'en', NULL, 'k1')), '["x"]', 'x'
         FROM json_each(?1)`,
      )
      .bind(JSON.stringify(Array.from({ length: 850 }, (_, n) => n + 1))),
  ]);
  const parts: string[] = [];
  for (let search: string | null = ''; search !== null; ) {
    const answer = await ask(`/api/v1/mailings/${MAILING}/recipients.csv${search}`, ADMIN);
    parts.push(await answer.text());
    search = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
  }
  expect(parts.map((part) => part.trim().split('\n').length)).toEqual([401, 400, 50]);
  const lines = parts.join('').trim().split('\n');
  expect(lines[0]).toContain('reader,locale');
  expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(851);
  expect((await ask(`/api/v1/mailings/${MAILING}/recipients.csv?after=x`, ADMIN)).status).toBe(422);
});

test.each([0, 2_000])('the list of %i recipients, whose last page is empty, comes to its end', async (readers) => {
  const { ask, ctx, world } = await newsroom(readers);
  await runUntilRest(ctx, world);
  const answer = await ask(`/api/v1/mailings/${MAILING}/recipients.csv`, ADMIN);
  expect((await answer.text()).trim().split('\n').length).toBe(readers + 1);
});

test('scripts list mailings, ask about one and one reader, pause and resume; without the token they get nothing', async () => {
  const { ask } = await newsroom(3);
  expect((await ask('/api/v1/mailings')).status).toBe(403);
  expect(await (await ask('/api/v1/mailings', ADMIN)).json()).toMatchObject({
    mailings: [{ id: MAILING, state: 'sending' }],
  });
  expect(await (await ask(`/api/v1/mailings/${MAILING}`, ADMIN)).json()).toMatchObject({ report: { submitted: 0 } });
  const post = (act: string) =>
    ask(`/api/v1/mailings/${MAILING}`, { ...ADMIN, method: 'POST', body: JSON.stringify({ act }) });
  expect(await (await post('pause')).json()).toMatchObject({ isDone: true, mailing: { state: 'paused' } });
  expect((await post('pause')).status).toBe(409);
  expect((await post('explode')).status).toBe(422);
  const proof = await ask(`/api/v1/mailings/${MAILING}/recipients/reader000001`, ADMIN);
  expect(await proof.json()).toMatchObject({ outcome: 'not_in_it' });
  expect((await ask('/api/v1/mailings/nosuch', ADMIN)).status).toBe(404);
});

test('the page of a report opens by its link only, and tells of no reader', async () => {
  const { ask, ctx, world } = await newsroom(3);
  await runUntilRest(ctx, world);
  const { pathname, search } = new URL(reportLink(ctx, MAILING));
  const page = await ask(pathname + search, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  expect(page.headers.get('x-robots-tag')).toBe('noindex');
  const html = await page.text();
  expect(html).toContain('One');
  expect(html).not.toContain('@example.org');
  const gone = await ask(pathname);
  expect(gone.status).toBe(404);
  expect(await gone.text()).toContain('The link works for 30 days');
});

test.each<[string, boolean, RequestInit, number]>([
  ['a reader', true, { headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } }, 1],
  ['a reader, where counting is off', false, { headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } }, 0],
  ['a scanner of links', true, { headers: { 'user-agent': 'Mozilla/5.0 (compatible; SafeLinks bot)' } }, 0],
  ['somebody without a name', true, {}, 0],
  ['a HEAD', true, { method: 'HEAD', headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } }, 0],
])('a counted link leads to its article; %s', async (_, countsLinks, init, visits) => {
  const { ask, ctx } = await newsroom(1);
  ctx.settings = { ...ctx.settings, sending: { ...ctx.settings.sending, countsLinks } };
  const answer = await ask(`/r/${MAILING}/article00001`, init);
  // Where the link would lead if it were not counted.
  expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://news.example.com/articles/one']);
  const { results } = await ctx.db.prepare('SELECT COALESCE(SUM(count), 0) AS visits FROM link_count').all();
  expect(results).toEqual([{ visits }]);
  expect((await ask(`/r/${MAILING}/nosucharticl`, init)).status).toBe(404);
});

test.each([
  ['https://outlet.example/story?a=1', 'https://outlet.example/story?a=1'],
  [null, 'https://news.example.com/articles/one'],
  ['javascript:alert(1)', 'https://news.example.com/articles/one'],
])('a counted link to an outlet that has the article at %s leads to %s', async (url, location) => {
  const { ask, ctx } = await newsroom(1);
  await ctx.db.prepare('UPDATE article SET url = ?1').bind(url).all();
  const answer = await ask(`/r/${MAILING}/article00001?to=source`, {});
  expect([answer.status, answer.headers.get('location')]).toEqual([302, location]);
});
