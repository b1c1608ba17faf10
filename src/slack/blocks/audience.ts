import type { AudiencePreview, LeftOut } from '../../services/mailings/audience-preview.ts';
import { counted, number } from './count.ts';

const REASONS: Record<keyof LeftOut, string> = {
  paused: 'asked for a pause',
  otherFrequency: 'want another frequency',
  otherLanguage: 'read another language',
  otherTopic: 'chose other topics',
  otherCompany: 'are of other companies',
  otherOccupation: 'have other occupations',
  hadAll: 'had all of it already',
  suppressed: 'cannot be mailed (bounced or complained)',
  unsubscribed: 'have left',
  unconfirmed: 'never confirmed',
};

/** Who gets a mailing, by language and frequency, and who does not and why; one paragraph of mrkdwn. */
export function audienceText(preview: AudiencePreview): string {
  const groups = preview.groups
    .toSorted((a, b) => b.readers - a.readers)
    .map(({ frequency, locale, readers }) => `• ${number(readers)} ${frequency}, ${locale}`);
  const left = Object.entries(preview.leftOut)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `• ${number(count)} ${REASONS[reason as keyof LeftOut]}`);
  const other = preview.inOtherLanguageOnly;
  return [
    `*${counted(preview.total, 'reader')} ${preview.total === 1 ? 'gets' : 'get'} it*`,
    ...groups,
    ...(other > 0 ? [`${number(other)} of them ${other === 1 ? 'gets' : 'get'} nothing in their own language.`] : []),
    ...(left.length > 0 ? ['*Left out*', ...left] : ['Nobody is left out.']),
  ].join('\n');
}
