import { expect, test } from 'vitest';
import { grantRole, listStaff } from '../../src/db/desk/staff.ts';
import { checkLeavers } from '../../src/services/desk/check-leavers.ts';
import type { MemberStanding } from '../../src/services/desk/members.ts';
import { testContext } from '../support/context.ts';

/** Twelve editors, and what the workspace says of each; everybody else is here. */
async function staffed(standings: Record<string, MemberStanding>) {
  const { ctx, world } = await testContext();
  const ids = Array.from({ length: 12 }, (_, n) => `U${String(n).padStart(3, '0')}`);
  await ctx.db.batch(
    ids.map((slackUserId) => grantRole(ctx.db, { slackUserId, role: 'editor', by: 'slack:UANA', now: ctx.now() })),
  );
  const asked: string[] = [];
  const standing = async (id: string) => {
    asked.push(id);
    return standings[id] ?? 'here';
  };
  const left = async () => ids.length - (await listStaff(ctx.db)).length;
  return { ctx: { ...ctx, members: { standing } }, world, asked, left, ids };
}

test('everybody with a role is asked about once a day, ten an hour; only who left loses theirs', async () => {
  const { asked, ctx, ids, left, world } = await staffed({ U001: 'left', U002: 'unknown', U011: 'left' });
  await checkLeavers(ctx);
  expect([asked.length, await left()]).toEqual([10, 1]);
  for (let hour = 0; hour < 3; hour += 1) {
    world.advance(3600);
    await checkLeavers(ctx);
  }
  expect([[...asked].sort(), await left()]).toEqual([ids, 2]);
  world.advance(21 * 3600);
  await checkLeavers(ctx);
  expect(asked.length).toBe(22);
  const { results } = await ctx.db.prepare(`SELECT actor FROM audit WHERE subject = 'staff:U001'`).all();
  expect(results).toEqual([{ actor: 'newsdesk' }]);
});

test('without a way to ask nobody loses a role', async () => {
  const { ctx, left } = await staffed({});
  const { members: _, ...without } = ctx;
  await checkLeavers(without);
  expect(await left()).toBe(0);
});
