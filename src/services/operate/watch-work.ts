import * as z from 'zod';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { lastTick } from '../note-tick.ts';
import { checkHealth } from './check-health.ts';
import type { WorkNote } from './work-note.ts';

const WATCHED = 'work_watched';
const WATCH_EVERY_SECONDS = 300;
/** Shorter gaps are a deployment or a cron that came late. */
const GAP_SECONDS = 900;

const WatchShape = z.object({ at: z.string(), stuckSince: z.string().nullable() });

/**
 * Every five minutes, from the tick itself: tells staff once when work is stuck and once when it goes on, and, after a gap,
 * that nothing ran meanwhile. Must run before the tick notes itself.
 */
export async function watchWork(ctx: Context): Promise<void> {
  const now = ctx.now();
  const last = await lastTick(ctx);
  if (last !== null && last < addSeconds(now, -GAP_SECONDS)) {
    await tell(ctx, { kind: 'work_stood_still', from: last, until: now });
  }
  const watched = await readSetting(ctx.db, WATCHED, WatchShape);
  if (watched && watched.at > addSeconds(now, -WATCH_EVERY_SECONDS)) return;
  const { behind, problems } = await checkHealth(ctx);
  const isStuck = behind.messages + behind.mailings + behind.posts + behind.feeds > 0;
  // Just after a gap everything is late and is being done: it gets one round of time.
  const stuckSince = isStuck ? (watched?.stuckSince ?? now) : null;
  await writeSetting(ctx.db, WATCHED, { at: now, stuckSince }, now);
  if (isStuck && watched?.stuckSince === watched?.at && watched?.stuckSince) {
    await tell(ctx, { kind: 'work_stuck', problems: problems.filter((problem) => problem.includes('overdue')) });
  } else if (!isStuck && watched?.stuckSince && watched.stuckSince < watched.at) {
    await tell(ctx, { kind: 'work_recovered', stuckSince: watched.stuckSince });
  }
}

async function tell(ctx: Context, note: WorkNote): Promise<void> {
  ctx.log.warn('work.told', { note: note.kind });
  if (ctx.config.reviewChannel) await ctx.announcer.post(ctx.config.reviewChannel, note);
}
