import * as z from 'zod';
import { readCount } from '../../db/readers/rate-counts.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { allMailsKey, hourOf } from './signup-limits.ts';

const TOLD = 'signup_flood_told';

/** Tells staff, once an hour at most, that so many signed up that no more confirmations leave. */
export async function alertSignUps(ctx: Context): Promise<void> {
  const channel = ctx.config.reviewChannel;
  const now = ctx.now();
  const hour = hourOf(now);
  const perHour = ctx.settings.signup.mailsPerHour;
  if ((await readCount(ctx.db, allMailsKey(now))) < perHour) return;
  if ((await readSetting(ctx.db, TOLD, z.string())) === hour) return;
  await writeSetting(ctx.db, TOLD, hour, now);
  ctx.log.warn('signup.flood', { perHour });
  if (!channel) return;
  const outcome = await ctx.announcer.post(channel, { kind: 'signup_flood', perHour, until: addSeconds(hour, 3600) });
  if (outcome.kind === 'refused') ctx.log.warn('staff.not_told', { note: 'signup_flood', code: outcome.code });
}
