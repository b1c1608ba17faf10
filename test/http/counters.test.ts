import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { countEverything } from '../../src/services/operate/count-everything.ts';
import { SMALL, wholeNewsroom } from '../invariants/whole-newsroom.ts';
import { VARIABLES } from '../support/context.ts';
import { askApp } from './app.ts';

test('the counters tell everything by state, and nothing without the token', async () => {
  const { ctx } = await wholeNewsroom(SMALL);
  const ask = askApp(ctx);
  expect((await ask('/api/v1/counters')).status).toBe(403);
  const answer = await ask('/api/v1/counters', { headers: { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}` } });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toMatchObject({
    at: ctx.now(),
    articles: { total: 6, states: { published: 6 }, isCut: false },
    announcements: { states: { awaiting_approval: 2, unknown: 2, posted: 2 } },
    mailings: { states: { draft: 1, paused: 1, finished: 2 } },
    batches: { states: { submitted: 2 } },
    readers: { total: 30, states: { active: 28, pending: 1, unsubscribed: 1 } },
    messages: { total: 0, states: {} },
    feeds: { states: { active: 2, failing: 1 } },
  });
});

test('each kind costs one statement that looks at the newest rows only', async () => {
  const { ctx } = await wholeNewsroom(SMALL);
  const counted = countQueries(ctx.db);
  const counters = await countEverything({ db: counted.db }, 4);
  expect(counted.used()).toBe(Object.keys(counters).length);
  expect(counters.readers).toEqual({ total: 4, states: { active: 4 }, isCut: true });
  expect(counters.batches.isCut).toBe(false);
});
