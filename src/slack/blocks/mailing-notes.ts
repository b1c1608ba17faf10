import type { MailingNote, MailingReport, MonthReport } from '../../services/mailings/mailing-notes.ts';
import { escapeMrkdwn, plain } from '../mrkdwn.ts';
import { type Message, message } from './block.ts';
import { buttonRow } from './buttons.ts';
import { counted, number } from './count.ts';
import { draftBlocks, draftText } from './draft.ts';
import { mailingBlocks, mailingText } from './mailing.ts';

export const UNKNOWN_BATCH_ACTIONS = { sent: 'batches.sent', sendAgain: 'batches.send_again' } as const;

/** What is said about a mailing beside the message in which it is followed. */
export function mailingNoteMessage(note: MailingNote): Message {
  switch (note.kind) {
    case 'mailing_paused':
      return { text: mailingText(note.mailing), blocks: mailingBlocks(note.mailing, ':question') };
    case 'mailing_trouble':
      return message(
        `:warning: *${plain(note.mailing.subject, 150)}*: ${escapeMrkdwn(note.reason)} It has left whole, so nothing of it can be paused.`,
      );
    case 'unknown_batches': {
      const { publicId: value, subject, unknownBatches } = note.mailing;
      const some = unknownBatches === 1 ? 'one batch' : `${unknownBatches} batches`;
      const text = `*${plain(subject, 150)}*\nNobody knows whether ${some} of up to 100 readers left: the mail provider gave no answer for 23 hours, or had got other mails under the same key, as after a restore. Look in Resend’s log for this newsletter, then choose. *Send again* may mail somebody twice.`;
      const buttons = [
        { actionId: UNKNOWN_BATCH_ACTIONS.sent, label: 'They were sent', value },
        { actionId: UNKNOWN_BATCH_ACTIONS.sendAgain, label: 'Send again', value },
      ];
      return message(text, [buttonRow(buttons)]);
    }
    case 'draft_mailing':
      return { text: draftText(note.draft), blocks: draftBlocks(note.draft) };
    case 'mailing_report':
      return message(reportText(note.report));
    case 'monthly_report':
      return message(monthText(note.month));
  }
}

/** "12 (0.34 %)", of the mails that were taken. */
function withShare(count: number, submitted: number): string {
  return submitted > 0 ? `${count} (${((count / submitted) * 100).toFixed(2)} %)` : String(count);
}

/** A month's newsletters in a few lines of mrkdwn. */
function monthText({ bounced, complained, left, mailings, month, named, refused, submitted }: MonthReport): string {
  const name = new Date(`${month}-15T00:00:00Z`).toLocaleDateString('en', { month: 'long', year: 'numeric' });
  const lines = named.map((one) => `• #${one.number} ${plain(one.subject, 120)}: ${counted(one.submitted, 'mail')}`);
  return [
    `*Newsletters in ${name}*: ${mailings}, ${counted(submitted, 'mail')} taken by the provider`,
    ...lines,
    ...(mailings > named.length ? [`• and ${mailings - named.length} more`] : []),
    `Came back: ${withShare(bounced, submitted)}; complaints: ${withShare(complained, submitted)}; refused addresses: ${refused}; left the list: ${left}.`,
    '`/newsdesk digest report #NUMBER` shows one.',
  ].join('\n');
}

/** A mailing's report in a few lines of mrkdwn. */
export function reportText(report: MailingReport): string {
  const lines = [
    `*${plain(report.subject, 150)}* (#${report.number}): what became of it`,
    `• taken by the provider: ${number(report.submitted)}${report.due === null ? '' : ` of ${number(report.due)} due`}`,
    `• came back: ${withShare(report.bounced, report.submitted)}; complaints: ${withShare(report.complained, report.submitted)}`,
    `• refused addresses: ${report.refused + report.failed + report.suppressed}; delayed: ${report.delayed}; left since: ${report.left}`,
    ...(report.unknownBatches > 0 ? [`• batches of unknown outcome: *${report.unknownBatches}*`] : []),
    `<${report.pageUrl}|Page to print or pass on> (30 days)`,
  ];
  return lines.join('\n');
}
