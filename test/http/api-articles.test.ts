import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { tick } from '../../src/tick.ts';
import { testContext, VARIABLES } from '../support/context.ts';
import { askApp } from './app.ts';

type Json = Record<string, unknown> & { id: string; slug: string; error: { code: string; fields: unknown } };

/** Asks the API with the token; the answer's status and JSON. */
function askApi(ctx: Context, token = VARIABLES.ADMIN_TOKEN) {
  const ask = askApp(ctx);
  return async (method: string, path: string, body?: unknown): Promise<{ status: number; json: Json }> => {
    const answer = await ask(`/api/v1/articles${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, json: (await answer.json()) as Json };
  };
}

const GOOD = { kind: 'press_release', title: 'We did it', extract: 'In short.', language: 'en' };

test('an article is made, listed, changed and withdrawn; its page follows', async () => {
  const { ctx } = await testContext();
  const [api, ask] = [askApi(ctx), askApp(ctx)];
  const made = await api('POST', '', { ...GOOD, body: 'All of it.' });
  expect(made).toMatchObject({
    status: 201,
    json: { slug: 'we-did-it', state: 'published', rights: { text: 'full' } },
  });
  const page = `/articles/${made.json.slug}`;
  expect(await (await ask(page)).text()).toContain('All of it.');
  const changed = await api('PATCH', `/${made.json.id}`, { title: 'We did it well' });
  expect(changed).toMatchObject({ status: 200, json: { title: 'We did it well', revision: 2 } });
  expect(await (await ask(page)).text()).toContain('We did it well');
  const gone = await api('DELETE', `/${made.json.id}?reason=Wrong`);
  expect(gone).toMatchObject({ status: 200, json: { state: 'withdrawn' } });
  expect((await ask(page)).status).toBe(410);
  expect((await api('PATCH', `/${made.json.id}`, { title: 'x' })).status).toBe(409);
});

test('articles are listed in pages, every state, in the order they came', async () => {
  const { ctx } = await testContext();
  const api = askApi(ctx);
  const rows = Array.from({ length: 130 }, (_, n) => ({
    line: n,
    title: `Story ${n}`,
    path: `/old/${n}`,
    publishedAt: '2019-01-01T00:00:00Z',
  }));
  expect((await api('POST', '/import', { rows })).status).toBe(200);
  const first = (await api('GET', '')).json as unknown as { articles: Json[]; next: string };
  expect(first.articles.length).toBe(100);
  const second = (await api('GET', `?after=${first.next}`)).json as unknown as {
    articles: Json[];
    next: string | null;
  };
  expect([second.articles.length, second.next]).toEqual([30, null]);
  expect(second.articles[0]).toMatchObject({ title: 'Story 100', topics: [], event: null });
});

test('an article is taken from a page by its address; what the page lacks is told', async () => {
  const { ctx, world } = await testContext();
  const page = {
    url: 'https://paper.example.org/story',
    headline: 'Their headline',
    outlet: 'Example Daily',
    authors: [],
    publishedAt: '2026-03-01T00:00:00.000Z',
    updatedAt: null,
    language: 'en',
    image: null,
    extract: 'Their opening.',
    missing: ['authors' as const, 'image' as const],
  };
  world.pages.set(page.url, { kind: 'page', page });
  const api = askApi(ctx);
  expect(await api('POST', '', { url: page.url, emailMode: 'none' })).toMatchObject({
    status: 201,
    json: {
      title: 'Their headline',
      kind: 'coverage',
      outlet: 'Example Daily',
      missing: ['authors', 'image'],
      emailMode: 'none',
    },
  });
  expect(await api('POST', '', { url: page.url })).toMatchObject({
    status: 409,
    json: { error: { code: 'conflict' } },
  });
  expect(await api('POST', '', { url: 'https://nowhere.example.org/' })).toMatchObject({
    status: 422,
    json: { error: { code: 'invalid', fields: { url: 'No such page.' } } },
  });
});

test.each([
  ['no JSON', '{', { body: 'Send JSON.' }],
  ['no object', '[]', { body: expect.any(String) }],
  ['no title', { kind: 'event' }, { title: expect.any(String) }],
  ['an unknown field', { ...GOOD, titel: 'x' }, { titel: expect.any(String) }],
])('refuses %s with the field at fault', async (_name, body, fields) => {
  const { ctx } = await testContext();
  expect(await askApi(ctx)('POST', '', body)).toMatchObject({
    status: 422,
    json: { error: { code: 'invalid', fields } },
  });
});

test('nothing is done without the token, and an overlong request is refused', async () => {
  const { ctx } = await testContext();
  for (const [method, path] of [
    ['POST', ''],
    ['GET', ''],
    ['PATCH', '/x'],
    ['DELETE', '/x'],
    ['POST', '/import'],
  ] as const) {
    expect((await askApi(ctx, 'wrong')(method, path, method === 'GET' ? undefined : GOOD)).status).toBe(403);
  }
  expect((await askApi(ctx)('POST', '', { ...GOOD, body: 'x'.repeat(1_600_000) })).status).toBe(422);
  expect((await askApi(ctx)('GET', '')).json.articles).toEqual([]);
});

test('old paths lead to the article for good; withdrawn is gone', async () => {
  const { ctx } = await testContext();
  const [api, ask] = [askApi(ctx), askApp(ctx)];
  const row = {
    line: 2,
    title: 'Results 2019',
    publishedAt: '2019-03-01T00:00:00Z',
    path: '/ir/results.php?year=2019',
  };
  await api('POST', '/import', { rows: [row, { ...row, line: 3, path: '/articles/old-address', title: 'Other' }] });
  const target = 'https://news.example.com/articles/results-2019';
  for (const path of ['/ir/results.php?year=2019', '/ir/results.php?year=2019#x']) {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([301, target]);
  }
  expect((await ask('/articles/old-address')).headers.get('location')).toBe('https://news.example.com/articles/other');
  expect((await ask('/ir/results.php?year=2020')).status).toBe(404);
  expect((await ask('/ir/results.php?year=2019', { method: 'POST' })).status).toBe(404);
  const { articles } = (await api('GET', '')).json as unknown as { articles: Json[] };
  await api('DELETE', `/${articles[0]?.id}`);
  expect((await ask('/ir/results.php?year=2019')).status).toBe(301);
  expect((await ask('/articles/results-2019')).status).toBe(410);
});

test('under embargo an article is on no page, feed, post or mail, then on all of them', async () => {
  const { ctx, world } = await testContext();
  const [api, ask] = [askApi(ctx), askApp(ctx)];
  await ctx.db
    .prepare(
      `INSERT INTO route (public_id, channel_id, feed_id, mode, needs_approval, shows_images, state, added_by, created_at)
       VALUES ('r', 'CALL', NULL, 'each', 0, 1, 'active', 'api', '2026-01-01T00:00:00.000Z')`,
    )
    .all();
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       VALUES ('reader', 'r@example.org', 'r@example.org', 'R', 'en', 'weekly', 'active', 'form', '2026-01-01T00:00:00.000Z')`,
    )
    .all();
  const { json } = await api('POST', '', { ...GOOD, title: 'Secret merger', embargoUntil: '2026-03-02T09:00:00Z' });
  await ctx.db
    .prepare(`INSERT INTO redirect (path, article_id, created_at) SELECT '/old', id, created_at FROM article`)
    .all();
  const places = ['/', `/articles/${json.slug}`, '/feed.xml', '/atom.xml', '/feed.json', '/old'];
  const seen = async () =>
    Promise.all(
      places.map(async (path) => {
        const answer = await ask(path, { redirect: 'manual' });
        return `${await answer.text()} ${answer.headers.get('location')}`
          .toLowerCase()
          .replaceAll('-', ' ')
          .includes('secret merger');
      }),
    );
  const digest = { by: 'slack:UANA', reportChannel: null, typedCount: null };
  await tick(ctx, { seconds: 20, queryBudget: 1000 });
  expect(await seen()).toEqual(places.map(() => false));
  await expect(sendDigest(ctx, digest)).rejects.toMatchObject({ code: 'conflict' });
  expect([world.posts, world.accepted.size]).toEqual([[], 0]);
  world.advance(3600);
  await tick(ctx, { seconds: 20, queryBudget: 1000 });
  expect(await seen()).toEqual(places.map(() => true));
  // The clock jumped an hour, of which staff are told: nothing ran meanwhile.
  const shared = world.posts.filter(({ note }) => note.kind !== 'work_stood_still');
  expect(shared.map(({ channel, note }) => [channel, note.kind])).toEqual([['CALL', 'article']]);
  expect(await sendDigest(ctx, digest)).toMatchObject({ kind: 'holding' });
});
