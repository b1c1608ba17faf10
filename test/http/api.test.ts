import { expect, test } from 'vitest';
import { testContext, VARIABLES } from '../support/context.ts';
import { askApp } from './app.ts';

const ADMIN = { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}` };

test('no answer of the API is kept by anybody, and no request may bring more than 4 MB', async () => {
  const { ctx } = await testContext();
  const ask = askApp(ctx);
  for (const path of [
    'counters',
    'topics',
    'growth',
    'imports',
    'readers',
    'readers.csv',
    'feeds',
    'backup',
    'articles',
  ]) {
    const answer = await ask(`/api/v1/${path}`, { headers: ADMIN });
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
  }
  const body = JSON.stringify({ name: 'x'.repeat(5 << 20) });
  const large = await ask('/api/v1/topics', {
    method: 'POST',
    headers: { ...ADMIN, 'content-length': `${body.length}` },
    body,
  });
  expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('4 MB')]);
});
