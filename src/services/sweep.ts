import * as z from 'zod';
import { dropOldCounts } from '../db/rate-counts.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import { dropOldSeen } from '../db/slack-seen.ts';
import { addSeconds } from '../domain/time.ts';
import type { Context } from './context.ts';

const SWEEP_EVERY_SECONDS = 3600;

/** Once an hour, forgets what is only kept for a while: rate counts (2 days) and keys of Slack requests (1 hour). */
export async function sweep(ctx: Context): Promise<void> {
  const now = ctx.now();
  const last = await readSetting(ctx.db, 'swept_at', z.string());
  if (last !== null && last > addSeconds(now, -SWEEP_EVERY_SECONDS)) return;
  await writeSetting(ctx.db, 'swept_at', now, now);
  await dropOldSeen(ctx.db, addSeconds(now, -3600));
  await ctx.db.batch([dropOldCounts(ctx.db, addSeconds(now, -2 * 24 * 3600))]);
}
