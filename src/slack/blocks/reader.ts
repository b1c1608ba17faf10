import { maskAddress } from '../../domain/email-address.ts';
import type { ReaderFile } from '../../services/readers/find-reader.ts';
import type { SuppressedHash } from '../../services/readers/lift-suppression.ts';
import type { Confirmation } from '../../services/readers/reader-acts.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, type Message, message, paragraph } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';

export const READER_ACTIONS = {
  resend: 'reader.resend',
  unsubscribe: 'reader.unsubscribe',
  export: 'reader.export',
  erase: 'reader.erase',
  lift: 'reader.lift',
} as const;

const STATE_WORDS = {
  pending: 'has yet to confirm',
  active: 'is subscribed',
  unsubscribed: 'left',
  suppressed: 'gets no mail: it bounced or was complained about',
  erased: 'was erased',
} as const;

/** Why an address gets no mail, by what the proof says; an import notes no more than that its list said so. */
function blockedAs(reason: string | null | undefined): string {
  if (reason === 'bounce') return 'our mail bounced';
  if (reason === 'complaint') return 'they called a newsletter spam';
  if (reason === 'manual') return 'it was blocked when they were erased';
  return 'a list that was imported said so';
}

/** Before the hash in a button's value, where there is no reader to name. */
export const HASH_MARK = 'hash:';

const SHOWN = 8;

/** One person as the owner sees them: state, source, consent, what was sent, and what can be done. */
export function readerBlocks(file: ReaderFile): KnownBlock[] {
  const { consent, reader, sent } = file;
  const dates = consentLines(consent);
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
    buttonRow(buttonsOf(file)),
  ];
}

function consentLines(consent: ReaderFile['consent']): string[] {
  return consent.slice(-SHOWN).map(({ act, at, detail, page }) => {
    // Of an import, where and when they had agreed.
    const elsewhere = act === 'imported' ? [detail?.source, String(detail?.at ?? '').slice(0, 10)].filter(Boolean) : [];
    return `• ${plain(act, 30)} ${localTime(at)} (${plain([page, ...elsewhere].join(', '), 120)})`;
  });
}

/** An address that no reader has, and of which a hash is kept; with what somebody agreed to who had it and was erased. */
export function suppressedHashMessage(
  { hash, reason, since }: SuppressedHash,
  consent: ReaderFile['consent'] = [],
): Message {
  const nobody = 'Nobody has this address now.';
  const proof = consent.length > 0 ? [paragraph(`*Consent*\n${consentLines(consent).join('\n')}`)] : [];
  if (reason === 'opt_out') {
    const text = `${nobody} Somebody left by it and was erased (${localTime(since)}). They can come back by the form; no import brings them back.`;
    return message(text, proof);
  }
  const why = blockedAs(reason);
  const text = `${nobody} It gets no mail, as ${why} (${localTime(since)}). Only a hash of it is kept.`;
  return message(text, [...proof, buttonRow([liftButton(`${HASH_MARK}${hash}`, why)])]);
}

function buttonsOf({ consent, reader }: ReaderFile): Button[] {
  const { email, publicId: value, state } = reader;
  const blocked = consent.findLast(({ act }) => act === 'suppressed')?.textVersion;
  return [
    ...(state === 'pending' ? [{ actionId: READER_ACTIONS.resend, label: 'Resend confirmation', value }] : []),
    ...(state === 'active' ? [{ actionId: READER_ACTIONS.unsubscribe, label: 'Unsubscribe', value }] : []),
    ...(state === 'suppressed' ? [liftButton(value, blockedAs(blocked))] : []),
    { actionId: READER_ACTIONS.export, label: 'Export', value },
    {
      actionId: READER_ACTIONS.erase,
      label: 'Erase…',
      value,
      style: 'danger',
      confirm: {
        title: `Erase ${maskAddress(email)}?`,
        text: 'Their name, address and choices go. The proof of what they agreed to stays, without their address. They won’t get mail unless they sign up again. This can’t be undone.',
        confirm: 'Erase',
        deny: 'Keep',
      },
    },
  ];
}

function liftButton(value: string, why: string): Button {
  return {
    actionId: READER_ACTIONS.lift,
    label: 'Lift the block…',
    value,
    confirm: {
      title: 'Lift the block?',
      text: `They get no mail, as ${why}. Lifting sends nothing: mail comes again only after they sign up and confirm themselves. Resend blocks them by a list of its own; take the address off it there as well.`,
      confirm: 'Lift it',
      deny: 'Keep it',
    },
  };
}

/** What came of asking somebody to confirm, in words. */
export function confirmationText({ outcome, reader }: Confirmation): string {
  switch (outcome) {
    case 'sent': {
      const to = reader ? ` to *${plain(reader.email, 254)}*` : '';
      return `A confirmation is on its way${to}. They are a reader once they press its button.`;
    }
    case 'limited':
      return 'They got a confirmation a moment ago, or three today. Nothing was sent; try again later.';
    case 'invited':
      return 'They are a reader already. A mail asks them whether they want the topics as well; nothing changes until they accept.';
    case 'active':
      return 'They are a reader already. Nothing was sent.';
    case 'closed':
      return 'Mail to this address bounced or was complained about. Nothing was sent. `/newsdesk subscribers find` with it shows whether the block can be lifted.';
  }
}
