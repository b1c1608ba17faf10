import type { Message } from '../../db/mailings/messages.ts';
import { findAddressChange } from '../../db/readers/address-changes.ts';
import type { Subscriber } from '../../db/readers/subscribers.ts';
import type { Locale } from '../../domain/locale.ts';
import { singleMailHeaders } from '../../domain/mail-headers.ts';
import { formatMailbox } from '../../domain/mailbox.ts';
import type { Context } from '../context.ts';
import { addressLink, detailsLink, invitationLink } from '../links.ts';
import { mailBrand, mailReplyTo } from '../mailings/mail-brand.ts';
import type { MessageView, OutgoingMail } from '../ports.ts';
import { openInvitation } from './invitation.ts';

/** Between names in a list. */
const SEPARATORS: Record<Locale, string> = { en: ', ', 'zh-Hans': '、' };

/**
 * The mail that carries a fresh link, and where it goes: to the reader, or to the address they want to be mailed at, which
 * is told nothing of the reader. Null when it is too late.
 */
export async function linkLetter(
  ctx: Context,
  { change: changeId, invited, until }: Message['data'],
  subscriber: Subscriber,
): Promise<{ to: string; view: MessageView } | null> {
  const { locale, publicId, state } = subscriber;
  if ((state !== 'active' && state !== 'unsubscribed') || until === undefined || until <= ctx.now()) return null;
  const shared = {
    locale,
    brand: mailBrand(ctx, { locale, topicIds: [] }),
    unsubscribeUrl: null,
    preferencesUrl: null,
  };
  if (invited !== undefined) {
    const topics = state === 'active' ? await openInvitation(ctx, subscriber, invited) : [];
    if (topics.length === 0) return null;
    const names = topics.map(({ name }) => name).join(SEPARATORS[locale]);
    const link = invitationLink(ctx, publicId, invited, until);
    return { to: subscriber.email, view: { ...shared, kind: 'invitation', link, topics: names } };
  }
  if (changeId === undefined) {
    return {
      to: subscriber.email,
      view: { ...shared, kind: 'preferences_link', link: detailsLink(ctx, publicId, until) },
    };
  }
  const change = await findAddressChange(ctx.db, changeId);
  if (change?.state !== 'waiting') return null;
  return { to: change.email, view: { ...shared, kind: 'address_change', link: addressLink(ctx, changeId) } };
}

/** The last mail to an address that a reader left for another, whole, since nothing keeps that address any more. */
export function farewellMail(ctx: Context, subscriber: Subscriber, changeId: string): OutgoingMail {
  const { email, locale, publicId } = subscriber;
  const brand = mailBrand(ctx, { locale, topicIds: [] });
  const view: MessageView = {
    kind: 'address_changed',
    locale,
    brand,
    link: `${brand.baseUrl}/contact`,
    unsubscribeUrl: null,
    preferencesUrl: null,
  };
  const { subject, html, text } = ctx.renderer.message(view);
  return {
    from: formatMailbox(ctx.config.brand.siteName, ctx.config.mailFrom),
    to: email,
    replyTo: mailReplyTo(ctx, { locale, topicIds: [] }),
    subject,
    html,
    text,
    headers: singleMailHeaders(`address-${changeId}`),
    tags: [
      { name: 'kind', value: 'link' },
      { name: 'reader', value: publicId },
    ],
  };
}
