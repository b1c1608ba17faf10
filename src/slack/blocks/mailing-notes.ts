import type { MailingNote, MailingReport, MonthReport } from '../../services/mailings/mailing-notes.ts';
import { plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { buttonRow } from './buttons.ts';
import { draftBlocks, draftText } from './draft.ts';
import { mailingBlocks, mailingText } from './mailing.ts';

export const UNKNOWN_BATCH_ACTIONS = { sent: 'batches.sent', sendAgain: 'batches.send_again' } as const;

/** What is said about a mailing beside the message in which it is followed. */
export function mailingNoteMessage(note: MailingNote): { text: string; blocks: KnownBlock[] } {
  switch (note.kind) {
    case 'mailing_paused':
      return { text: mailingText(note.mailing), blocks: mailingBlocks(note.mailing, 'question') };
    case 'unknown_batches': {
      const { publicId: value, subject, unknownBatches } = note.mailing;
      const some = unknownBatches === 1 ? 'one batch' : `${unknownBatches} batches`;
      const text = `*${plain(subject, 150)}*\nNobody knows whether ${some} of up to 100 readers left: the mail provider gave no answer for 23 hours, or had got other mails under the same key, as after a restore. Look in Resend’s log for this newsletter, then choose. *Send again* may mail somebody twice.`;
      const buttons = [
        { actionId: UNKNOWN_BATCH_ACTIONS.sent, label: 'They were sent', value },
        { actionId: UNKNOWN_BATCH_ACTIONS.sendAgain, label: 'Send again', value },
      ];
      return { text, blocks: [paragraph(text), buttonRow(buttons)] };
    }
    case 'draft_mailing':
      return { text: draftText(note.draft), blocks: draftBlocks(note.draft) };
    case 'mailing_report': {
      const text = reportText(note.report);
      return { text, blocks: [paragraph(text)] };
    }
    case 'monthly_report': {
      const text = monthText(note.month);
      return { text, blocks: [paragraph(text)] };
    }
  }
}

/** A month's newsletters in a few lines of mrkdwn. */
function monthText({ bounced, complained, left, mailings, month, named, refused, submitted }: MonthReport): string {
  const name = new Date(`${month}-15T00:00:00Z`).toLocaleDateString('en', { month: 'long', year: 'numeric' });
  const share = (count: number) => (submitted > 0 ? ` (${((count / submitted) * 100).toFixed(2)} %)` : '');
  const lines = named.map(
    (one) => `• #${one.number} ${plain(one.subject, 120)}: ${one.submitted.toLocaleString('en')} mails`,
  );
  return [
    `*Newsletters in ${name}*: ${mailings}, ${submitted.toLocaleString('en')} mails taken by the provider`,
    ...lines,
    ...(mailings > named.length ? [`• and ${mailings - named.length} more`] : []),
    `Came back: ${bounced}${share(bounced)}; complaints: ${complained}${share(complained)}; refused addresses: ${refused}; left the list: ${left}.`,
    '`/newsdesk digest report #NUMBER` shows one.',
  ].join('\n');
}

/** A mailing's report in a few lines of mrkdwn. */
export function reportText(report: MailingReport): string {
  const share = (count: number) =>
    report.submitted > 0 ? ` (${((count / report.submitted) * 100).toFixed(2)} %)` : '';
  const lines = [
    `*${plain(report.subject, 150)}* (#${report.number}): what became of it`,
    `• taken by the provider: ${report.submitted.toLocaleString('en')}${report.due === null ? '' : ` of ${report.due.toLocaleString('en')} due`}`,
    `• came back: ${report.bounced}${share(report.bounced)}; complaints: ${report.complained}${share(report.complained)}`,
    `• refused addresses: ${report.refused + report.failed + report.suppressed}; delayed: ${report.delayed}; left since: ${report.left}`,
    ...(report.unknownBatches > 0 ? [`• batches of unknown outcome: *${report.unknownBatches}*`] : []),
    `<${report.pageUrl}|Page to print or pass on> (30 days)`,
  ];
  return lines.join('\n');
}
