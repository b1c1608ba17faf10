import type { DraftMailing } from '../../services/mailings/draft-mailing.ts';
import { cut, localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';
import { counted, number } from './count.ts';

/** Buttons of a draft; a colon and more may follow. */
export const DRAFT_ACTIONS = {
  approve: 'draft.approve',
  stop: 'draft.stop',
  edit: 'draft.edit',
  preview: 'draft.preview',
  test: 'draft.test',
} as const;

export const MAILING_KINDS = { digest: 'Newsletter', alert: 'Alert', correction: 'Correction' } as const;

/** A draft as staff see it: what it holds, who gets it, and what becomes of it if nobody acts. */
export function draftText(draft: DraftMailing): string {
  const groups = draft.groups.map(({ frequency, locale, readers }) => `${number(readers)} ${frequency} ${locale}`);
  const more = draft.articleCount - draft.titles.length;
  return [
    `*${MAILING_KINDS[draft.kind]}: ${plain(draft.subject, 150)}*`,
    ...draft.titles.map((title) => `• ${plain(title, 110)}`),
    ...(more > 0 ? [`• and ${more} more`] : []),
    `For *${counted(draft.readers, 'reader')}*${groups.length > 0 ? ` (${groups.join(', ')})` : ''}. ${fateOf(draft)}`,
    ...(draft.reason ? [plain(draft.reason, 300)] : []),
  ].join('\n');
}

function fateOf({ isAutomatic, isScheduled, sendAt }: DraftMailing): string {
  const at = sendAt ? localTime(sendAt, '{date_short_pretty} {time}') : null;
  if (isAutomatic) return `It leaves ${at ?? 'soon'} unless somebody presses *${isScheduled ? 'Skip' : 'Stop'}*.`;
  return `It waits for approval${at ? `; then it leaves ${at}, or at once if that is over` : ''}. Nothing leaves by itself.`;
}

/** What stands in the question before a newsletter is approved: 300 characters at most. */
function confirmText({ from, holdSeconds, sendAt, subject }: DraftMailing): string {
  const until = sendAt ? 'Until it leaves' : `For ${holdText(holdSeconds)}`;
  return `${cut(subject, 90)}, from ${cut(from, 80)}. Mail can’t be called back after it has left. ${until} it can be undone.`;
}

/** How long an approval can be undone: "a minute", "10 seconds", "5 minutes". */
export function holdText(seconds: number): string {
  if (seconds === 60) return 'a minute';
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
}

/** The draft with its buttons. An approval names what stands here by its hash, so that an edit voids it. */
export function draftBlocks(draft: DraftMailing): KnownBlock[] {
  return [paragraph(draftText(draft)), buttonRow(draftButtons(draft))];
}

/** `suffix` tells rows of one message apart. */
export function draftButtons(draft: DraftMailing, suffix = ''): Button[] {
  const value = draft.publicId;
  const approve: Button = {
    actionId: `${DRAFT_ACTIONS.approve}${suffix}`,
    label: draft.kind === 'digest' && !draft.isScheduled ? 'Send…' : 'Approve',
    value: `${value} ${draft.contentHash}`,
    style: 'primary',
    confirm: {
      title: `Send to ${counted(draft.readers, 'reader')}?`,
      text: confirmText(draft),
      confirm: 'Send newsletter',
      deny: 'Keep editing',
    },
  };
  return [
    approve,
    { actionId: `${DRAFT_ACTIONS.edit}${suffix}`, label: 'Edit…', value },
    { actionId: `${DRAFT_ACTIONS.preview}${suffix}`, label: 'Preview', value, url: draft.previewUrl },
    { actionId: `${DRAFT_ACTIONS.test}${suffix}`, label: 'Send test…', value },
    { actionId: `${DRAFT_ACTIONS.stop}${suffix}`, label: draft.isScheduled ? 'Skip' : 'Stop', value },
  ];
}
