import { approvalCard } from '../../services/announcements/ask-approvals.ts';
import {
  decideAnnouncement,
  knownApproval,
  resubmitAnnouncement,
} from '../../services/announcements/decide-announcement.ts';
import { hidePost } from '../../services/articles/article-posts.ts';
import type { Context } from '../../services/context.ts';
import { APPROVE_ACTIONS, approvalBlocks, approvalSentence, approvalText } from '../blocks/approval.ts';
import { message, paragraph } from '../blocks/block.ts';
import { mentionOf } from '../blocks/person.ts';
import { queueReply } from '../commands/queue.ts';
import { localTime, plain } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import { openEditModal } from '../views/article-modal.ts';
import { openModal } from '../views/modal.ts';
import { rejectView } from '../views/reject-modal.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons of what awaits approval, on its card and in the queue. */
export const APPROVAL_PRESSES: Record<string, Press> = {
  [APPROVE_ACTIONS.approve]: { act: 'approve', run: pressApprove },
  [APPROVE_ACTIONS.reject]: { act: 'approve', run: pressReject },
  [APPROVE_ACTIONS.edit]: { act: 'edit', run: pressEdit },
  [APPROVE_ACTIONS.resubmit]: { act: 'edit', run: pressResubmit },
  [APPROVE_ACTIONS.undo]: { act: 'approve', run: pressUndo },
};

async function pressApprove(ctx: Context, pressed: Pressed): Promise<Reply> {
  const by = `slack:${pressed.userId}`;
  const { isDecided } = await decideAnnouncement(ctx, { publicId: pressed.subject, decision: 'approve', by });
  if (!isDecided) await tellLate(ctx, pressed);
  return inPlace(ctx, pressed);
}

/** A decided one is never asked a reason for: whoever presses late is told who was first, and the card is put right. */
async function pressReject(ctx: Context, pressed: Pressed): Promise<Reply | null> {
  const approval = await knownApproval(ctx, pressed.subject);
  if (approval.state !== 'awaiting_approval') {
    await tellLate(ctx, pressed);
    return inPlace(ctx, pressed);
  }
  await openModal(ctx, { ...pressed, title: 'Reject' }, async () => rejectView(approval));
  return null;
}

async function pressEdit(ctx: Context, pressed: Pressed): Promise<Reply | null> {
  const approval = await knownApproval(ctx, pressed.subject);
  if (approval.state !== 'awaiting_approval') {
    await tellLate(ctx, pressed);
    return inPlace(ctx, pressed);
  }
  // The article's own form: what waits is put right before it is approved, and the card follows the edit.
  await openEditModal(ctx, pressed, approval.articlePublicId);
  return null;
}

async function pressResubmit(ctx: Context, pressed: Pressed): Promise<Reply> {
  const isDone = await resubmitAnnouncement(ctx, { publicId: pressed.subject, by: `slack:${pressed.userId}` });
  if (!isDone) await tellLate(ctx, pressed);
  // In the author's own messages there is nothing to decide, so the outcome alone takes the place of the letter.
  if (!pressed.channelId.startsWith('D')) return inPlace(ctx, pressed);
  const approval = await knownApproval(ctx, pressed.subject);
  const card = await approvalCard(ctx, approval);
  const text = `*${plain(approval.title, 150)}*: ${card ? approvalSentence(card) : 'that article is gone.'}`;
  return message(text);
}

/** Takes the post out of its channel; the article stays in the newsroom. */
async function pressUndo(ctx: Context, pressed: Pressed): Promise<Reply> {
  const { hiddenAt } = await hidePost(ctx, { postId: pressed.subject, by: `slack:${pressed.userId}` });
  if (!hiddenAt) await tellLate(ctx, pressed);
  return inPlace(ctx, pressed);
}

/** What whoever came first did, where it was not an approval. */
const DONE_WORDS: Partial<Record<string, string>> = {
  rejected: 'rejected this',
  skipped: 'took this off',
  withdrawn: 'took the post away',
};

/** "Ana already approved this at 14:02", to the one who came after. */
async function tellLate(ctx: Context, { subject, screen, userId, channelId }: Pressed): Promise<void> {
  const { decidedAt, decidedBy, state } = await knownApproval(ctx, subject);
  const at = decidedAt ? ` at ${localTime(decidedAt, '{time}')}` : '';
  const text =
    state === 'awaiting_approval'
      ? 'It waits for approval already. Nothing was changed.'
      : `${mentionOf(decidedBy) ?? 'somebody'} already ${DONE_WORDS[state] ?? 'approved this'}${at}. Nothing more to do.`;
  await screen.tell({ userId, channelId }, { text });
}

/** The card as it stands now, without buttons once it is decided; in the queue its outcome stands above the rest. */
async function inPlace(ctx: Context, { isInList, subject }: Pressed): Promise<Reply> {
  const approval = await knownApproval(ctx, subject);
  const card = await approvalCard(ctx, approval);
  if (!card) return { text: 'That article is gone. Nothing more to do.' };
  if (!isInList) return { text: approvalText(card), blocks: approvalBlocks(card) };
  const line = `*${plain(approval.title, 150)}*: ${approvalSentence(card)}`;
  return { ...(await queueReply(ctx, [paragraph(line)])), text: line };
}
