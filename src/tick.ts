import { countQueries } from './db/count-queries.ts';
import { requireMigrated } from './db/require-migrated.ts';
import { addSeconds } from './domain/time.ts';
import { alertFeeds } from './services/alert-feeds.ts';
import { announceArticles } from './services/announce-articles.ts';
import { watchDeliveries } from './services/auto-pause.ts';
import { tellContacts } from './services/contact-desk.ts';
import type { Context } from './services/context.ts';
import { askAboutFloods } from './services/hold-flood.ts';
import { makeMailings } from './services/make-mailings.ts';
import { withSettings } from './services/newsroom-settings.ts';
import { noteTick } from './services/note-tick.ts';
import { pollFeeds } from './services/poll-feeds.ts';
import { reportDayAfter } from './services/report-day-after.ts';
import { reportMailings } from './services/report-mailings.ts';
import { runEmail } from './services/run-email.ts';
import { alertSignUps } from './services/signup-alert.ts';
import { planSummaries } from './services/summarise-channels.ts';
import { sweep } from './services/sweep.ts';
import { watchWork } from './services/watch-work.ts';

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
  const ctx: Context = { ...(await withSettings(base)), db: counted.db, hasBudget: () => counted.used() < queryBudget };
  const deadline = addSeconds(ctx.now(), seconds);
  const guard = (lane: string) => (error: unknown) => ctx.log.error('tick.crashed', error, { lane });
  await Promise.all([
    // What waits for Slack does not wait for slow feeds; what these bring is announced right after.
    announceArticles(ctx, deadline).catch(guard('slack')),
    pollFeeds(ctx, deadline)
      .catch(guard('feeds'))
      .then(() => askAboutFloods(ctx))
      .then(() => alertFeeds(ctx))
      .catch(guard('staff'))
      .then(() => planSummaries(ctx))
      .then(() => announceArticles(ctx, deadline))
      .catch(guard('slack')),
    watchDeliveries(ctx)
      .catch(guard('deliveries'))
      .then(() => makeMailings(ctx))
      .catch(guard('schedules'))
      .then(() => runEmail(ctx, deadline))
      .catch(guard('email'))
      .then(() => reportMailings(ctx))
      .then(() => reportDayAfter(ctx))
      .catch(guard('report')),
    sweep(ctx).catch(guard('sweep')),
    alertSignUps(ctx).catch(guard('signups')),
    tellContacts(ctx).catch(guard('contacts')),
    watchWork(ctx)
      .catch(guard('watch'))
      .then(() => noteTick(ctx))
      .catch(guard('note')),
  ]);
}
