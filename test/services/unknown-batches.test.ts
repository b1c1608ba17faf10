import { expect, test } from 'vitest';
import { claimBatches } from '../../src/db/mailings/batches.ts';
import { findDueWork } from '../../src/db/mailings/due-work.ts';
import { planSlice } from '../../src/db/mailings/plan-batches.ts';
import type { Context } from '../../src/services/context.ts';
import { controlMailing } from '../../src/services/mailings/control-mailing.ts';
import { decideBatches } from '../../src/services/mailings/decide-batches.ts';
import { reportMailings } from '../../src/services/mailings/report-mailings.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { checkHealth } from '../../src/services/operate/check-health.ts';
import { sweep } from '../../src/services/sweep.ts';
import { mailedAddresses, testContext, type World } from '../support/context.ts';
import { aRunningMailing, FAR, MAILING, runUntilRest, theMailing } from '../support/mailing.ts';

const LONG = 23 * 3600 + 60;
const LOST = { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: null } as const;

async function running(readers: number) {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, readers);
  return { ctx, world };
}

function questions(world: World): number[] {
  return world.posts.flatMap(({ note, ts }) =>
    note.kind === 'unknown_batches' && ts !== null ? [note.mailing.unknownBatches] : [],
  );
}

async function isReportDue(ctx: Context): Promise<boolean> {
  const now = ctx.now();
  const flood = { key: 'x', windowStart: now, count: 9 };
  const ages = { hourAgo: now, minuteAgo: now, editsSince: now, alertsSince: now };
  return (await findDueWork(ctx.db, { now, ...ages, lastMonth: '"x"', flood })).reports;
}

test('a sender killed before its first request leaves nothing unknown, however long ago: its readers get it then', async () => {
  const { ctx, world } = await running(150);
  const render = ctx.renderer;
  const killed = { ...ctx.renderer, mailing: () => Promise.reject(new Error('killed')) as never };
  await runEmail({ ...ctx, renderer: killed }, FAR).catch(() => null);
  await runEmail(
    { ...ctx, mailer: { ...ctx.mailer, encoder: () => Promise.reject(new Error('killed')) as never } },
    FAR,
  ).catch(() => null);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE id = 3`).all();
  world.advance(2 * LONG);
  expect(await runUntilRest({ ...ctx, renderer: render }, world)).toMatchObject({
    state: 'finished',
    submittedCount: 149,
  });
  expect(mailedAddresses(world)).not.toContain('r3@example.org');
  expect(questions(world)).toEqual([]);
});

test('a sender that slept between its claim and its first request sends nothing once another has taken over', async () => {
  const { ctx, world } = await running(150);
  const requests: string[] = [];
  world.onSend = (key, took) => {
    requests.push(key);
    return took();
  };
  let slept = false;
  const sleeper: Context = {
    ...ctx,
    async sleep() {
      if (slept) return;
      slept = true;
      // Its lane and its batches are free by now, a reader has left, and another sender does all of it.
      world.advance(300);
      await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE id = 3`).all();
      await runUntilRest(ctx, world);
    },
  };
  await runEmail(sleeper, FAR).catch(() => null);
  expect(slept).toBe(true);
  expect(requests).toEqual([`ml/${MAILING}/1`, `ml/${MAILING}/101`]);
  expect(mailedAddresses(world).length).toBe(149);
  expect(await theMailing(ctx)).toMatchObject({ state: 'finished', submittedCount: 149 });
});

/** A mailing of two batches of which the first is of unknown outcome. */
async function oneUnknown() {
  const { ctx, world } = await running(150);
  world.onSend = (key, took) => (key.endsWith('/1') ? LOST : took());
  await runEmail(ctx, FAR);
  world.advance(LONG);
  return { ctx, world };
}

test('an unknown batch is asked about until Slack took the question, once, and again after it was sent again in vain', async () => {
  const { ctx, world } = await oneUnknown();
  world.postOutcomes.push({ kind: 'refused', code: 'channel_not_found', retryAfterSeconds: null });
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished' });
  expect(questions(world)).toEqual([]);
  expect(await isReportDue(ctx)).toBe(true);
  expect((await checkHealth(ctx)).behind.unknownBatches).toBe(1);
  world.advance(61);
  for (let n = 0; n < 3; n += 1) await Promise.all([reportMailings(ctx), reportMailings(ctx)]);
  expect(questions(world)).toEqual([1]);
  await decideBatches(ctx, { publicId: MAILING, decision: 'send_again', by: 'slack:UANA' });
  world.onSend = () => LOST;
  await runEmail(ctx, FAR);
  world.advance(LONG);
  await runUntilRest(ctx, world);
  expect(questions(world)).toEqual([1, 1]);
});

test('an unknown batch of a mailing that still is on its way is asked about too', async () => {
  const { ctx, world } = await oneUnknown();
  world.onSend = (key, took) => (key.endsWith('/101') ? took() : LOST);
  await ctx.db.prepare(`UPDATE batch SET not_before = '2027-01-01T00:00:00.000Z' WHERE lo = 101`).all();
  await ctx.db.prepare(`UPDATE batch SET state = 'todo', submitted_at = NULL WHERE lo = 101`).all();
  await runEmail(ctx, FAR);
  expect((await theMailing(ctx)).state).toBe('sending');
  await reportMailings(ctx);
  expect(questions(world)).toEqual([1]);
});

test('killed right after the end, before the question, it is asked all the same', async () => {
  const { ctx, world } = await oneUnknown();
  const announcer = { ...ctx.announcer, post: () => Promise.reject(new Error('killed')) };
  for (let n = 0; n < 4; n += 1) {
    await runEmail({ ...ctx, announcer }, FAR).catch(() => null);
    world.advance(61);
  }
  expect([(await theMailing(ctx)).state, questions(world)]).toEqual(['finished', []]);
  await reportMailings(ctx);
  expect(questions(world)).toEqual([1]);
});

test('nothing of a cancelled mailing is asked about or sent again', async () => {
  const { ctx, world } = await running(150);
  world.onSend = () => LOST;
  await runEmail(ctx, FAR);
  world.advance(LONG);
  await ctx.db.prepare(`UPDATE batch SET state = 'unknown'`).all();
  await controlMailing(ctx, { publicId: MAILING, act: 'cancel', by: 'slack:UANA' });
  await reportMailings(ctx);
  expect(questions(world)).toEqual([]);
  expect(await decideBatches(ctx, { publicId: MAILING, decision: 'send_again', by: 'slack:UANA' })).toBe(0);
});

test("two that claim at once do not pass a day's cap between them", async () => {
  const { ctx } = await running(600);
  const mailing = await theMailing(ctx);
  const ranges = [1, 101, 201, 301, 401, 501].map((lo): [number, number] => [lo, lo + 99]);
  await ctx.db.batch(planSlice(ctx.db, mailing, { ranges, isLast: true }));
  const cap = { since: '2026-03-02T00:00:00.000Z', most: 350, size: 100 };
  const work = { now: ctx.now(), leaseUntil: FAR, limit: 3, builderVersion: 5, keyId: 'k1', cap };
  // Both were told of room for three before either claimed.
  const claims = await Promise.all(['a', 'b'].map((holder) => claimBatches(ctx.db, mailing, { ...work, holder })));
  expect(claims.map((claimed) => claimed.length).sort()).toEqual([0, 3]);
});

test('an unknown batch whose recipients are no longer kept is not sent again, and holds up nothing', async () => {
  const { ctx, world } = await oneUnknown();
  await runUntilRest(ctx, world);
  world.advance(401 * 86_400);
  await sweep(ctx);
  const again = decideBatches(ctx, { publicId: MAILING, decision: 'send_again', by: 'slack:UANA' });
  await expect(again).rejects.toThrow('whom it went to is no longer kept');
  world.onSend = null;
  world.accepted.clear();
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world)).toEqual([]);
  expect((await theMailing(ctx)).state).toBe('finished');
  expect(await decideBatches(ctx, { publicId: MAILING, decision: 'sent', by: 'slack:UANA' })).toBe(1);
});
