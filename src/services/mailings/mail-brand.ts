import type { Brand } from '../../domain/brand.ts';
import type { Locale } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import { contactOf } from '../desk/contact-office.ts';
import type { Contact } from '../newsroom-settings.ts';

/** What of a mail decides who answers for it: its reader's language, and the topics of each of its articles. */
export type MailScope = { locale: Locale; topicIds: readonly (readonly number[])[] };

/** The press contact for a mail, of a topic where all its articles share it. Null where none fits. */
export function contactFor(contacts: readonly Contact[], { locale, topicIds }: MailScope): Contact | null {
  const hasTopic = (id: number) => topicIds.length > 0 && topicIds.every((ids) => ids.includes(id));
  return contactOf(contacts, { role: 'press', locale, hasTopic });
}

/** The company as one mail or page shows it: with the contact, the texts and the look that settings have for its readers. */
export function mailBrand(ctx: Pick<Context, 'config' | 'settings'>, scope: MailScope): Brand {
  const { brand } = ctx.config;
  const { contacts, mail } = ctx.settings;
  const contact = contactFor(contacts, scope);
  const isOwn = mail.logoUrl !== null && isOnOwnHost(mail.logoUrl, brand);
  return {
    ...brand,
    mediaContact: contact ? { name: contact.name, email: contact.email } : brand.mediaContact,
    boilerplate: mail.boilerplate[scope.locale] ?? brand.boilerplate,
    forwardLookingStatement: mail.forwardLookingStatement[scope.locale] ?? null,
    logo: mail.logoUrl !== null && isOwn ? { url: mail.logoUrl, alt: mail.logoAlt ?? brand.siteName } : null,
    font: mail.fontStack,
  };
}

/** Where answers to a mail go: its contact's address, else the newsroom's. */
export function mailReplyTo(ctx: Pick<Context, 'config' | 'settings'>, scope: MailScope): string | null {
  return contactFor(ctx.settings.contacts, scope)?.email ?? ctx.config.mailReplyTo;
}

/** A picture from anybody else's host would tell them who reads: the name stands in its place. */
function isOnOwnHost(url: string, brand: Brand): boolean {
  const host = URL.parse(url)?.hostname;
  const own = [brand.baseUrl, brand.siteUrl].map((address) => URL.parse(address)?.hostname.replace(/^www\./, ''));
  return own.some((name) => name !== undefined && (host === name || host?.endsWith(`.${name}`) === true));
}
