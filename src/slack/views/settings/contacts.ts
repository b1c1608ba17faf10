import { wrongField } from '../../../domain/errors.ts';
import { LOCALES } from '../../../domain/locale.ts';
import type { Contact, NewsroomSettings } from '../../../services/newsroom-settings.ts';
import { plain } from '../../mrkdwn.ts';
import { textOf } from '../form-values.ts';
import { textInput } from '../inputs.ts';
import type { SettingsSection } from './section.ts';

const ROLES = { press: 'press', investors: 'investors', general: 'general' } as const;
const HINT =
  'One a line: press, Name, address@example.com, phone, language, topic number. What follows the address may be left out.';

/** Whom readers may write to, a line each: a form of fixed fields would hold too few. */
export const CONTACTS_SECTION: SettingsSection = {
  id: 'contacts',
  title: 'Contacts',
  summary: ({ settings: { contacts } }) =>
    contacts.length === 0
      ? 'Only the media contact of the environment'
      : contacts
          .slice(0, 5)
          .map(({ role, name }) => `${role}: ${plain(name, 60)}`)
          .join(', '),
  blocks: ({ settings }) => [
    textInput({
      id: 'contacts',
      label: 'Contacts',
      hint: HINT,
      initial: written(settings.contacts),
      isLong: true,
      isOptional: true,
    }),
  ],
  apply: (settings, values): NewsroomSettings => ({
    ...settings,
    contacts: textOf(values, 'contacts')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(contactOf),
  }),
  field: () => 'contacts',
};

const FIELD_MAX = 3_000;

/** A line each; without spaces where the field would cut the list. */
function written(contacts: readonly Contact[]): string {
  const lines = (separator: string) => contacts.map((contact) => lineOf(contact, separator)).join('\n');
  const text = lines(', ');
  return text.length > FIELD_MAX ? lines(',') : text;
}

function lineOf({ role, name, email, phone, locale, topicId }: Contact, separator: string): string {
  const parts = [role, name, email, phone ?? '', locale ?? '', topicId ?? ''];
  return parts.slice(0, parts.findLastIndex((part) => part !== '') + 1).join(separator);
}

function contactOf(line: string, index: number): Contact {
  const [role = '', name = '', email = '', phone = '', language = '', topic = ''] = line
    .split(/[,，]/)
    .map((part) => part.trim());
  const refuse = (what: string) => wrongField('contacts', `Line ${index + 1}: ${what}`);
  const known = ROLES[role.toLowerCase() as keyof typeof ROLES];
  if (!known) throw refuse('begin with press, investors or general.');
  if (name === '' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw refuse('give a name and a mail address.');
  const locale = LOCALES.find((candidate) => candidate.toLowerCase() === language.toLowerCase()) ?? null;
  if (language !== '' && !locale) throw refuse(`the language is one of ${LOCALES.join(', ')}.`);
  const topicId = topic === '' ? null : Number(topic);
  if (topicId !== null && !Number.isInteger(topicId)) throw refuse('the topic is its number in /newsdesk topics.');
  return { role: known, name, email, phone: phone === '' ? null : phone, locale, topicId };
}
