import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { controlMailing } from '../../src/services/mailings/control-mailing.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { mailedAddresses, testContext, type World } from '../support/context.ts';
import { aRunningMailing, FAR, MAILING, runUntilRest } from '../support/mailing.ts';

const READERS = 700;

/** A mailing planned over every seventh reader and paused; then the others in between confirm. */
async function grownRound(): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, READERS);
  await ctx.db.prepare(`UPDATE subscriber SET state = CASE WHEN id % 7 = 1 THEN 'active' ELSE 'pending' END`).all();
  world.onSend = () => ({
    kind: 'refused',
    code: 'daily_quota_exceeded',
    message: '',
    stop: true,
    retryAfterSeconds: null,
  });
  await runEmail(ctx, FAR);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active'`).all();
  const { sendBatch } = ctx.mailer;
  ctx.mailer = {
    ...ctx.mailer,
    async sendBatch(body, key) {
      const mails: unknown[] = JSON.parse(new TextDecoder().decode(body));
      const message = 'A batch may hold 100 mails.';
      if (mails.length > 100)
        return { kind: 'refused', code: 'validation_error', message, stop: true, retryAfterSeconds: null };
      return sendBatch(body, key);
    },
  };
  world.onSend = null;
  await controlMailing(ctx, { publicId: MAILING, act: 'resume', by: 'slack:UANA' });
  return { ctx, world };
}

function everybody(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, n) => `r${from + n}@example.org`).sort();
}

test('readers who confirm inside a planned range while it waits are mailed too, never over a hundred at once', async () => {
  const { ctx, world } = await grownRound();
  expect((await runUntilRest(ctx, world)).state).toBe('finished');
  expect(mailedAddresses(world).sort()).toEqual(everybody(1, READERS));
});

test('killed before and after every step of that, and with two senders, still each is mailed once', async () => {
  const { ctx, world } = await grownRound();
  let step = 0;
  const dying: Context = {
    ...ctx,
    db: {
      prepare: (sql) => ctx.db.prepare(sql),
      async batch(statements) {
        step += 1;
        if (step % 5 === 1) throw new Error('killed before the commit');
        const results = await ctx.db.batch(statements);
        if (step % 5 === 3) throw new Error('killed after the commit');
        return results;
      },
    },
  };
  for (let n = 0; n < 30; n += 1) {
    await Promise.all([dying, dying].map((each) => runEmail(each, FAR).catch(() => null)));
    await ctx.db.prepare(`UPDATE lane SET lease_until = '2026-01-01T00:00:00.000Z'`).all();
    await ctx.db
      .prepare(`UPDATE batch SET lease_until = '2026-01-01T00:00:00.000Z' WHERE lease_until IS NOT NULL`)
      .all();
    world.advance(61);
  }
  expect((await runUntilRest(ctx, world)).state).toBe('finished');
  expect(mailedAddresses(world).sort()).toEqual(everybody(1, READERS));
});
