import { expect, test } from 'vitest';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { testContext, VARIABLES } from '../support/context.ts';
import { askApp } from './app.ts';

const AUTH = { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}`, 'content-type': 'application/json' };

async function anApi() {
  const { ctx } = await testContext();
  const ask = askApp(ctx);
  const connect = (body: unknown, headers: Record<string, string> = AUTH) =>
    ask('/api/v1/channels', { method: 'POST', headers, body: JSON.stringify(body) });
  const rows = async (sql: string) => (await ctx.db.prepare(sql).all()).results;
  return { connect, ctx, rows };
}

test('a channel that a script connects gets what staff publish; asked again, it stays as it is', async () => {
  const { connect, ctx, rows } = await anApi();
  const first = await connect({ channel: 'CNEWS' });
  expect(first.status).toBe(201);
  const answer = await first.json();
  expect(answer).toMatchObject({ channel: 'CNEWS', mode: 'each', state: 'active' });
  const again = await connect({ channel: 'CNEWS' });
  expect([again.status, await again.json()]).toEqual([200, answer]);
  await publishArticle(ctx, { article: { title: 'By hand', kind: 'science' }, by: 'slack:UANA' });
  expect(await rows('SELECT channel_id FROM announcement')).toEqual([{ channel_id: 'CNEWS' }]);
});

test.each([{}, { channel: '' }, { channel: '#news' }, { channel: 'U1' }, { channel: 'C1', feed: 'f' }])(
  '%j is refused with the field that is wrong',
  async (body) => {
    const { connect, rows } = await anApi();
    const answer = await connect(body);
    expect(answer.status).toBe(422);
    const { error } = (await answer.json()) as { error: { fields?: Record<string, string> } };
    expect(Object.keys(error.fields ?? {})).toEqual(['feed' in body ? 'feed' : 'channel']);
    expect(await rows('SELECT id FROM route')).toEqual([]);
  },
);

test('without the token no channel is connected', async () => {
  const { connect, rows } = await anApi();
  expect((await connect({ channel: 'CNEWS' }, { 'content-type': 'application/json' })).status).toBe(403);
  expect(await rows('SELECT id FROM route')).toEqual([]);
});
