import { expect, test } from 'vitest';
import type { Statement } from '../../src/db/database.ts';
import type { Context } from '../../src/services/context.ts';
import { makeMailings } from '../../src/services/mailings/make-mailings.ts';
import {
  changeSchedule,
  createSchedule,
  moveScheduleTo,
  skipNext,
} from '../../src/services/mailings/schedule-change.ts';
import { testContext } from '../support/context.ts';
import { addArticles, addReader, listMailings, mailed, passTime } from './mailing-world.ts';

const BY = 'slack:UANA';
const EMPTY = [`UPDATE schedule SET next_date = '2026-03-03'`, 'DELETE FROM mailing_article', 'DELETE FROM mailing'];
const ALL = ['One', 'Two'];

/** A daily digest for 09:00 in Shanghai, whose draft of the third of March is shown since 05:00. */
async function shownDraft() {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  await addReader(ctx, 'ana', { frequency: 'daily' });
  await addArticles(ctx, ['One']);
  const policy = 'send_unless_stopped';
  const { publicId } = await createSchedule(ctx, { frequency: 'daily', policy, plan: { time: '09:00' }, by: BY });
  await passTime(ctx, world, { minutes: 240, until: '2026-03-02T23:00:00.000Z' });
  expect(await datesOf(ctx)).toEqual(['2026-03-03 draft']);
  return { ctx, world, publicId };
}

async function datesOf(ctx: Context): Promise<string[]> {
  return (await listMailings(ctx)).map(({ localDate, state }) => `${localDate} ${state}`);
}

test.each<[string, Parameters<typeof changeSchedule>[1]['plan']]>([
  ['nothing that matters', {}],
  ['a later hour of the same day', { time: '17:00' }],
  ['fewer hours ahead', { hoursAhead: 1 }],
  ["readers' own clocks", { clocks: 'readers' }],
])('a draft that is shown stays and leaves when its schedule is changed: %s', async (_what, plan = {}) => {
  const { ctx, world, publicId } = await shownDraft();
  await changeSchedule(ctx, { publicId, plan, by: BY });
  await addArticles(ctx, ['Two']);
  await passTime(ctx, world, { minutes: 30, until: '2026-03-03T02:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One']);
  await passTime(ctx, world, { minutes: 240, until: '2026-03-04T10:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One', 'ana: Two']);
});

test('paused and resumed while a draft is shown, or skipped and changed, its articles come with the next', async () => {
  const { ctx, world, publicId } = await shownDraft();
  await moveScheduleTo(ctx, { publicId, to: 'paused', by: BY });
  await moveScheduleTo(ctx, { publicId, to: 'active', by: BY });
  await passTime(ctx, world, { minutes: 60, until: '2026-03-03T22:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual([]);
  expect(await skipNext(ctx, { publicId, by: BY, seen: null })).toBe('2026-03-04');
  await changeSchedule(ctx, { publicId, plan: { minimumCount: 1 }, by: BY });
  await passTime(ctx, world, { minutes: 240, until: '2026-03-05T04:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One']);
});

test('a tick that read the schedule before another one made the draft takes nothing away', async () => {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  await addReader(ctx, 'ana', { frequency: 'daily' });
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, { frequency: 'daily', plan: { time: '09:00' }, by: BY });
  world.now = '2026-03-02T23:00:00.000Z';
  // The other tick does all its work before the n-th statement of this one, for each n.
  for (let n = 1, ran = n; ran >= n; n += 1) {
    await ctx.db.batch(EMPTY.map((sql) => ctx.db.prepare(sql)));
    ran = 0;
    const other = async () => {
      ran += 1;
      if (ran === n) await makeMailings(ctx);
    };
    await makeMailings(interrupted(ctx, other));
    expect(await datesOf(ctx), `before statement ${n}`).toEqual(['2026-03-03 draft']);
  }
});

test('whoever has a schedule ask for approval has its shown draft ask as well, and the one that is being made', async () => {
  const { ctx, world, publicId } = await shownDraft();
  await changeSchedule(ctx, { publicId, policy: 'needs_approval', by: BY });
  await passTime(ctx, world, { minutes: 240, until: '2026-03-03T12:00:00.000Z' });
  expect(await datesOf(ctx)).toEqual(['2026-03-03 draft']);

  await changeSchedule(ctx, { publicId, policy: 'send_unless_stopped', by: BY });
  await addArticles(ctx, ['Two']);
  world.now = '2026-03-03T23:00:00.000Z';
  const ask = async () => void (await changeSchedule(ctx, { publicId, policy: 'needs_approval', by: BY }));
  let isAsked = false;
  // Right before the draft is stored, of a schedule that was read before.
  const db = interrupted(ctx, async () => {}).db;
  const late: Context['db'] = {
    ...db,
    async batch(statements) {
      if (!isAsked && statements.length > 3) {
        isAsked = true;
        await ask();
      }
      return db.batch(statements);
    },
  };
  await makeMailings({ ...ctx, db: late });
  expect(isAsked).toBe(true);
  await passTime(ctx, world, { minutes: 240, until: '2026-03-04T12:00:00.000Z' });
  expect((await datesOf(ctx)).at(-1)).toBe('2026-03-04 draft');
  expect(mailed(world, ALL)).toEqual([]);
});

type Held = Statement & { inner: Statement };

/** A context that calls `between` before each of its statements. */
function interrupted(ctx: Context, between: () => Promise<void>): Context {
  const hold = (inner: Statement): Held => ({
    inner,
    bind: (...values) => hold(inner.bind(...values)),
    async all() {
      await between();
      return inner.all();
    },
  });
  return {
    ...ctx,
    db: {
      prepare: (sql) => hold(ctx.db.prepare(sql)),
      async batch(statements) {
        await between();
        return ctx.db.batch(statements.map((statement) => (statement as Held).inner));
      },
    },
  };
}
