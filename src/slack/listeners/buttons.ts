import type { App, BlockAction, ButtonAction, OverflowAction } from '@slack/bolt';
import type { Context } from '../../services/context.ts';
import { requireRole } from '../../services/desk/staff-role.ts';
import { failureReply } from '../replies/failure-reply.ts';
import { createScreen } from '../views/screen.ts';
import { isWorkspaceAdmin } from '../workspace-admin.ts';
import { forRole } from './allowed.ts';
import { PRESSES } from './presses.ts';

/** An action id alone, or with a colon and what tells it apart from others in its message. */
function actionPattern(actionId: string): RegExp {
  return new RegExp(`^${actionId.replaceAll('.', '\\.')}(?::|$)`);
}

/** What a press is about: a button's value, an option's, or for a channel menu what follows the colon and the channel. */
function subjectOf(action: ButtonAction | OverflowAction): string {
  if ('selected_conversation' in action)
    return `${action.action_id.slice(action.action_id.indexOf(':') + 1)} ${String(action.selected_conversation)}`;
  return ('selected_option' in action ? action.selected_option?.value : action.value) ?? '';
}

/** Buttons: acknowledged at once; the message they stand in is replaced, so that none stays to be pressed again. */
export function registerButtons(app: App, ctx: Context): void {
  for (const [actionId, press] of Object.entries(PRESSES)) {
    app.action<BlockAction<ButtonAction> | BlockAction<OverflowAction>>(
      actionPattern(actionId),
      async ({ ack, action, body, client, respond }) => {
        await ack();
        const userId = body.user.id;
        try {
          const role = await requireRole(ctx, {
            slackUserId: userId,
            act: press.act,
            isAdmin: () => isWorkspaceAdmin(client, userId),
          });
          const reply = await press.run(ctx, {
            subject: subjectOf(action),
            userId,
            channelId: body.channel?.id ?? '',
            isInList: action.action_id.includes(':'),
            triggerId: body.trigger_id,
            screen: createScreen(client),
          });
          if (!reply) return;
          // A card in a channel is everybody's, whatever the role of who pressed.
          const isTheirs = press.isBeside || ('is_ephemeral' in body.container && body.container.is_ephemeral === true);
          const seen = isTheirs ? forRole(reply, role) : reply;
          await respond(
            press.isBeside
              ? { response_type: 'ephemeral', replace_original: false, ...seen }
              : { replace_original: true, ...seen },
          );
        } catch (error) {
          await respond({ response_type: 'ephemeral', replace_original: false, ...(await failureReply(ctx, error)) });
        }
      },
    );
  }
}
