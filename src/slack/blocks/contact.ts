import type { ContactMessage } from '../../db/desk/contact-messages.ts';
import { cut, escapeMrkdwn, plain, plainLines } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { buttonRow } from './buttons.ts';
import { mentionOf } from './person.ts';

export const CONTACT_ACTIONS = { claim: 'contact.claim', done: 'contact.done' } as const;

const OFFICE = { press: 'the press office', investors: 'investor relations', general: 'the company' } as const;

/** A question from the contact page, who has it, and what can be done about it. */
export function contactBlocks(contact: ContactMessage): KnownBlock[] {
  const who = contact.outlet ? `${plain(contact.name, 100)}, ${plain(contact.outlet, 150)}` : plain(contact.name, 100);
  const facts = [
    contact.deadline ? `*Answer needed:* ${plain(contact.deadline, 150)}` : '',
    contact.topic ? `*About:* ${plain(contact.topic, 100)}` : '',
    `*Reply by mail:* ${mailLink(contact)}`,
    contact.sentTo
      ? `Also mailed to ${plain(contact.sentTo, 200)}.`
      : ':warning: No office is named in the settings, so nobody was mailed.',
  ];
  return [
    paragraph(`:speech_balloon: *${who}* asks ${OFFICE[contact.role]}:`),
    paragraph(quoted(contact.body)),
    paragraph(facts.filter(Boolean).join('\n')),
    ...standing(contact),
  ];
}

/** A question as a quotation, line by line as it was written; what is too long for a card ends with "…". */
function quoted(body: string): string {
  const lines = plainLines(
    body.split('\n').filter((line) => line.trim() !== ''),
    1_200,
  );
  return (lines.length > 0 ? lines : ['…']).map((line) => `> ${line}`).join('\n');
}

/** The same in one line, for notifications. */
export function contactText(contact: ContactMessage): string {
  return escapeMrkdwn(`${cut(contact.name, 100)} asks ${OFFICE[contact.role]}: ${cut(contact.body, 200)}`);
}

function standing(contact: ContactMessage): KnownBlock[] {
  const { claimedBy, doneBy, publicId, state } = contact;
  const claim = { actionId: CONTACT_ACTIONS.claim, label: 'I will answer', value: publicId };
  const done = { actionId: CONTACT_ACTIONS.done, label: 'Done', value: publicId };
  if (state === 'open') return [buttonRow([claim, done])];
  if (state === 'claimed')
    return [paragraph(`:raising_hand: ${mentionOf(claimedBy) ?? 'Somebody'} answers this.`), buttonRow([done])];
  return [paragraph(`:white_check_mark: Done by ${mentionOf(doneBy) ?? 'somebody'}.`)];
}

/** A mail to whoever asked. Slack's buttons open web addresses only, its links mail addresses too. */
function mailLink({ email, publicId }: ContactMessage): string {
  const address = encodeURIComponent(email).replaceAll('%40', '@');
  return `<mailto:${address}?subject=${encodeURIComponent(`Your question (${publicId})`)}|${plain(email, 200).replaceAll('|', '¦')}>`;
}
