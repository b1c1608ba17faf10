import { expect, test } from 'vitest';
import { testContext, VARIABLES } from '../support/context.ts';
import { askApp } from './app.ts';

const AUTH = { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}`, 'content-type': 'application/json' };

async function anApi() {
  const { ctx } = await testContext();
  const ask = askApp(ctx);
  const add = (body: unknown, headers: Record<string, string> = AUTH) =>
    ask('/api/v1/topics', { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const names = async () => {
    const answer = await ask('/api/v1/topics', { headers: AUTH });
    return ((await answer.json()) as { topics: { name: string }[] }).topics.map(({ name }) => name);
  };
  return { ask, add, names };
}

test('a script adds a topic, which readers find at once under its address', async () => {
  const { add, ask, names } = await anApi();
  const added = await add({ name: '肝病 Liver' });
  expect(added.status).toBe(201);
  expect(await added.json()).toMatchObject({ slug: '肝病-liver', name: '肝病 Liver', visibility: 'public' });
  expect((await ask(`/topics/${encodeURIComponent('肝病-liver')}`)).status).toBe(200);
  expect((await add({ name: 'Board', visibility: 'invite_only' })).status).toBe(201);
  expect((await ask('/topics/board')).status).toBe(404);
  expect(await names()).toEqual(['肝病 Liver', 'Board']);
});

test.each([
  [{}, 422, 'name'],
  [{ name: '' }, 422, 'name'],
  [{ name: 'x'.repeat(61) }, 422, 'name'],
  [{ name: 'x'.repeat(10_000) }, 422, 'name'],
  [{ name: 'News', visibility: 'secret' }, 422, 'visibility'],
  [{ name: 'News', slug: 'own' }, 422, 'slug'],
  ['not JSON', 422, 'body'],
  [{ name: 'taken' }, 409, null],
] as const)('%j is refused with the field that is wrong', async (body, status, field) => {
  const { add, names } = await anApi();
  await add({ name: 'Taken' });
  const answer = await add(body);
  expect(answer.status).toBe(status);
  const { error } = (await answer.json()) as { error: { fields?: Record<string, string> } };
  if (field) expect(Object.keys(error.fields ?? {})).toEqual([field]);
  expect(await names()).toEqual(['Taken']);
});

test('without the token nothing is added', async () => {
  const { add, names } = await anApi();
  expect((await add({ name: 'News' }, { 'content-type': 'application/json' })).status).toBe(403);
  expect(await names()).toEqual([]);
});
