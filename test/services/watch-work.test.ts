import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { noteTick } from '../../src/services/note-tick.ts';
import { checkHealth } from '../../src/services/operate/check-health.ts';
import { ringWhenStale } from '../../src/services/operate/ring-when-stale.ts';
import { watchWork } from '../../src/services/operate/watch-work.ts';
import { tick } from '../../src/tick.ts';
import { testContext } from '../support/context.ts';

const LATE_MESSAGE = `INSERT INTO message (kind, dedupe_key, data, state, not_before, created_at)
  VALUES ('confirm', 'late', '{}', 'todo', ?1, ?1)`;
const FAR = '2099-01-01T00:00:00.000Z';
const watch = (ctx: Context) => watchWork(ctx, FAR);

test('says that nothing ran, then what is stuck, once, and that it is done, once', async () => {
  const { ctx, world } = await testContext();
  const told = () => world.posts.map(({ note }) => note.kind);
  expect(await checkHealth(ctx)).toMatchObject({ status: 'stale', tickedAt: null });
  await noteTick(ctx);
  expect(await checkHealth(ctx)).toMatchObject({ status: 'ok', problems: [] });

  await ctx.db.batch([ctx.db.prepare(LATE_MESSAGE).bind(ctx.now())]);
  for (let minute = 0; minute < 30; minute += 1) {
    world.advance(60);
    await watch(ctx);
  }
  expect(await checkHealth(ctx)).toMatchObject({ status: 'stuck', problems: ['1 mail to one reader is overdue.'] });
  expect(told()).toEqual(['work_stuck']);

  await ctx.db.batch([ctx.db.prepare(`UPDATE message SET state = 'submitted'`)]);
  for (let minute = 0; minute < 15; minute += 1) {
    world.advance(60);
    await watch(ctx);
  }
  expect(told()).toEqual(['work_stuck', 'work_recovered']);

  world.advance(3600);
  expect((await checkHealth(ctx)).status).toBe('stale');
  await watch(ctx);
  await watch(ctx);
  expect(told()).toEqual(['work_stuck', 'work_recovered', 'work_stood_still']);
  expect((await checkHealth(ctx)).status).toBe('ok');
});

test('what is late only because nothing ran is given time before staff are told of it', async () => {
  const { ctx, world } = await testContext();
  await noteTick(ctx);
  await ctx.db.batch([ctx.db.prepare(LATE_MESSAGE).bind(ctx.now())]);
  world.advance(7200);
  await watch(ctx);
  await ctx.db.batch([ctx.db.prepare(`UPDATE message SET state = 'submitted'`)]);
  world.advance(400);
  await watch(ctx);
  expect(world.posts.map(({ note }) => note.kind)).toEqual(['work_stood_still']);
});

test('two ticks at once after a gap tell of it once', async () => {
  const { ctx, world } = await testContext();
  await tick(ctx, { seconds: 50, queryBudget: 700 });
  world.advance(7200);
  await Promise.all([1, 2, 3].map(() => tick(ctx, { seconds: 50, queryBudget: 700 })));
  expect(world.posts.map(({ note }) => note.kind)).toEqual(['work_stood_still']);
});

test('a note that Slack did not take is told by a later tick; one that it will never take is not tried again', async () => {
  const { ctx, world } = await testContext();
  await noteTick(ctx);
  world.advance(7200);
  world.postOutcomes.push({ kind: 'unanswered', code: 'timeout' });
  world.postOutcomes.push({ kind: 'refused', code: 'rate_limited', retryAfterSeconds: 30 });
  const tried = () => world.log.filter((line) => line.includes('work_stood_still')).length;
  for (const tries of [1, 2, 3, 3]) {
    await watch(ctx);
    expect(tried()).toBe(tries);
    world.advance(61);
  }
  world.advance(7200);
  world.postOutcomes.push({ kind: 'refused', code: 'channel_not_found', retryAfterSeconds: null });
  for (let n = 0; n < 3; n += 1) {
    await watch(ctx);
    world.advance(61);
  }
  expect([tried(), world.postOutcomes.length]).toEqual([4, 0]);
});

test('whoever is killed between looking and telling leaves the note to the next tick', async () => {
  const { ctx, world } = await testContext();
  await noteTick(ctx);
  world.advance(7200);
  const dying = { ...ctx, announcer: { ...ctx.announcer, post: () => Promise.reject(new Error('killed')) } };
  await expect(watch(dying)).rejects.toThrow('killed');
  world.advance(61);
  await watch(ctx);
  expect(world.posts.map(({ note }) => note.kind)).toEqual(['work_stood_still']);
});

test('a visit rings where no tick ran for five minutes, and looks at most once a minute', async () => {
  const { ctx, world } = await testContext();
  let rings = 0;
  let reads = 0;
  const prepare = (sql: string) => {
    reads += 1;
    return ctx.db.prepare(sql);
  };
  const ring = () => {
    rings += 1;
  };
  const visited = { ...ctx, db: { ...ctx.db, prepare }, ring };
  await ringWhenStale(visited);
  await ringWhenStale(visited);
  expect([rings, reads]).toEqual([1, 1]);
  await noteTick(ctx);
  world.advance(299);
  await ringWhenStale(visited);
  expect([rings, reads]).toEqual([1, 2]);
  world.advance(61);
  await ringWhenStale(visited);
  expect([rings, reads]).toEqual([2, 3]);
  const failing = { ...ctx, db: { ...ctx.db, prepare: () => expect.fail('the database is away') } };
  await ringWhenStale(failing);
  expect(world.log.at(-1)).toContain('request.late_failure');
});
