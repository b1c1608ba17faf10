import { expect, test } from 'vitest';
import { noteTick } from '../../src/services/note-tick.ts';
import { checkHealth } from '../../src/services/operate/check-health.ts';
import { watchWork } from '../../src/services/operate/watch-work.ts';
import { testContext } from '../support/context.ts';

const LATE_MESSAGE = `INSERT INTO message (kind, dedupe_key, data, state, not_before, created_at)
  VALUES ('confirm', 'late', '{}', 'todo', ?1, ?1)`;

test('says that nothing ran, then what is stuck, once, and that it is done, once', async () => {
  const { ctx, world } = await testContext();
  const told = () => world.posts.map(({ note }) => note.kind);
  expect(await checkHealth(ctx)).toMatchObject({ status: 'stale', tickedAt: null });
  await noteTick(ctx);
  expect(await checkHealth(ctx)).toMatchObject({ status: 'ok', problems: [] });

  await ctx.db.batch([ctx.db.prepare(LATE_MESSAGE).bind(ctx.now())]);
  for (let minute = 0; minute < 30; minute += 1) {
    world.advance(60);
    await watchWork(ctx);
    await noteTick(ctx);
  }
  expect(await checkHealth(ctx)).toMatchObject({ status: 'stuck', problems: ['1 mail to one reader is overdue.'] });
  expect(told()).toEqual(['work_stuck']);

  await ctx.db.batch([ctx.db.prepare(`UPDATE message SET state = 'submitted'`)]);
  for (let minute = 0; minute < 15; minute += 1) {
    world.advance(60);
    await watchWork(ctx);
    await noteTick(ctx);
  }
  expect(told()).toEqual(['work_stuck', 'work_recovered']);

  world.advance(3600);
  expect((await checkHealth(ctx)).status).toBe('stale');
  await watchWork(ctx);
  await noteTick(ctx);
  await watchWork(ctx);
  expect(told()).toEqual(['work_stuck', 'work_recovered', 'work_stood_still']);
  expect((await checkHealth(ctx)).status).toBe('ok');
});

test('what is late only because nothing ran is given time before staff are told of it', async () => {
  const { ctx, world } = await testContext();
  await noteTick(ctx);
  await ctx.db.batch([ctx.db.prepare(LATE_MESSAGE).bind(ctx.now())]);
  world.advance(7200);
  await watchWork(ctx);
  await noteTick(ctx);
  await ctx.db.batch([ctx.db.prepare(`UPDATE message SET state = 'submitted'`)]);
  world.advance(400);
  await watchWork(ctx);
  expect(world.posts.map(({ note }) => note.kind)).toEqual(['work_stood_still']);
});
