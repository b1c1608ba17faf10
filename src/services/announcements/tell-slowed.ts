import * as z from 'zod';
import { listBacklog } from '../../db/announcements/channel-announcements.ts';
import { readPacing } from '../../db/lanes.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { connectionProblem } from '../desk/slack-connection.ts';

const KEY = 'slack_slowed';
/** Fewer are out before anybody has read the line. */
const WORTH_TELLING = 5;

const SlowedShape = z.object({ at: z.string(), isTold: z.boolean() });

/** What waits because Slack asked us to slow down, and when the last of it should be out; null while nothing waits for that alone. */
export async function slackBacklog(ctx: Context): Promise<{ waiting: number; lastAt: string } | null> {
  const backlog = await listBacklog(ctx.db, ctx.now());
  const waiting = backlog.reduce((sum, { count }) => sum + count, 0);
  const { nextAt } = await readPacing(ctx.db, 'slack');
  const start = Math.max(nextAt, Date.parse(ctx.now()));
  if (waiting === 0 || start === Date.parse(ctx.now()) || (await connectionProblem(ctx)) !== null) return null;
  // Channels go side by side, each at a message a second.
  const longest = Math.max(...backlog.map(({ count }) => count));
  return { waiting, lastAt: addSeconds(new Date(start).toISOString(), longest) };
}

/** Tells the review channel once that posts wait because Slack asked us to slow down, where many do. */
export async function tellSlowed(ctx: Context): Promise<void> {
  const backlog = await slackBacklog(ctx);
  const channel = ctx.config.reviewChannel;
  if (!backlog || backlog.waiting < WORTH_TELLING || !channel) return;
  const known = await readSetting(ctx.db, KEY, SlowedShape);
  if (known?.isTold) return;
  await writeSetting(ctx.db, KEY, { at: ctx.now(), isTold: true }, ctx.now());
  // Slack limits each channel by itself, so the line gets through as a rule; where not, /newsdesk status has it.
  await ctx.announcer.post(channel, { kind: 'slow_down', ...backlog });
}

/** Notes that nothing waits any more, so that the next time is told again. */
export async function noteCaughtUp(ctx: Context): Promise<void> {
  const known = await readSetting(ctx.db, KEY, SlowedShape);
  if (!known?.isTold || (await listBacklog(ctx.db, ctx.now())).length > 0) return;
  await writeSetting(ctx.db, KEY, { at: ctx.now(), isTold: false }, ctx.now());
}
