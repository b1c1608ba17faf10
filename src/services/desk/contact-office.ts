import type { ContactRole } from '../../db/desk/contact-messages.ts';
import type { Locale } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import type { Contact } from '../newsroom-settings.ts';

/** Whom somebody wants to ask, in which language, about which topics. */
export type ContactWish = { role: ContactRole; locale: Locale; topicIds: readonly number[] };

/**
 * The office that answers: of that role, the one for a topic before the one for the language before one for everything;
 * else the newsroom's media contact. Null where nobody is named.
 */
export function officeFor(
  { settings, config }: Pick<Context, 'settings' | 'config'>,
  wish: ContactWish,
): Pick<Contact, 'name' | 'email' | 'phone'> | null {
  const fit = settings.contacts.filter(
    ({ locale, role, topicId }) =>
      role === wish.role &&
      (locale === null || locale === wish.locale) &&
      (topicId === null || wish.topicIds.includes(topicId)),
  );
  const rank = ({ locale, topicId }: Contact) => (topicId === null ? 0 : 2) + (locale === null ? 0 : 1);
  const [best] = fit.toSorted((a, b) => rank(b) - rank(a));
  const general = config.brand.mediaContact;
  return best ?? (general ? { ...general, phone: null } : null);
}

/** The roles that readers may choose from: those somebody serves, and the press office in any case. */
export function offeredRoles({ settings }: Pick<Context, 'settings'>): ContactRole[] {
  const roles = new Set(settings.contacts.map(({ role }) => role));
  return (['press', 'investors', 'general'] as const).filter((role) => role === 'press' || roles.has(role));
}
