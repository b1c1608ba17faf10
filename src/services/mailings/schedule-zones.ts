import { listZones } from '../../db/mailings/mailing-zones.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { findScheduleById, type Schedule } from '../../db/mailings/schedules.ts';
import { instantOf } from '../../domain/local-day.ts';
import { isTimeZone } from '../../domain/time-zone.ts';
import type { Context } from '../context.ts';

/** The zones whose clocks a schedule goes by: the newsroom's, and with readers' own clocks each of theirs. */
export async function clocksOf(ctx: Context, schedule: Schedule): Promise<string[]> {
  if (schedule.plan.clocks === 'newsroom') return [ctx.config.timeZone];
  const zones = await listZones(ctx.db);
  return [...new Set([ctx.config.timeZone, ...zones.filter(isTimeZone)])];
}

/** When the readers of each zone are due; those whose zone is unknown or no zone go by the newsroom's clock. */
export async function zonesOf(ctx: Context, mailing: Mailing): Promise<{ zone: string; dueAt: string }[]> {
  const schedule = mailing.scheduleId === null ? null : await findScheduleById(ctx.db, mailing.scheduleId);
  const date = mailing.localDate;
  if (!schedule || date === null) return [];
  const zones = new Set(['', ...(await listZones(ctx.db))]);
  return [...zones].map((zone) => ({
    zone,
    dueAt: instantOf(date, schedule.plan.time, isTimeZone(zone) ? zone : ctx.config.timeZone),
  }));
}
