import { insertAudit } from '../../db/desk/audit.ts';
import { advanceSchedule, findSchedule, type Schedule } from '../../db/mailings/schedules.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { createSchedule, moveScheduleTo, skipNext } from './schedule-change.ts';

export type ScheduleAct = 'pause' | 'resume' | 'remove' | 'skip';

/** What an act came to. `undo` is for undoSchedule; null where nothing was done or nothing can be taken back. */
export type ScheduleDone = { schedule: Schedule; isDone: boolean; undo: string | null; date: string | null };

/** Does one act of a person on a schedule. Twice the same is once; `seen`, as for skipNext, is the date to skip. Throws what the acts throw. */
export async function actOnSchedule(
  ctx: Context,
  { act, by, publicId, seen = null }: { publicId: string; act: ScheduleAct; by: string; seen?: string | null },
): Promise<ScheduleDone> {
  if (act === 'skip') {
    const before = await findSchedule(ctx.db, publicId);
    const date = await skipNext(ctx, { publicId, by, seen });
    const schedule = await known(ctx, publicId);
    // A draft that was shown already is stopped for good; a date that was only waited for can be waited for again.
    const isDateOnly = date !== null && before?.nextDate === date && schedule.nextDate !== date;
    return { schedule, isDone: date !== null, undo: isDateOnly ? `skip ${date} ${schedule.nextDate}` : null, date };
  }
  const to = ({ pause: 'paused', resume: 'active', remove: 'removed' } as const)[act];
  const isDone = await moveScheduleTo(ctx, { publicId, to, by });
  return { schedule: await known(ctx, publicId), isDone, undo: isDone ? act : null, date: null };
}

/** Takes an act back; false where something happened to the schedule since. `undo` as ScheduleDone gave it. */
export async function undoSchedule(
  ctx: Context,
  { by, publicId, undo }: { publicId: string; undo: string; by: string },
): Promise<boolean> {
  const schedule = await known(ctx, publicId);
  const [act, date = '', next = ''] = undo.split(' ');
  if (act === 'pause' || act === 'resume') {
    const from = act === 'pause' ? 'paused' : 'active';
    if (schedule.state !== from) return false;
    return moveScheduleTo(ctx, { publicId, to: act === 'pause' ? 'active' : 'paused', by });
  }
  if (act === 'skip') return unskip(ctx, { schedule, date, next, by });
  if (schedule.state !== 'removed') return false;
  try {
    const { frequency, plan, policy } = schedule;
    await createSchedule(ctx, { frequency, plan, policy, by });
    return true;
  } catch (error) {
    // Somebody made another one of this frequency, or it was brought back before.
    if (error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}

async function unskip(
  ctx: Context,
  { by, date, next, schedule }: { schedule: Schedule; date: string; next: string; by: string },
): Promise<boolean> {
  const entry = { at: ctx.now(), actor: by, act: 'schedule.unskipped', subject: `schedule:${schedule.publicId}` };
  const [moved] = await ctx.db.batch([advanceSchedule(ctx.db, schedule.id, next, date), insertAudit(ctx.db, entry)]);
  return moved?.meta.changes === 1;
}

async function known(ctx: Context, publicId: string): Promise<Schedule> {
  const schedule = await findSchedule(ctx.db, publicId);
  if (!schedule) throw new AppError('not_found', 'There is no such schedule. Nothing was changed.');
  return schedule;
}
