import * as z from 'zod';
import { SCHEDULE_FREQUENCIES } from '../../domain/schedule.ts';
import { json, statesBefore, type Transitions } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';

const SCHEDULE_STATES = ['active', 'paused', 'removed'] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

export const SCHEDULE_TRANSITIONS: Transitions<ScheduleState> = {
  active: ['paused', 'removed'],
  paused: ['active', 'removed'],
  removed: [],
};

export const POLICIES = ['needs_approval', 'send_unless_stopped'] as const;

export const PlanShape = z.object({
  /** Local time of day, "HH:MM". */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00'),
  /** 1 Monday to 7 Sunday. */
  weekday: z.number().int().min(1).max(7).default(1),
  /** A month that is shorter has its last day. */
  dayOfMonth: z.number().int().min(1).max(31).default(1),
  /** Whose clocks count: the newsroom's, or each reader's own, the newsroom's where theirs is unknown. */
  clocks: z.enum(['newsroom', 'readers']).default('newsroom'),
  /** How long before the first readers are due the draft is shown to staff. */
  hoursAhead: z.number().int().min(0).max(20).default(4),
  /** With fewer articles it is passed over, and they wait for the next one. */
  minimumCount: z.number().int().min(1).max(20).default(1),
});
export type SchedulePlan = z.infer<typeof PlanShape>;

const ScheduleRow = z.object({
  id: z.number(),
  publicId: z.string(),
  frequency: z.enum(SCHEDULE_FREQUENCIES),
  policy: z.enum(POLICIES),
  plan: json(PlanShape),
  state: z.enum(SCHEDULE_STATES),
  nextDate: z.string(),
  since: z.string(),
  createdAt: z.string(),
});
export type Schedule = z.infer<typeof ScheduleRow>;

const SELECT = `SELECT id, public_id AS publicId, frequency, policy, plan, state, next_date AS nextDate, since,
  created_at AS createdAt FROM schedule`;

/** Statement that adds a schedule. It fails where its frequency has one. */
export function insertSchedule(
  db: Database,
  schedule: Omit<Schedule, 'id' | 'state' | 'createdAt'> & { createdBy: string },
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO schedule (public_id, frequency, policy, plan, state, next_date, since, created_by, created_at)
       VALUES (?1, ?2, ?3, ?4, 'active', ?5, ?6, ?7, ?8)`,
    )
    .bind(
      schedule.publicId,
      schedule.frequency,
      schedule.policy,
      JSON.stringify(schedule.plan),
      schedule.nextDate,
      schedule.since,
      schedule.createdBy,
      now,
    );
}

/** Whether an error says that a frequency has its schedule already. */
export function isFrequencyTaken(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed: schedule\.frequency/.test(error.message);
}

/** The schedule of a public id, a removed one too; null where there is none. */
export async function findSchedule(db: Database, publicId: string): Promise<Schedule | null> {
  return queryOne(ScheduleRow, db.prepare(`${SELECT} WHERE public_id = ?1`).bind(publicId));
}

/** The schedule of an internal id, a removed one too; null where there is none. */
export async function findScheduleById(db: Database, id: number): Promise<Schedule | null> {
  return queryOne(ScheduleRow, db.prepare(`${SELECT} WHERE id = CAST(?1 AS INTEGER)`).bind(id));
}

/** Schedules that are not removed. There is at most one for each frequency. */
export async function listSchedules(db: Database): Promise<Schedule[]> {
  return query(ScheduleRow, db.prepare(`${SELECT} WHERE state <> 'removed' ORDER BY id LIMIT 10`));
}

/** The last date for which a schedule made a mailing, whatever became of it; null: none yet. */
export async function lastDateOf(db: Database, scheduleId: number): Promise<string | null> {
  const row = await queryOne(
    z.object({ date: z.string().nullable() }),
    db.prepare('SELECT MAX(local_date) AS date FROM mailing WHERE schedule_id = CAST(?1 AS INTEGER)').bind(scheduleId),
  );
  return row?.date ?? null;
}

/** Statement that changes how a schedule works and which date it waits for. */
export function updateSchedule(
  db: Database,
  schedule: Pick<Schedule, 'publicId' | 'policy' | 'plan' | 'nextDate'>,
): Statement {
  return db
    .prepare(
      `UPDATE schedule SET policy = ?2, plan = ?3, next_date = ?4 WHERE public_id = ?1 AND state IN ('active', 'paused')`,
    )
    .bind(schedule.publicId, schedule.policy, JSON.stringify(schedule.plan), schedule.nextDate);
}

/** Statement that moves a schedule on; a no-op unless its state allows it. */
export function moveSchedule(db: Database, publicId: string, to: ScheduleState): Statement {
  return db
    .prepare(`UPDATE schedule SET state = ?2 WHERE public_id = ?1 AND state IN (SELECT value FROM json_each(?3))`)
    .bind(publicId, to, statesBefore(SCHEDULE_TRANSITIONS, to));
}

/** Statement that makes a schedule wait for another date; a no-op unless it waits for `expected`. */
export function advanceSchedule(db: Database, id: number, expected: string, next: string): Statement {
  return db
    .prepare(
      `UPDATE schedule SET next_date = ?3 WHERE id = CAST(?1 AS INTEGER) AND next_date = ?2 AND state = 'active'`,
    )
    .bind(id, expected, next);
}
