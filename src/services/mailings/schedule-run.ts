import { listMailingArticles } from '../../db/articles/articles.ts';
import { rehashDraft, stopWaiting } from '../../db/mailings/drafts.ts';
import { listNews } from '../../db/mailings/had-stories.ts';
import { listAutomaticDue, listWaitingOfSchedule } from '../../db/mailings/mailings.ts';
import { advanceSchedule, listSchedules, type Schedule } from '../../db/mailings/schedules.ts';
import type { Frequency } from '../../domain/frequency.ts';
import {
  dateAfter,
  earliestInstant,
  latestToPrepare,
  type Rhythm,
  SCHEDULE_FREQUENCIES,
} from '../../domain/schedule.ts';
import { secondsBetween } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { approveNow } from './approve-mailing.ts';
import { DIGEST_LIMIT, mailingContentHash, newDraft, storeDraft } from './compose-digest.ts';
import { clocksOf } from './schedule-zones.ts';

/** Makes the draft of every schedule whose time to show one has come. */
export async function runSchedules(ctx: Context): Promise<void> {
  const schedules = (await listSchedules(ctx.db)).filter(({ state }) => state === 'active');
  for (const schedule of schedules) {
    if (ctx.hasBudget()) await runSchedule(ctx, schedule, frequenciesFor(schedule, schedules));
  }
}

export function rhythmOf({ frequency, plan }: Pick<Schedule, 'frequency' | 'plan'>): Rhythm {
  return { frequency, time: plan.time, weekday: plan.weekday, dayOfMonth: plan.dayOfMonth };
}

/** Readers who want news at once get by the most frequent digest what they were not alerted of. */
function frequenciesFor(schedule: Schedule, schedules: readonly Schedule[]): Frequency[] {
  const [fastest] = SCHEDULE_FREQUENCIES.filter((each) => schedules.some(({ frequency }) => frequency === each));
  return schedule.frequency === fastest ? ['instant', schedule.frequency] : [schedule.frequency];
}

async function runSchedule(ctx: Context, schedule: Schedule, frequencies: Frequency[]): Promise<void> {
  const rhythm = rhythmOf(schedule);
  const zones = await clocksOf(ctx, schedule);
  const { hoursAhead, minimumCount } = schedule.plan;
  const now = ctx.now();
  const date = latestToPrepare(rhythm, { next: schedule.nextDate, now, hoursAhead, zones });
  if (date === null) return;
  const advance = advanceSchedule(ctx.db, schedule.id, schedule.nextDate, dateAfter(rhythm, date));
  const waiting = await listWaitingOfSchedule(ctx.db, schedule.id);
  const sendAt = earliestInstant(date, rhythm.time, zones);
  const audience = { frequencies };
  const until = sendAt > now ? sendAt : now;
  const news = await listNews(ctx.db, { now: until, since: schedule.since, audience, limit: DIGEST_LIMIT });
  // One that is approved and late goes first, alone; what is newer waits for the next date, and so does too little.
  const isApprovedOneLate = waiting.some(({ state }) => state === 'holding');
  if (isApprovedOneLate || news.length < minimumCount) {
    await ctx.db.batch([advance]);
    ctx.log.info('schedule.passed_over', { schedule: schedule.publicId, date, articles: news.length });
    return;
  }
  const draft = await newDraft(ctx, {
    kind: 'digest',
    audience,
    articles: news.map(({ article }) => article),
    by: `schedule:${schedule.publicId}`,
    slot: {
      scheduleId: schedule.id,
      date,
      expected: schedule.nextDate,
      isZoned: schedule.plan.clocks === 'readers',
    },
    leaves: { sendAt, isAutomatic: schedule.policy === 'send_unless_stopped' },
  });
  const reason = 'Nobody approved it before the next one, which carries its articles.';
  const replacedBy = draft.publicId;
  const [stored] = await ctx.db.batch([
    ...storeDraft(ctx, draft),
    // Another tick may have made this date's draft since, and then it is among those that wait.
    ...waiting.map(({ id }) => stopWaiting(ctx.db, { id, from: ['draft'], reason, replacedBy })),
    advance,
  ]);
  if (stored?.meta.changes !== 1) return;
  ctx.log.info('schedule.composed', { schedule: schedule.publicId, date, articles: news.length });
}

/** Approves drafts that leave unless stopped and whose time has come; one that changed since it was shown waits. */
export async function approveAutomatic(ctx: Context): Promise<void> {
  for (const mailing of await listAutomaticDue(ctx.db, ctx.now())) {
    const articles = await listMailingArticles(ctx.db, mailing.id);
    const contentHash = mailingContentHash(mailing, articles);
    if (contentHash !== mailing.contentHash) {
      await ctx.db.batch([rehashDraft(ctx.db, mailing.publicId, contentHash)]);
      continue;
    }
    const shownFor = secondsBetween(mailing.createdAt, ctx.now());
    const isApproved = await approveNow(ctx, {
      mailing,
      contentHash,
      by: 'newsdesk',
      reportChannel: ctx.config.reviewChannel,
      readers: null,
      // The hours in which it was shown were its hold.
      holdSeconds: Math.max(0, ctx.config.holdSeconds - shownFor),
    });
    if (isApproved) continue;
    const reason = 'Its readers had all of it by another newsletter.';
    await ctx.db.batch([stopWaiting(ctx.db, { id: mailing.id, from: ['draft'], reason, contentHash })]);
  }
}
