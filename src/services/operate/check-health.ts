import { countWorkBehind, type WorkBehind } from '../../db/work-behind.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { connectionProblem } from '../desk/slack-connection.ts';
import { lastTick } from '../note-tick.ts';

/** A cron that misses its minute a few times is late; one that misses five has stopped. */
export const STALE_SECONDS = 300;
/** Mails and posts leave within minutes, polls are at least hourly: what is this late is stuck. */
const MAIL_LATE_SECONDS = 15 * 60;
const POLL_LATE_SECONDS = 2 * 3600;

/** How the newsroom is. `problems` are sentences for people, empty where all is well; `overdue` those of work that waits past its time. */
export type Health = {
  status: 'ok' | 'stale' | 'stuck';
  tickedAt: string | null;
  problems: string[];
  overdue: string[];
  behind: WorkBehind;
};

/** Whether background work is fresh and nothing waits past its time, and whether Slack took its token back,
 * which is told but is no failure of the program. Four statements. Throws where the database fails. */
export async function checkHealth(ctx: Context): Promise<Health> {
  const now = ctx.now();
  const tickedAt = await lastTick(ctx);
  const isFresh = tickedAt !== null && tickedAt > addSeconds(now, -STALE_SECONDS);
  const behind = await countWorkBehind(ctx.db, {
    mailBefore: addSeconds(now, -MAIL_LATE_SECONDS),
    feedsBefore: addSeconds(now, -POLL_LATE_SECONDS),
  });
  const overdue = overdueWork(behind);
  const slack = await connectionProblem(ctx);
  const problems = [
    ...(isFresh ? [] : ['Background work has not run for five minutes.']),
    ...(slack ? [slack] : []),
    ...overdue,
  ];
  return { status: isFresh ? (overdue.length > 0 ? 'stuck' : 'ok') : 'stale', tickedAt, problems, overdue, behind };
}

/** Unknown posts and batches are no failure of the program: they wait for a person, who was asked. */
function overdueWork(behind: WorkBehind): string[] {
  const parts: [count: number, one: string, many: string][] = [
    [behind.messages, 'mail to one reader', 'mails to single readers'],
    [behind.mailings, 'approved mailing', 'approved mailings'],
    [behind.posts, 'post to Slack', 'posts to Slack'],
    [behind.feeds, 'poll of a feed', 'polls of feeds'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? `${one} is` : `${many} are`} overdue.`);
}
