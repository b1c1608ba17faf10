import { addSeconds } from './domain/time.ts';
import { announceArticles } from './services/announce-articles.ts';
import type { Context } from './services/context.ts';
import { noteTick } from './services/note-tick.ts';
import { pollFeeds } from './services/poll-feeds.ts';
import { reportMailings } from './services/report-mailings.ts';
import { runEmail } from './services/run-email.ts';
import { sweep } from './services/sweep.ts';

/**
 * All background work: polls feeds, posts to Slack, sends mail, sweeps. Any number may run at once or be killed; each
 * lane has one holder, and what one leaves behind the next picks up.
 * `seconds` is how long this caller may stay: 50 for the cron, 20 after a person's act.
 */
export async function tick(ctx: Context, seconds: number): Promise<void> {
  const deadline = addSeconds(ctx.now(), seconds);
  const guard = (lane: string) => (error: unknown) => ctx.log.error('tick.crashed', error, { lane });
  await Promise.all([
    pollFeeds(ctx, deadline)
      .catch(guard('feeds'))
      .then(() => announceArticles(ctx, deadline))
      .catch(guard('slack')),
    runEmail(ctx, deadline)
      .catch(guard('email'))
      .then(() => reportMailings(ctx))
      .catch(guard('report')),
    sweep(ctx).catch(guard('sweep')),
    noteTick(ctx).catch(guard('note')),
  ]);
}
