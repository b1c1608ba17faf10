import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { approveMailing, stopMailing } from '../../services/mailings/approve-mailing.ts';
import { message, paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { counted } from '../blocks/count.ts';
import { DRAFT_ACTIONS } from '../blocks/draft.ts';
import { personOf } from '../blocks/person.ts';
import { escapeMrkdwn, localTime } from '../mrkdwn.ts';
import { digestReply, NEW_DIGEST_ACTION, SCHEDULES_ACTION } from '../replies/digest-reply.ts';
import { knownMailing, mailingReply, refreshDraftNote, settledText } from '../replies/mailing-reply.ts';
import type { Reply } from '../replies/reply.ts';
import { schedulesReply } from '../replies/schedules-reply.ts';
import { openDigestModal } from '../views/digest-modal.ts';
import { openSendModal } from '../views/send-modal.ts';
import { openTestModal } from '../views/test-modal.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons on a draft: in the review channel, on a card of one's own, and in the overview of newsletters. */
export const DIGEST_PRESSES: Record<string, Press> = {
  [DRAFT_ACTIONS.approve]: { act: 'approve', run: pressApprove },
  [DRAFT_ACTIONS.stop]: { act: 'approve', run: pressStop },
  [DRAFT_ACTIONS.edit]: { act: 'edit', run: pressEdit },
  // The button is a link: there is nothing to do, but Slack wants an answer.
  [DRAFT_ACTIONS.preview]: { act: 'read', run: async () => null },
  [DRAFT_ACTIONS.test]: { act: 'edit', run: pressTest },
  [NEW_DIGEST_ACTION]: { act: 'edit', run: (ctx, pressed) => openDigestModal(ctx, pressed, null).then(() => null) },
  [SCHEDULES_ACTION]: { act: 'read', isBeside: true, run: (ctx) => schedulesReply(ctx) },
};

async function pressApprove(ctx: Context, pressed: Pressed): Promise<Reply | null> {
  const [publicId = '', hash = ''] = pressed.subject.split(' ');
  if (await tellIfSettled(ctx, pressed, publicId)) return inPlace(ctx, pressed, publicId);
  try {
    const result = await approveMailing(ctx, {
      publicId,
      seenHash: hash,
      by: `slack:${pressed.userId}`,
      reportChannel: ctx.config.reviewChannel ?? (pressed.channelId || null),
      typedCount: null,
    });
    if (result.kind === 'holding') return inPlace(ctx, pressed, publicId);
    if (result.kind === 'send_a_test') await askForTest(pressed, publicId, result.readers);
    else await openSendModal(ctx, pressed, publicId);
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    // Somebody was faster, or it was changed: who pressed is told, and the message shows how it stands.
    if (!(await tellIfSettled(ctx, pressed, publicId)))
      await pressed.screen.tell(pressed, { text: escapeMrkdwn(error.message) });
    return inPlace(ctx, pressed, publicId);
  }
}

async function pressStop(ctx: Context, pressed: Pressed): Promise<Reply> {
  const publicId = pressed.subject;
  const isStopped = await stopMailing(ctx, publicId, `slack:${pressed.userId}`);
  if (!isStopped) await tellIfSettled(ctx, pressed, publicId);
  return inPlace(ctx, pressed, publicId);
}

async function pressEdit(ctx: Context, pressed: Pressed): Promise<Reply | null> {
  if (await tellIfSettled(ctx, pressed, pressed.subject)) return inPlace(ctx, pressed, pressed.subject);
  await openDigestModal(ctx, pressed, pressed.subject);
  return null;
}

async function pressTest(ctx: Context, pressed: Pressed): Promise<null> {
  await openTestModal(ctx, pressed, pressed.subject);
  return null;
}

async function askForTest({ screen, ...to }: Pressed, value: string, readers: number): Promise<void> {
  const text = `This goes to *${counted(readers, 'reader')}*. Look at it in a mailbox first: no test of it as it is now was sent. Nothing was approved yet.`;
  const test = { actionId: DRAFT_ACTIONS.test, label: 'Send test…', value };
  await screen.tell(to, message(text, [buttonRow([test])]));
}

/** "Ana approved this at 14:02", to the one who came after; false where it still waits. */
async function tellIfSettled(ctx: Context, pressed: Pressed, publicId: string): Promise<boolean> {
  const mailing = await knownMailing(ctx, publicId);
  if (mailing.state === 'draft') return false;
  const text =
    mailing.state === 'cancelled'
      ? await settledText(ctx, mailing)
      : `${personOf(mailing.approvedBy)} already approved this${mailing.approvedAt ? ` at ${localTime(mailing.approvedAt, '{time}')}` : ''}.`;
  await pressed.screen.tell(pressed, { text: `${text} Nothing more to do.` });
  return true;
}

/** The newsletter as it stands in the message's place; in the overview the rest of it stays below. */
async function inPlace(ctx: Context, { isInList }: Pressed, publicId: string): Promise<Reply> {
  const mailing = await knownMailing(ctx, publicId);
  await refreshDraftNote(ctx, mailing);
  const reply = await mailingReply(ctx, mailing);
  if (!isInList) return reply;
  const said = mailing.state === 'draft' ? 'Look at it as it is now.' : await settledText(ctx, mailing);
  return { ...(await digestReply(ctx, [paragraph(said)])), text: reply.text };
}
