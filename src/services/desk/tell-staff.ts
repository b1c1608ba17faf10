import { listChannelsOfFeeds } from '../../db/announcements/routes.ts';
import type { Context } from '../context.ts';
import type { SlackNote } from '../ports.ts';

/** told: Slack took it, or may have. wait: ask again later. nobody: there is no channel, or each refused. */
export type Telling = 'told' | 'wait' | 'nobody';

/**
 * Tells staff something about a feed, in the review channel, or, where that is not set or refuses, in the first of the
 * feed's own channels that takes it. `claim` is asked once there is a channel, so that a thing is told at most once.
 */
export async function tellStaff(
  ctx: Context,
  message: { feedId: number; note: SlackNote; claim: () => Promise<boolean> },
): Promise<Telling> {
  const known = await listChannelsOfFeeds(ctx.db, [message.feedId]);
  const own = known.filter(({ isOwn }) => isOwn).map(({ channelId }) => channelId);
  const channels = [...new Set([ctx.config.reviewChannel, ...own])];
  let isClaimed = false;
  for (const channel of channels) {
    if (!channel) continue;
    if (!isClaimed && !(await message.claim())) return 'told';
    isClaimed = true;
    const outcome = await ctx.announcer.post(channel, message.note);
    if (outcome.kind !== 'refused') return 'told';
    if (outcome.retryAfterSeconds !== null) return 'wait';
    ctx.log.warn('staff.not_told', { note: message.note.kind, code: outcome.code });
  }
  return 'nobody';
}
