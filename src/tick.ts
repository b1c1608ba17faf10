import { countQueries } from './db/count-queries.ts';
import { type DueWork, findDueWork } from './db/mailings/due-work.ts';
import { requireMigrated } from './db/require-migrated.ts';
import { addSeconds } from './domain/time.ts';
import { announceArticles, EDIT_WINDOW_SECONDS } from './services/announcements/announce-articles.ts';
import { planSummaries } from './services/announcements/summarise-channels.ts';
import type { Context } from './services/context.ts';
import { checkLeavers } from './services/desk/check-leavers.ts';
import { tellContacts } from './services/desk/contact-desk.ts';
import { alertFeeds } from './services/feeds/alert-feeds.ts';
import { askAboutFloods } from './services/feeds/hold-flood.ts';
import { pollFeeds } from './services/feeds/poll-feeds.ts';
import { tellHub } from './services/feeds/publish-ping.ts';
import { ALERT_FRESH_SECONDS } from './services/mailings/alert-mailings.ts';
import { watchDeliveries } from './services/mailings/auto-pause.ts';
import { makeMailings } from './services/mailings/make-mailings.ts';
import { reportDayAfter } from './services/mailings/report-day-after.ts';
import { reportMailings } from './services/mailings/report-mailings.ts';
import { lastMonth, reportMonth } from './services/mailings/report-month.ts';
import { runEmail } from './services/mailings/run-email.ts';
import { withSettings } from './services/newsroom-settings.ts';
import { NOTED_EVERY_SECONDS } from './services/note-tick.ts';
import { watchWork } from './services/operate/watch-work.ts';
import { alertMissetChallenge } from './services/readers/challenge-alert.ts';
import { alertSignUps } from './services/readers/signup-alert.ts';
import { allMailsKey } from './services/readers/signup-limits.ts';
import { SWEEP_EVERY_SECONDS, sweep } from './services/sweep.ts';

/**
 * How long a tick may stay, and after how many statements it stops at the next step: a step takes a few dozen at most, and
 * what is left the next tick does.
 */
export type TickLimits = { seconds: number; queryBudget: number };

/**
 * All background work: polls feeds, posts to Slack, sends mail, sweeps. Any number may run at once or be killed; each
 * lane has one holder, and what one leaves behind the next picks up.
 */
export async function tick(base: Context, { seconds, queryBudget }: TickLimits): Promise<void> {
  await requireMigrated(base.db);
  const counted = countQueries(base.db);
  const hasBudget = () => base.hasBudget() && counted.used() < queryBudget;
  const ctx: Context = { ...(await withSettings(base)), db: counted.db, hasBudget };
  const deadline = addSeconds(ctx.now(), seconds);
  const due = await lookForWork(ctx);
  const guard = (lane: string) => (error: unknown) => ctx.log.error('tick.crashed', error, { lane });
  const when = (isDue: boolean, work: (ctx: Context) => Promise<void>) => (isDue ? work(ctx) : Promise.resolve());
  const polls = due.feeds || due.hubs;
  const mails = due.mailings || due.schedules || due.alerts;
  await Promise.all([
    // What waits for Slack does not wait for slow feeds; what these bring is announced right after.
    when(due.slack, () => announceArticles(ctx, deadline)).catch(guard('slack')),
    when(polls, () => pollFeeds(ctx, deadline))
      .catch(guard('feeds'))
      .then(() => when(polls || due.floods, askAboutFloods))
      .then(() => when(polls || due.feedTrouble, alertFeeds))
      .catch(guard('staff'))
      .then(() => when(due.summaries, planSummaries))
      .then(() => when(polls || due.summaries, () => announceArticles(ctx, deadline)))
      .catch(guard('slack')),
    when(due.events || due.mailings, watchDeliveries)
      .catch(guard('deliveries'))
      .then(() => when(mails || due.heldChanges, makeMailings))
      .catch(guard('schedules'))
      .then(() => when(mails || due.messages, () => runEmail(ctx, deadline)))
      .catch(guard('email'))
      .then(() => when(mails || due.reports, reportMailings))
      .then(() => when(due.reports, reportDayAfter))
      .then(() => when(due.month, reportMonth))
      .catch(guard('report')),
    when(due.sweep, sweep)
      .catch(guard('sweep'))
      .then(() => when(due.sweep, checkLeavers))
      .catch(guard('leavers')),
    when(due.signupFlood, alertSignUps).catch(guard('signups')),
    when(due.signupCheck, alertMissetChallenge).catch(guard('signups')),
    when(due.contacts, tellContacts).catch(guard('contacts')),
    tellHub(ctx).catch(guard('hub')),
    when(due.note, () => watchWork(ctx, deadline)).catch(guard('watch')),
  ]);
}

/** Asks for all work at once; a part that has nothing to do then runs no statement of its own. */
async function lookForWork(ctx: Context): Promise<DueWork> {
  const now = ctx.now();
  return findDueWork(ctx.db, {
    now,
    hourAgo: addSeconds(now, -SWEEP_EVERY_SECONDS),
    minuteAgo: addSeconds(now, -NOTED_EVERY_SECONDS),
    editsSince: addSeconds(now, -EDIT_WINDOW_SECONDS),
    alertsSince: addSeconds(now, -ALERT_FRESH_SECONDS),
    lastMonth: JSON.stringify(lastMonth(ctx)),
    flood: { ...allMailsKey(now), count: ctx.settings.signup.mailsPerHour },
  });
}
