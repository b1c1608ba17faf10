import type { Context } from '../../services/context.ts';
import { type ControlAct, controlMailing } from '../../services/mailings/control-mailing.ts';
import { type BatchDecision, decideBatches } from '../../services/mailings/decide-batches.ts';
import { mailingProgress } from '../../services/mailings/mailing-progress.ts';
import { message } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { CONTROL_ACTIONS, mailingBlocks, mailingSentence, mailingText } from '../blocks/mailing.ts';
import { UNKNOWN_BATCH_ACTIONS } from '../blocks/mailing-notes.ts';
import { plain } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { Press, Pressed } from './press.ts';

const DONE: Record<ControlAct, string> = { pause: 'Paused', resume: 'Resumed', cancel: 'Cancelled' };

/** Buttons on the message in which a newsletter is followed, and on the questions about one. */
export const MAILING_PRESSES: Record<string, Press> = {
  [CONTROL_ACTIONS.pause]: { act: 'edit', run: (ctx, pressed) => pressControl(ctx, pressed, 'pause') },
  [CONTROL_ACTIONS.resume]: { act: 'edit', run: (ctx, pressed) => pressControl(ctx, pressed, 'resume') },
  [CONTROL_ACTIONS.cancel]: { act: 'edit', run: (ctx, pressed) => pressControl(ctx, pressed, 'cancel') },
  [UNKNOWN_BATCH_ACTIONS.sent]: { act: 'edit', run: (ctx, pressed) => pressBatches(ctx, pressed, 'sent') },
  [UNKNOWN_BATCH_ACTIONS.sendAgain]: { act: 'edit', run: (ctx, pressed) => pressBatches(ctx, pressed, 'send_again') },
};

/**
 * How the newsletter stands now, whoever was first; the message keeps the buttons that still fit. A question, which nobody
 * brings up to date, ends with who answered it.
 */
async function pressControl(ctx: Context, { isInList, subject, userId }: Pressed, act: ControlAct): Promise<Reply> {
  const { isDone, mailing } = await controlMailing(ctx, { publicId: subject, act, by: `slack:${userId}` });
  const progress = await mailingProgress(ctx, mailing);
  if (!isInList) return { text: mailingText(progress), blocks: mailingBlocks(progress) };
  const said = isDone
    ? `${DONE[act]} by <@${userId}>. The message in which it is followed shows how it goes on.`
    : `This was settled before. ${mailingSentence(progress)}`;
  const text = `*${plain(progress.subject, 150)}*\n${said}`;
  return message(text);
}

async function pressBatches(ctx: Context, { subject, userId }: Pressed, decision: BatchDecision): Promise<Reply> {
  const settled = await decideBatches(ctx, { publicId: subject, decision, by: `slack:${userId}` });
  const chosen = decision === 'sent' ? 'They were sent' : 'Send again';
  const batches = counted(settled, 'batch', 'batches');
  const text =
    settled > 0 ? `<@${userId}> chose *${chosen}* for ${batches}.` : 'This was settled before. Nothing more to do.';
  return message(text);
}
