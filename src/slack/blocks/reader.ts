import { maskAddress } from '../../domain/email-address.ts';
import type { ReaderFile } from '../../services/readers/find-reader.ts';
import type { Confirmation } from '../../services/readers/reader-acts.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';

export const READER_ACTIONS = {
  resend: 'reader.resend',
  unsubscribe: 'reader.unsubscribe',
  export: 'reader.export',
  erase: 'reader.erase',
} as const;

const STATE_WORDS = {
  pending: 'has yet to confirm',
  active: 'is subscribed',
  unsubscribed: 'left',
  suppressed: 'gets no mail: it bounced or was complained about',
  erased: 'was erased',
} as const;

const SHOWN = 8;

/** One person as the owner sees them: state, source, consent, what was sent, and what can be done. */
export function readerBlocks({ consent, reader, sent }: ReaderFile): KnownBlock[] {
  const dates = consent
    .slice(-SHOWN)
    .map(({ act, at, page }) => `• ${plain(act, 30)} ${localTime(at)} (${plain(page, 120)})`);
  const mails = sent
    .slice(0, SHOWN)
    .map(({ at, kind, outcome }) => `• ${plain(kind, 30)}: ${outcome}${at ? ` ${localTime(at)}` : ''}`);
  const lines = [
    `*${plain(reader.email, 254)}* ${STATE_WORDS[reader.state]}.`,
    `${plain(reader.name || 'No name', 120)}${reader.company ? `, ${plain(reader.company, 120)}` : ''} · ${reader.frequency} · ${reader.locale} · from ${plain(reader.source || 'unknown', 80)} · id \`${plain(reader.publicId, 40)}\``,
  ];
  return [
    paragraph(lines.join('\n')),
    paragraph(dates.length > 0 ? `*Consent*\n${dates.join('\n')}` : 'No consent is recorded.'),
    paragraph(mails.length > 0 ? `*Last newsletters*\n${mails.join('\n')}` : 'No newsletter went to them yet.'),
    { type: 'actions', elements: elementsOf(reader) },
  ];
}

function elementsOf({ email, publicId: value, state }: ReaderFile['reader']) {
  const button = (action_id: string, text: string) => ({
    type: 'button' as const,
    action_id,
    value,
    text: { type: 'plain_text' as const, text },
  });
  const words = (text: string) => ({ type: 'plain_text' as const, text });
  const erase = {
    ...button(READER_ACTIONS.erase, 'Erase…'),
    style: 'danger' as const,
    confirm: {
      title: words(`Erase ${maskAddress(email)}?`.slice(0, 100)),
      text: words('Their history goes too. They won’t get mail unless they sign up again. This can’t be undone.'),
      confirm: words('Erase'),
      deny: words('Keep'),
      style: 'danger' as const,
    },
  };
  return [
    ...(state === 'pending' ? [button(READER_ACTIONS.resend, 'Resend confirmation')] : []),
    ...(state === 'active' ? [button(READER_ACTIONS.unsubscribe, 'Unsubscribe')] : []),
    button(READER_ACTIONS.export, 'Export'),
    erase,
  ];
}

/** What came of asking somebody to confirm, in words. */
export function confirmationText({ outcome }: Confirmation): string {
  switch (outcome) {
    case 'sent':
      return 'A confirmation is on its way. They are a reader once they press its button.';
    case 'limited':
      return 'They got a confirmation a moment ago, or three today. Nothing was sent; try again later.';
    case 'invited':
      return 'They are a reader already. A mail asks them whether they want the topics as well; nothing changes until they accept.';
    case 'active':
      return 'They are a reader already. Nothing was sent.';
    case 'closed':
      return 'Mail to this address bounced or was complained about. Nothing was sent.';
  }
}
