import type { DraftMailing } from '../../services/draft-mailing.ts';
import { localTime, plain } from '../mrkdwn.ts';

const KINDS = { digest: 'Newsletter', alert: 'Alert', correction: 'Correction' } as const;

/** A draft as staff see it: what it holds, who gets it, and what becomes of it if nobody acts. */
export function draftText(draft: DraftMailing): string {
  const readers = `${draft.readers.toLocaleString('en')} ${draft.readers === 1 ? 'reader' : 'readers'}`;
  const groups = draft.groups.map(
    ({ frequency, locale, readers }) => `${readers.toLocaleString('en')} ${frequency} ${locale}`,
  );
  const at = draft.sendAt ? localTime(draft.sendAt, '{date_short_pretty} {time}') : null;
  const fate = draft.isAutomatic
    ? `It leaves ${at ?? 'soon'} unless somebody stops it.`
    : `It waits for approval${at ? ` and then leaves at ${at} or, after that, at once` : ''}. Nothing leaves by itself.`;
  const more = draft.articleCount - draft.titles.length;
  return [
    `*${KINDS[draft.kind]}: ${plain(draft.subject, 150)}*`,
    ...draft.titles.map((title) => `• ${plain(title, 120)}`),
    ...(more > 0 ? [`• and ${more} more`] : []),
    `For *${readers}*${groups.length > 0 ? ` (${groups.join(', ')})` : ''}. ${fate}`,
    ...(draft.reason ? [plain(draft.reason, 300)] : []),
  ].join('\n');
}
