import type { App, BlockAction, ButtonAction, OverflowAction } from '@slack/bolt';
import { findMailing } from '../../db/mailings/mailings.ts';
import { decideUnknownPost } from '../../services/announcements/decide-unknown-post.ts';
import type { Context } from '../../services/context.ts';
import { requireRole } from '../../services/desk/staff-role.ts';
import { mailingProgress } from '../../services/mailings/report-mailings.ts';
import { undoMailing } from '../../services/mailings/send-digest.ts';
import { paragraph } from '../blocks/block.ts';
import { mailingSentence, UNDO_ACTION } from '../blocks/mailing.ts';
import { POST_AGAIN_ACTION, POSTED_ACTION } from '../blocks/unknown-post.ts';
import type { Reply } from '../commands/command.ts';
import { queueReply } from '../commands/queue.ts';
import { failureReply } from '../failure-reply.ts';
import { createScreen } from '../views/screen.ts';
import { isWorkspaceAdmin } from '../workspace-admin.ts';
import { ARTICLE_PRESSES } from './article-presses.ts';
import { CONTACT_PRESSES } from './contact-presses.ts';
import { DESK_PRESSES } from './desk-presses.ts';
import { DIGEST_PRESSES } from './digest-presses.ts';
import { FEED_PRESSES } from './feed-presses.ts';
import { GLANCE_PRESSES } from './glance-presses.ts';
import { MAILING_PRESSES } from './mailing-presses.ts';
import type { Press, Pressed } from './press.ts';
import { QUEUE_PRESSES } from './queue-presses.ts';
import { READER_PRESSES } from './reader-presses.ts';
import { SCHEDULE_PRESSES } from './schedule-presses.ts';

/** Every button and menu in a message by its action id. */
export const PRESSES: Readonly<Record<string, Press>> = {
  ...ARTICLE_PRESSES,
  ...FEED_PRESSES,
  ...QUEUE_PRESSES,
  ...DESK_PRESSES,
  ...CONTACT_PRESSES,
  ...MAILING_PRESSES,
  ...READER_PRESSES,
  ...DIGEST_PRESSES,
  ...SCHEDULE_PRESSES,
  ...GLANCE_PRESSES,
  [UNDO_ACTION]: { act: 'edit', run: pressUndo },
  [POSTED_ACTION]: { act: 'edit', run: (ctx, pressed) => pressUnknown(ctx, pressed, 'posted') },
  [POST_AGAIN_ACTION]: { act: 'edit', run: (ctx, pressed) => pressUnknown(ctx, pressed, 'post_again') },
};

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
          await requireRole(ctx, {
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
          await respond(
            press.isBeside
              ? { response_type: 'ephemeral', replace_original: false, ...reply }
              : { replace_original: true, ...reply },
          );
        } catch (error) {
          await respond({ response_type: 'ephemeral', replace_original: false, ...(await failureReply(ctx, error)) });
        }
      },
    );
  }
}

async function pressUndo(ctx: Context, { subject: publicId, userId }: Pressed): Promise<Reply> {
  const isUndone = await undoMailing(ctx, publicId, `slack:${userId}`);
  const mailing = isUndone ? null : await findMailing(ctx.db, publicId);
  const text = isUndone
    ? `Taken back by <@${userId}>. Nothing was sent.`
    : `Too late to undo. ${mailing ? mailingSentence(await mailingProgress(ctx, mailing)) : ''}`;
  ctx.ring();
  return { text, blocks: [paragraph(text)] };
}

async function pressUnknown(
  ctx: Context,
  { isInList, subject: publicId, userId }: Pressed,
  decision: 'posted' | 'post_again',
): Promise<Reply> {
  const result = await decideUnknownPost(ctx, { publicId, decision, by: `slack:${userId}` });
  const what = decision === 'posted' ? 'It was posted' : 'Post again';
  const text = result.isDecided
    ? `<@${userId}> chose *${what}*.`
    : `This was settled before${result.by?.startsWith('slack:') ? ` by <@${result.by.slice(6)}>` : ''}. Nothing more to do.`;
  const said = paragraph(text);
  return isInList ? { ...(await queueReply(ctx, [said])), text } : { text, blocks: [said] };
}
