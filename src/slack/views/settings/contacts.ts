import { AppError } from '../../../domain/errors.ts';
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
      initial: settings.contacts.map(lineOf).join('\n'),
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

function lineOf({ role, name, email, phone, locale, topicId }: Contact): string {
  return [role, name, email, phone ?? '', locale ?? '', topicId ?? ''].join(', ').replace(/(, )+$/, '');
}

function contactOf(line: string, index: number): Contact {
  const [role = '', name = '', email = '', phone = '', language = '', topic = ''] = line
    .split(/[,，]/)
    .map((part) => part.trim());
  const refuse = (what: string): AppError => {
    const message = `Line ${index + 1}: ${what}`;
    return new AppError('invalid', message, { fields: { contacts: message } });
  };
  const known = ROLES[role.toLowerCase() as keyof typeof ROLES];
  if (!known) throw refuse('begin with press, investors or general.');
  if (name === '' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw refuse('give a name and a mail address.');
  const locale = LOCALES.find((candidate) => candidate.toLowerCase() === language.toLowerCase()) ?? null;
  if (language !== '' && !locale) throw refuse(`the language is one of ${LOCALES.join(', ')}.`);
  const topicId = topic === '' ? null : Number(topic);
  if (topicId !== null && !Number.isInteger(topicId)) throw refuse('the topic is its number in /newsdesk topics.');
  return { role: known, name, email, phone: phone === '' ? null : phone, locale, topicId };
}
