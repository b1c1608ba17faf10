import * as z from 'zod';
import { listStaff } from '../../db/desk/staff.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { endRoleOfLeaver } from './change-staff.ts';

const KEY = 'leavers_checked';
const EVERY_SECONDS = 24 * 3600;
const AT_ONCE = 10;

const RoundShape = z.object({ begunAt: z.string(), left: z.array(z.string()) });

/**
 * Run with the hourly sweep: once a day asks Slack about everybody with a role, a few an hour, and ends the roles of those who left: Slack tells
 * by an event too, but one that was missed never comes again. Whom Slack says nothing about keeps theirs.
 */
export async function checkLeavers(ctx: Context): Promise<void> {
  if (!ctx.members) return;
  const now = ctx.now();
  const round = await readSetting(ctx.db, KEY, RoundShape);
  const isOver = !round || round.begunAt <= addSeconds(now, -EVERY_SECONDS);
  const begunAt = isOver ? now : round.begunAt;
  const open = isOver ? (await listStaff(ctx.db)).map(({ slackUserId }) => slackUserId) : round.left;
  if (!isOver && open.length === 0) return;
  // Noted first: two ticks at once may ask twice, and what a tick that dies left is asked tomorrow.
  await writeSetting(ctx.db, KEY, { begunAt, left: open.slice(AT_ONCE) }, now);
  for (const slackUserId of open.slice(0, AT_ONCE)) {
    if ((await ctx.members.standing(slackUserId)) === 'left') await endRoleOfLeaver(ctx, slackUserId);
  }
}
