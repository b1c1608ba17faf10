import type { MailingProgress } from '../../services/ports.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';
import { counted, number } from './count.ts';
import { mentionOf } from './person.ts';

export const UNDO_ACTION = 'mailing.undo';
export const CONTROL_ACTIONS = { pause: 'mailing.pause', resume: 'mailing.resume', cancel: 'mailing.cancel' } as const;

/**
 * How a mailing stands, with Undo while it is held. `suffix` tells rows of one message apart; without one this is the
 * message in which staff follow the mailing.
 */
export function mailingBlocks(mailing: MailingProgress, suffix = ''): KnownBlock[] {
  const words = paragraph(`*${plain(mailing.subject, 150)}*\n${mailingSentence(mailing)}`);
  if (mailing.state === 'holding') return [words, undoRow(mailing.publicId, suffix)];
  const buttons = controlButtons(mailing, suffix);
  return buttons.length > 0 ? [words, buttonRow(buttons)] : [words];
}

function controlButtons({ publicId: value, state }: MailingProgress, suffix: string): Button[] {
  const button = (act: keyof typeof CONTROL_ACTIONS, label: string): Button => ({
    actionId: `${CONTROL_ACTIONS[act]}${suffix}`,
    label,
    value,
  });
  if (state === 'sending') return [button('pause', 'Pause')];
  return state === 'paused' ? [button('resume', 'Resume'), button('cancel', 'Cancel the rest')] : [];
}

/** The row with the Undo button. */
export function undoRow(value: string, suffix = ''): KnownBlock {
  return buttonRow([{ actionId: `${UNDO_ACTION}${suffix}`, label: 'Undo', value }]);
}

/** How a mailing stands, in one or two sentences of mrkdwn. */
export function mailingSentence(mailing: MailingProgress): string {
  const sender = mentionOf(mailing.approvedBy);
  const by = sender ? ` Sent by ${sender}.` : '';
  const count = counted(mailing.submitted, 'mail');
  const reason = mailing.pauseReason ? ` ${plain(mailing.pauseReason, 400)}` : '';
  switch (mailing.state) {
    case 'draft':
      return 'Draft. Nothing was sent.';
    case 'holding':
      return `Leaves ${mailing.holdUntil ? localTime(mailing.holdUntil, '{time_secs}') : 'soon'}. Until then it can be undone.${by}`;
    case 'sending':
      return `On its way: the provider has taken ${count}${ofAll(mailing)} so far.${paceOf(mailing)}${endsOf(mailing)}${editedOf(mailing)}${by}`;
    case 'paused':
      return `Paused after ${count}${ofAll(mailing)}.${leavingOf(mailing)}${reason}${goesOnAt(mailing)}${editedOf(mailing)}${by}`;
    case 'finished':
      return `Sent: the provider has taken ${count}.${endsOf(mailing)}${by}`;
    case 'cancelled':
      return mailing.submitted > 0
        ? `Cancelled after ${count}; those stay sent.${leavingOf(mailing)}${reason}`
        : `Cancelled. ${leavingOf(mailing).trim() || 'Nothing was sent.'}${reason}`;
  }
}

function leavingOf({ underWay = 0 }: MailingProgress): string {
  if (underWay === 0) return '';
  return ` Up to ${number(underWay)} more were being handed to the provider at that moment: they may still leave.`;
}

function ofAll({ due }: MailingProgress): string {
  return due === null ? '' : ` of ${number(due)}`;
}

function paceOf({ perSecond, secondsLeft }: MailingProgress): string {
  if (perSecond === null) return '';
  const pace = perSecond >= 10 ? number(Math.round(perSecond)) : perSecond.toFixed(1);
  return ` ${pace} a second${secondsLeft === null ? '' : `, about ${duration(secondsLeft)} left`}.`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function goesOnAt({ resumeAt }: MailingProgress): string {
  return resumeAt === null ? '' : ` It goes on by itself ${localTime(resumeAt, '{date_short_pretty} at {time}')}.`;
}

function editedOf({ edited = [] }: MailingProgress): string {
  const [first] = edited;
  if (first === undefined) return '';
  const more = edited.length > 1 ? ` and ${edited.length - 1} more` : '';
  return ` Edited since it started: “${plain(first, 100)}”${more}. Its readers get it as it was approved.`;
}

/** What did not arrive, or is not known to have. */
function endsOf({ bounced, complained, refused, unknownBatches }: MailingProgress): string {
  const parts = [
    refused > 0 ? `${counted(refused, 'address was', 'addresses were')} refused by the provider` : '',
    unknownBatches > 0
      ? `${counted(unknownBatches, 'batch of up to 100 has no known outcome and waits', 'batches of up to 100 have no known outcome and wait')} for a person`
      : '',
    bounced > 0 ? `${counted(bounced, 'mail')} came back` : '',
    complained > 0 ? `${counted(complained, 'reader')} complained` : '',
  ];
  const said = parts.filter(Boolean).join('; ');
  return said ? ` ${said}.` : '';
}

/** The same in one line, for notifications. */
export function mailingText(mailing: MailingProgress): string {
  return `${plain(mailing.subject, 150)}: ${mailingSentence(mailing)}`;
}
