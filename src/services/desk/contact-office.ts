import type { ContactRole } from '../../db/desk/contact-messages.ts';
import type { Locale } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import type { Contact } from '../newsroom-settings.ts';

/** Whom somebody wants to ask, in which language, about which topics. */
export type ContactWish = { role: ContactRole; locale: Locale; topicIds: readonly number[] };

/**
 * The contact of a role for a language: the one for a topic that counts before the one for the language before one for
 * everything, the first of equals. Null where none fits.
 */
export function contactOf(
  contacts: readonly Contact[],
  wish: Pick<ContactWish, 'role' | 'locale'> & { hasTopic(id: number): boolean },
): Contact | null {
  const fit = contacts.filter(
    ({ locale, role, topicId }) =>
      role === wish.role && (locale === null || locale === wish.locale) && (topicId === null || wish.hasTopic(topicId)),
  );
  const rank = ({ locale, topicId }: Contact) => (topicId === null ? 0 : 2) + (locale === null ? 0 : 1);
  return fit.toSorted((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** The office that answers: the contact, else the newsroom's media contact. Null where nobody is named. */
export function officeFor(
  { settings, config }: Pick<Context, 'settings' | 'config'>,
  { locale, role, topicIds }: ContactWish,
): Pick<Contact, 'name' | 'email' | 'phone'> | null {
  const best = contactOf(settings.contacts, { role, locale, hasTopic: (id) => topicIds.includes(id) });
  const general = config.brand.mediaContact;
  return best ?? (general ? { ...general, phone: null } : null);
}

/** The roles that readers may choose from: those somebody serves, and the press office in any case. */
export function offeredRoles({ settings }: Pick<Context, 'settings'>): ContactRole[] {
  const roles = new Set(settings.contacts.map(({ role }) => role));
  return (['press', 'investors', 'general'] as const).filter((role) => role === 'press' || roles.has(role));
}
