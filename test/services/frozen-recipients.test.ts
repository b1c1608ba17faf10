import { expect, test } from 'vitest';
import { claimBatches, type Recipient } from '../../src/db/mailings/batches.ts';
import { planSlice } from '../../src/db/mailings/plan-batches.ts';
import { testContext } from '../support/context.ts';
import { aRunningMailing, theMailing } from '../support/mailing.ts';

const WHOLE: Recipient = [1, 'reader000001', 'a@example.org', 'Ann', 'en', null, 'k1', 'weekly'];

/** A frozen recipient with some values in the place of what stands there. */
function withValues(values: Record<number, unknown>): unknown[] {
  return WHOLE.map((value, index) => (index in values ? values[index] : value));
}

const GOOD: unknown[][] = [
  WHOLE,
  WHOLE.slice(0, 7),
  withValues({ 7: null }),
  withValues({ 4: 'zh-Hans', 5: { chosen: [1], left: [], at: [[1, 'daily']] } }),
];
const BAD: unknown[] = [
  null,
  'a@example.org',
  [],
  [1],
  [...WHOLE, 'more'],
  withValues({ 0: '1' }),
  withValues({ 1: null }),
  withValues({ 2: 7 }),
  withValues({ 3: null }),
  withValues({ 4: 'fr' }),
  withValues({ 5: { chosen: ['1'], left: [] } }),
  withValues({ 5: undefined }).filter((_, index) => index !== 5),
  withValues({ 6: null }),
  withValues({ 7: 'hourly' }),
];

test('frozen recipients are taken as they stand, and none of another shape is mailed', async () => {
  const { ctx } = await testContext();
  await aRunningMailing(ctx, 1);
  const mailing = await theMailing(ctx);
  await ctx.db.batch(planSlice(ctx.db, mailing, { ranges: [[1, 1]], isLast: true }));
  const claim = {
    holder: 'a',
    now: ctx.now(),
    leaseUntil: ctx.now(),
    limit: 1,
    builderVersion: 1,
    keyId: 'k1',
    cap: null,
  };
  const claimed = async (recipients: unknown) => {
    const frozen = ctx.db.prepare(`UPDATE batch SET recipients = ?1, body_hash = 'h', builder_version = 1`);
    await frozen.bind(JSON.stringify(recipients)).all();
    return claimBatches(ctx.db, mailing, claim);
  };
  expect((await claimed(GOOD))[0]?.recipients).toEqual(GOOD);
  for (const bad of BAD) await expect(claimed([WHOLE, bad])).rejects.toThrow('unexpected shape (recipients)');
  await expect(claimed({ 0: WHOLE })).rejects.toThrow('unexpected shape (recipients)');
});
