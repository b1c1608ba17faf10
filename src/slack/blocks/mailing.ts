import type { MailingProgress } from '../../services/ports.ts';
import { localTime, plain } from '../mrkdwn.ts';
import type { KnownBlock } from './block.ts';

export const UNDO_ACTION = 'mailing.undo';

/** The message in which staff follow a mailing, with Undo while it is held. */
export function mailingBlocks(mailing: MailingProgress): KnownBlock[] {
  const text = `*${plain(mailing.subject, 150)}*\n${mailingSentence(mailing)}`;
  const section: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text } };
  return mailing.state === 'holding' ? [section, undoRow(mailing.publicId)] : [section];
}

/** The row with the Undo button. */
export function undoRow(publicId: string): KnownBlock {
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: UNDO_ACTION, value: publicId, text: { type: 'plain_text', text: 'Undo' } }],
  };
}

/** How a mailing stands, in one or two sentences of mrkdwn. */
export function mailingSentence(mailing: MailingProgress): string {
  const by = mailing.approvedBy.startsWith('slack:') ? ` Sent by <@${mailing.approvedBy.slice(6)}>.` : '';
  const count = `${mailing.submitted.toLocaleString('en')} ${mailing.submitted === 1 ? 'mail' : 'mails'}`;
  const refused =
    mailing.refused > 0 ? ` ${mailing.refused.toLocaleString('en')} addresses were refused by the provider.` : '';
  const unknown =
    mailing.unknownBatches > 0
      ? ` ${mailing.unknownBatches} batches of up to 100 have no known outcome and wait for a person.`
      : '';
  const reason = mailing.pauseReason ? ` ${plain(mailing.pauseReason, 400)}` : '';
  switch (mailing.state) {
    case 'draft':
      return 'Draft. Nothing was sent.';
    case 'holding':
      return `Leaves ${mailing.holdUntil ? localTime(mailing.holdUntil, '{time_secs}') : 'soon'}. Until then it can be undone.${by}`;
    case 'sending':
      return `On its way: the provider has taken ${count} so far.${by}`;
    case 'paused':
      return `Paused after ${count}.${reason}${by}`;
    case 'finished':
      return `Sent: the provider has taken ${count}.${refused}${unknown}${by}`;
    case 'cancelled':
      return `Cancelled. Nothing was sent.${reason}`;
  }
}

export function mailingText(mailing: MailingProgress): string {
  return `${plain(mailing.subject, 150)}: ${mailingSentence(mailing)}`;
}
