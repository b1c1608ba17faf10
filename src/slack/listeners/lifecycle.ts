import type { App } from '@slack/bolt';
import type { Context } from '../../services/context.ts';
import { noteRevoked } from '../../services/desk/slack-connection.ts';

/**
 * The workspace took its token back: nothing is posted any more, and everything that waits stays. Health and the log say
 * so; a new install goes on where it stopped.
 */
export function registerLifecycle(app: App, ctx: Context): void {
  const stop = async (teamId: string) => {
    if (!(await noteRevoked(ctx, teamId))) return;
    ctx.log.error('slack.disconnected', new Error('The workspace took its token back. Install the app again.'));
  };
  app.event('app_uninstalled', ({ body }) => stop(body.team_id));
  app.event('tokens_revoked', async ({ body, event }) => {
    if ((event.tokens.bot ?? []).length > 0) await stop(body.team_id);
  });
}
