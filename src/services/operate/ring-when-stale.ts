import type { Context } from '../context.ts';
import { lastTick } from '../note-tick.ts';
import { STALE_SECONDS } from './check-health.ts';

const LOOK_EVERY_MS = 60_000;
const lookedAt = new WeakMap<object, number>();

/**
 * Rings where background work has not run for five minutes, so that visitors keep a newsroom going whose cron stopped. Costs a
 * statement a minute and process, behind the answer. A look that fails is left to the next one.
 */
export async function ringWhenStale(ctx: Context): Promise<void> {
  const now = Date.parse(ctx.now());
  const looked = lookedAt.get(ctx.db);
  if (looked !== undefined && Math.abs(now - looked) < LOOK_EVERY_MS) return;
  lookedAt.set(ctx.db, now);
  try {
    const last = await lastTick(ctx);
    if (last === null || Date.parse(last) <= now - STALE_SECONDS * 1000) ctx.ring();
  } catch (error) {
    ctx.log.error('request.late_failure', error);
  }
}
