import type { ApprovalCard } from '../../services/desk/desk-notes.ts';
import { escapedWithin, localTime, plain } from '../mrkdwn.ts';
import { articleBlocks } from './article.ts';
import { type KnownBlock, paragraph, smallPrint } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';
import { personOf } from './person.ts';

export const APPROVE_ACTIONS = {
  approve: 'announcement.approve',
  edit: 'announcement.edit',
  reject: 'announcement.reject',
  resubmit: 'announcement.resubmit',
  undo: 'announcement.take_back',
} as const;

/** How an approval stands, in one sentence of mrkdwn. */
export function approvalSentence(approval: ApprovalCard): string {
  const channel = `<#${approval.channelId}>`;
  const at = approval.decidedAt ? ` ${localTime(approval.decidedAt)}` : '';
  const by = approval.decidedBy ? ` by ${personOf(approval.decidedBy)}${at}` : '';
  const approved = `Approved by ${personOf(approval.decidedBy)}${at}`;
  switch (approval.state) {
    case 'awaiting_approval':
      return `Waits for approval: goes to ${channel}.`;
    case 'pending':
    case 'sending':
      return `⏳ ${approved}, posting in ${channel}…`;
    case 'posted':
      return `:white_check_mark: ${approved} · posted in ${channel}${approval.postedAt ? ` ${localTime(approval.postedAt, '{time}')}` : ''}.${viewLink(approval)}`;
    case 'rejected':
      return `:no_entry_sign: Rejected by ${personOf(approval.decidedBy)}${at}. Nothing was posted in ${channel}.${approval.reason ? `\n>${plain(approval.reason, 600)}` : ''}`;
    case 'skipped':
      return approval.reason === 'expired'
        ? `Nobody decided within 7 days, so nothing was posted in ${channel}.`
        : `Taken off${by}: nothing was posted in ${channel}.`;
    case 'failed':
      return `:warning: ${approved}, but Slack refused the post in ${channel}. Look at \`/newsdesk channels\`.`;
    case 'unknown':
      return `:warning: ${approved}. I don't know whether it is in ${channel}; I asked about it separately.`;
    case 'withdrawn':
      return `Withdrawn from ${channel}${by}.`;
  }
}

/** The card that asks for approval; without buttons once it is decided. */
export function approvalBlocks(approval: ApprovalCard): KnownBlock[] {
  const head = paragraph(approvalSentence(approval));
  const by = smallPrint(`From ${personOf(approval.author)}`);
  const body = [...articleBlocks({ ...approval.card, image: null }), by, head];
  if (approval.state === 'awaiting_approval') return [...body, decisionRow(approval.publicId)];
  if (approval.state === 'rejected') return [...body, resubmitRow(approval.publicId)];
  if (approval.state === 'posted') return [...body, oneButton('undo', 'Undo', approval.publicId)];
  return body;
}

/** The button under a rejected post, on its card and in its author's own messages. */
export function resubmitRow(publicId: string): KnownBlock {
  return oneButton('resubmit', 'Submit again', publicId);
}

function oneButton(act: 'resubmit' | 'undo', label: string, value: string): KnownBlock {
  return buttonRow([{ actionId: APPROVE_ACTIONS[act], label, value }]);
}

/** A link to the post itself; Slack sends members on to their own workspace. */
function viewLink({ channelId, postTs, threadTs }: ApprovalCard): string {
  if (!postTs || !/^[A-Z0-9]+$/.test(channelId)) return '';
  const thread = threadTs ? `?thread_ts=${threadTs}&amp;cid=${channelId}` : '';
  return ` <https://slack.com/archives/${channelId}/p${postTs.replace(/\D/g, '')}${thread}|View>`;
}

/** Approve, Edit…, Reject…; `suffix` tells rows of one message apart. */
export function decisionRow(publicId: string, suffix = ''): KnownBlock {
  const button = (act: 'approve' | 'edit' | 'reject', label: string): Button => ({
    actionId: `${APPROVE_ACTIONS[act]}${suffix}`,
    label,
    value: publicId,
  });
  return buttonRow([
    { ...button('approve', 'Approve'), style: 'primary' },
    button('edit', 'Edit…'),
    button('reject', 'Reject…'),
  ]);
}

/** The same in words, for notifications and screen readers. */
export function approvalText(approval: ApprovalCard): string {
  return `${escapedWithin(approval.card.title, 1_500)}: ${approvalSentence(approval)}`;
}
