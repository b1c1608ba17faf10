import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { aDocument, anItem, testContext, VARIABLES, type World } from '../support/context.ts';
import { askApp } from './app.ts';

const FEED = 'https://press.example.org/feed.xml';
const SITE = 'https://press.example.org/';

async function newsroom(): Promise<{
  ctx: Context;
  world: World;
  ask: (path: string, body?: object, token?: string) => Promise<Response>;
}> {
  const { ctx, world } = await testContext();
  world.feeds.set(FEED, aDocument([anItem({ title: 'Newest' })]));
  const app = askApp(ctx);
  const ask = (path: string, body?: object, token = VARIABLES.ADMIN_TOKEN) =>
    app(path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  return { ctx, world, ask };
}

test('feeds are added and listed with their channels; nobody does so without the token', async () => {
  const { ask } = await newsroom();
  for (const body of [undefined, { url: FEED }]) {
    expect((await ask('/api/v1/feeds', body, 'another-token-of-the-same-kind')).status).toBe(403);
  }
  const added = await ask('/api/v1/feeds', { url: FEED, channel: 'CNEWS' });
  expect(added.status).toBe(201);
  expect(await added.json()).toMatchObject({ isNew: true, itemCount: 1, newest: { title: 'Newest' } });
  expect((await ask('/api/v1/feeds', { url: FEED, channel: 'COTHER' })).status).toBe(200);
  expect(await (await ask('/api/v1/feeds')).json()).toMatchObject({
    feeds: [{ title: 'Example feed', url: FEED, state: 'active', channels: ['CNEWS', 'COTHER'] }],
    next: null,
  });
});

test('a page of several feeds is answered with the choice, and nothing is added', async () => {
  const { ask, world } = await newsroom();
  const other = 'https://press.example.org/other.xml';
  world.feeds.set(other, aDocument([], { title: 'Other' }));
  world.feeds.set(SITE, {
    kind: 'failed',
    reason: 'not_a_feed',
    message: 'A page.',
    retryAfterSeconds: null,
    page: { announced: [FEED, other], usual: [] },
  });
  const response = await ask('/api/v1/feeds', { url: SITE });
  expect(response.status).toBe(422);
  expect(await response.json()).toEqual({
    error: {
      code: 'invalid',
      message: 'That page has 2 feeds. Choose one of them. Nothing was added.',
      fields: { url: 'That page has 2 feeds. Choose one of them. Nothing was added.' },
      candidates: [
        {
          url: FEED,
          title: 'Example feed',
          itemCount: 1,
          newest: { title: 'Newest', publishedAt: '2026-03-02T07:00:00.000Z' },
        },
        { url: other, title: 'Other', itemCount: 0, newest: null },
      ],
    },
  });
  expect(await (await ask('/api/v1/feeds')).json()).toEqual({ feeds: [], next: null });
});

test('the list comes in pages that leave none out, removed feeds aside', async () => {
  const { ask, ctx } = await newsroom();
  await ctx.db
    .prepare(
      `INSERT INTO feed (public_id, url, title, state, start_with, kind, text_right, image_right, time_zone,
         poll_floor_seconds, next_poll_at, added_by, created_at)
       SELECT 'feed' || value, 'https://f' || value || '.example.org/', 'Feed', iif(value = 7, 'removed', 'active'), 'none',
         'coverage', 'extract', 'none', 'UTC', 300, 'x', 'api', 'x' FROM json_each(?1)`,
    )
    .bind(JSON.stringify(Array.from({ length: 450 }, (_, n) => n)))
    .all();
  const ids: string[] = [];
  let next: string | null = null;
  do {
    const path: string = `/api/v1/feeds${next === null ? '' : `?after=${next}`}`;
    const page = (await (await ask(path)).json()) as { feeds: { id: string }[]; next: string | null };
    ids.push(...page.feeds.map(({ id }) => id));
    next = page.next;
  } while (next !== null);
  expect(ids.length).toBe(449);
  expect(new Set(ids).size).toBe(449);
  expect((await ask('/api/v1/feeds?after=nothing')).status).toBe(422);
});

test('a feed takes a zone of its own, and PATCH changes what was given only', async () => {
  const { ctx, ask } = await newsroom();
  expect((await ask('/api/v1/feeds', { url: FEED, timeZone: 'Mars/Base' })).status).toBe(422);
  const { id } = (await (await ask('/api/v1/feeds', { url: FEED, timeZone: 'Europe/Berlin' })).json()) as {
    id: string;
  };
  const patch = (body: object) =>
    askApp(ctx)(`/api/v1/feeds/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect(await (await patch({ kind: 'science' })).json()).toMatchObject({
    kind: 'science',
    timeZone: 'Europe/Berlin',
    isChanged: true,
  });
  for (const wrong of [{ timeZone: '+08:00' }, { topics: ['none'] }, { colour: 'red' }, { title: '' }])
    expect((await patch(wrong)).status).toBe(422);
});
