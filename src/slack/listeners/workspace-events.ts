import type { App } from '@slack/bolt';
import { pauseRoutes } from '../../db/announcements/routes.ts';
import { resumeRefused } from '../../services/announcements/resume-refused.ts';
import type { Context } from '../../services/context.ts';
import { endRoleOfLeaver } from '../../services/desk/change-staff.ts';

/**
 * What happens in the workspace itself: people leave, channels close or come back. Each is safe to hear twice; a failure
 * is logged, since Slack repeats no event that was acknowledged.
 */
export function registerWorkspaceEvents(app: App, ctx: Context): void {
  const guard = (work: Promise<unknown>) => work.catch((error: unknown) => ctx.log.error('slack.event_failed', error));
  const pause = (channelId: string, reason: string) =>
    guard(ctx.db.batch([pauseRoutes(ctx.db, channelId, reason)]).then(() => ctx.ring()));

  app.event('user_change', async ({ event }) => {
    if (event.user.deleted) await guard(endRoleOfLeaver(ctx, event.user.id));
  });
  app.event('channel_archive', ({ event }) => done(pause(event.channel, 'is_archived')));
  app.event('group_archive', ({ event }) => done(pause(event.channel, 'is_archived')));
  app.event('channel_deleted', ({ event }) => done(pause(event.channel, 'channel_not_found')));
  app.event('group_deleted', ({ event }) => done(pause(event.channel, 'channel_not_found')));
  app.event('channel_unarchive', ({ event }) => done(guard(resumeRefused(ctx, event.channel, 'is_archived'))));
  app.event('group_unarchive', ({ event }) => done(guard(resumeRefused(ctx, event.channel, 'is_archived'))));
  app.event('member_joined_channel', async ({ event, context }) => {
    if (event.user !== context.botUserId) return;
    await guard(resumeRefused(ctx, event.channel, 'not_in_channel'));
    await guard(resumeRefused(ctx, event.channel, 'channel_not_found'));
  });
}

async function done(work: Promise<unknown>): Promise<void> {
  await work;
}
