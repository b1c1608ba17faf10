import type { Statement } from '../../db/database.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { askForApproval, stopWaiting } from '../../db/mailings/drafts.ts';
import { listWaitingOfSchedule } from '../../db/mailings/mailings.ts';
import {
  advanceSchedule,
  findSchedule,
  insertSchedule,
  isFrequencyTaken,
  lastDateOf,
  moveSchedule,
  PlanShape,
  type Schedule,
  type SchedulePlan,
  updateSchedule,
} from '../../db/mailings/schedules.ts';
import { AppError } from '../../domain/errors.ts';
import { instantOf, localDay } from '../../domain/local-day.ts';
import { dateAfter, dateOnOrAfter, periodBefore, type ScheduleFrequency } from '../../domain/schedule.ts';
import type { Context } from '../context.ts';
import { rhythmOf } from './schedule-run.ts';

export type PlanInput = Partial<SchedulePlan> & Pick<SchedulePlan, 'time'>;

/**
 * Adds the schedule of a frequency. Its first digest takes what was released since one period ago. Throws AppError:
 * invalid with `fields`; conflict where the frequency has one.
 */
export async function createSchedule(
  ctx: Context,
  input: { frequency: ScheduleFrequency; policy?: Schedule['policy']; plan: PlanInput; by: string },
): Promise<Schedule> {
  const plan = readPlan(input.plan);
  const { frequency } = input;
  const publicId = ctx.ids.publicId();
  const now = ctx.now();
  try {
    await ctx.db.batch([
      insertSchedule(
        ctx.db,
        {
          publicId,
          frequency,
          policy: input.policy ?? 'needs_approval',
          plan,
          nextDate: firstDate(ctx, { frequency, plan }),
          since: periodBefore(frequency, now),
          createdBy: input.by,
        },
        now,
      ),
      audit(ctx, { by: input.by, act: 'schedule.created', publicId }),
    ]);
  } catch (error) {
    if (!isFrequencyTaken(error)) throw error;
    throw new AppError('conflict', `There is a ${frequency} newsletter already. Nothing was added; change that one.`);
  }
  return requireSchedule(ctx, publicId);
}

/**
 * Changes a schedule from its next date on; a draft that is shown already stays, but waits for approval where the schedule
 * now asks for it. A date that was skipped stays so while the days and the time do. Throws as createSchedule does.
 */
export async function changeSchedule(
  ctx: Context,
  input: { publicId: string; policy?: Schedule['policy']; plan?: Partial<SchedulePlan>; by: string },
): Promise<Schedule> {
  const schedule = await requireSchedule(ctx, input.publicId);
  const plan = readPlan({ ...schedule.plan, ...input.plan });
  const isSameRhythm = (['time', 'weekday', 'dayOfMonth'] as const).every((part) => plan[part] === schedule.plan[part]);
  const nextDate = isSameRhythm ? schedule.nextDate : await nextOpenDate(ctx, { ...schedule, plan });
  const policy = input.policy ?? schedule.policy;
  await act(ctx, { by: input.by, act: 'schedule.changed', publicId: input.publicId }, [
    updateSchedule(ctx.db, { publicId: input.publicId, policy, plan, nextDate }),
    ...(policy === 'needs_approval' ? [askForApproval(ctx.db, schedule.id)] : []),
  ]);
  return requireSchedule(ctx, input.publicId);
}

/** Pauses, resumes or removes a schedule; its drafts that nobody approved are stopped. False where it was so before. */
export async function moveScheduleTo(
  ctx: Context,
  input: { publicId: string; to: Schedule['state']; by: string },
): Promise<boolean> {
  const schedule = await requireSchedule(ctx, input.publicId);
  const waiting = await listWaitingOfSchedule(ctx.db, schedule.id);
  const named = { active: 'resumed', paused: 'paused', removed: 'removed' } as const;
  return act(ctx, { by: input.by, act: `schedule.${named[input.to]}`, publicId: input.publicId }, [
    moveSchedule(ctx.db, input.publicId, input.to),
    ...(input.to === 'active'
      ? [advanceSchedule(ctx.db, schedule.id, schedule.nextDate, await nextOpenDate(ctx, schedule))]
      : waiting.map(({ id }) => stopWaiting(ctx.db, { id, from: ['draft'], reason: 'Its schedule was paused.' }))),
  ]);
}

/** The date that Skip would skip now: that of the digest that is shown or held already, else the next one. */
export async function dateToSkip(ctx: Context, schedule: Schedule): Promise<string> {
  const [waiting] = await listWaitingOfSchedule(ctx.db, schedule.id);
  return waiting?.localDate ?? schedule.nextDate;
}

/**
 * Skips the next digest: the one that is shown or held already, else the next date. Its articles come with the one after.
 * Twice for the same is once; answers the date skipped, or null where somebody was faster. With `seen`, the date a button
 * named, no other date is skipped, so that pressing it twice skips one.
 */
export async function skipNext(
  ctx: Context,
  { by, publicId, seen }: { publicId: string; by: string; seen: string | null },
): Promise<string | null> {
  const schedule = await requireSchedule(ctx, publicId);
  const entry = { by, act: 'schedule.skipped', publicId };
  const [waiting] = await listWaitingOfSchedule(ctx.db, schedule.id);
  if (seen !== null && seen !== (waiting?.localDate ?? schedule.nextDate)) return null;
  if (waiting) {
    const stop = stopWaiting(ctx.db, { id: waiting.id, from: ['draft', 'holding'], reason: 'Skipped by hand.' });
    return (await act(ctx, entry, [stop])) ? waiting.localDate : null;
  }
  const next = dateAfter(rhythmOf(schedule), schedule.nextDate);
  const isSkipped = await act(ctx, entry, [advanceSchedule(ctx.db, schedule.id, schedule.nextDate, next)]);
  return isSkipped ? schedule.nextDate : null;
}

async function requireSchedule(ctx: Context, publicId: string): Promise<Schedule> {
  const schedule = await findSchedule(ctx.db, publicId);
  if (!schedule || schedule.state === 'removed')
    throw new AppError('not_found', 'There is no such schedule. Nothing was changed.');
  return schedule;
}

function readPlan(input: PlanInput): SchedulePlan {
  const parsed = PlanShape.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
  throw new AppError('invalid', 'The schedule was not stored.', { fields });
}

/** The first date whose time has not passed. */
function firstDate(ctx: Context, schedule: Pick<Schedule, 'frequency' | 'plan'>): string {
  const rhythm = rhythmOf(schedule);
  const zone = ctx.config.timeZone;
  const date = dateOnOrAfter(rhythm, localDay(ctx.now(), zone));
  return instantOf(date, rhythm.time, zone) > ctx.now() ? date : dateAfter(rhythm, date);
}

/** The first date whose time has not passed and for which no mailing was made yet: there is one a date. */
async function nextOpenDate(ctx: Context, schedule: Pick<Schedule, 'id' | 'frequency' | 'plan'>): Promise<string> {
  const first = firstDate(ctx, schedule);
  const last = await lastDateOf(ctx.db, schedule.id);
  return last !== null && last >= first ? dateAfter(rhythmOf(schedule), last) : first;
}

type Entry = { by: string; act: string; publicId: string };

function audit(ctx: Context, { act, by, publicId }: Entry): Statement {
  return insertAudit(ctx.db, { at: ctx.now(), actor: by, act, subject: `schedule:${publicId}` });
}

/** Runs the statements of one act with its entry; whether the first of them changed anything. */
async function act(ctx: Context, entry: Entry, [first, ...rest]: Statement[]): Promise<boolean> {
  if (!first) return false;
  const [done] = await ctx.db.batch([first, audit(ctx, entry), ...rest]);
  return (done?.meta.changes ?? 0) > 0;
}
