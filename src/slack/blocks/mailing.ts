import type { MailingProgress } from '../../services/ports.ts';
import { localTime, plain } from '../mrkdwn.ts';
import type { KnownBlock } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';

export const UNDO_ACTION = 'mailing.undo';
export const CONTROL_ACTIONS = { pause: 'mailing.pause', resume: 'mailing.resume', cancel: 'mailing.cancel' } as const;

/** Where control buttons stand: in the message that follows the mailing as it goes, or in a question that is answered once. */
export type ControlPlace = 'followed' | 'question';

/** The message in which staff follow a mailing, with Undo while it is held. */
export function mailingBlocks(mailing: MailingProgress, place: ControlPlace = 'followed'): KnownBlock[] {
  const text = `*${plain(mailing.subject, 150)}*\n${mailingSentence(mailing)}`;
  const section: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text } };
  if (mailing.state === 'holding') return [section, undoRow(mailing.publicId)];
  const buttons = controlButtons(mailing, place);
  return buttons.length > 0 ? [section, buttonRow(buttons)] : [section];
}

function controlButtons({ publicId: value, state }: MailingProgress, place: ControlPlace): Button[] {
  const { cancel, pause, resume } = CONTROL_ACTIONS;
  const button = (act: string, label: string) => ({
    actionId: place === 'question' ? `${act}:${place}` : act,
    label,
    value,
  });
  if (state === 'sending') return [button(pause, 'Pause')];
  if (state !== 'paused') return [];
  return [button(resume, 'Resume'), button(cancel, 'Cancel the rest')];
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
  return ` Up to ${underWay.toLocaleString('en')} more were being handed to the provider at that moment: they may still leave.`;
}

function ofAll({ due }: MailingProgress): string {
  return due === null ? '' : ` of ${due.toLocaleString('en')}`;
}

function paceOf({ perSecond, secondsLeft }: MailingProgress): string {
  if (perSecond === null) return '';
  const pace = perSecond >= 10 ? Math.round(perSecond).toLocaleString('en') : perSecond.toFixed(1);
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
      ? `${counted(unknownBatches, 'batch of up to 100 has', 'batches of up to 100 have')} no known outcome and ${unknownBatches === 1 ? 'waits' : 'wait'} for a person`
      : '',
    bounced > 0 ? `${counted(bounced, 'mail', 'mails')} came back` : '',
    complained > 0 ? `${counted(complained, 'reader', 'readers')} complained` : '',
  ];
  const said = parts.filter(Boolean).join('; ');
  return said ? ` ${said}.` : '';
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** The same in one line, for notifications. */
export function mailingText(mailing: MailingProgress): string {
  return `${plain(mailing.subject, 150)}: ${mailingSentence(mailing)}`;
}
