import { App } from '@slack/bolt';
import { forgetSeen, markSeen } from '../db/desk/slack-seen.ts';
import type { Context } from '../services/context.ts';
import { slackIdentity } from './identity.ts';
import { handleInstall } from './install.ts';
import { registerButtons } from './listeners/buttons.ts';
import { registerHome } from './listeners/home.ts';
import { registerLifecycle } from './listeners/lifecycle.ts';
import { registerNewsdeskCommand } from './listeners/newsdesk-command.ts';
import { registerShortcuts } from './listeners/shortcuts.ts';
import { registerViews } from './listeners/views.ts';
import { registerWorkspaceEvents } from './listeners/workspace-events.ts';
import { QUIET_LOGGER } from './quiet-logger.ts';
import { FetchReceiver } from './receiver.ts';
import { clientOptions } from './web-client.ts';

/**
 * Answers one request from Slack. The Bolt app is made for this request alone: a client shared between requests breaks
 * on workerd at its first rate limit.
 */
export async function handleSlack(
  ctx: Context,
  request: Request,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<Response> {
  if (new URL(request.url).pathname !== '/slack/events') return handleInstall(ctx, request);
  const { slack } = ctx.config;
  const receiver = new FetchReceiver({
    signingSecret: slack.signingSecret,
    now: () => Date.parse(ctx.now()),
    waitUntil,
    isNew: (keys) => markSeen(ctx.db, keys, ctx.now()),
    forget: (keys) => forgetSeen(ctx.db, keys),
    log: ctx.log,
  });
  const app = new App({
    receiver,
    authorize: () => slackIdentity(ctx),
    convoStore: false,
    logger: QUIET_LOGGER,
    clientOptions: clientOptions(slack.apiUrl),
  });
  registerNewsdeskCommand(app, ctx);
  registerButtons(app, ctx);
  registerViews(app, ctx);
  registerLifecycle(app, ctx);
  registerHome(app, ctx);
  registerShortcuts(app, ctx);
  registerWorkspaceEvents(app, ctx);
  return receiver.handle(request);
}
