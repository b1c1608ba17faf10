import { findAddressChange } from '../db/address-changes.ts';
import type { Message } from '../db/messages.ts';
import type { Subscriber } from '../db/subscribers.ts';
import type { Context } from './context.ts';
import { addressLink, detailsLink } from './links.ts';
import { mailBrand } from './mail-brand.ts';
import type { MessageView } from './ports.ts';

/**
 * The mail that carries a fresh link, and where it goes: to the reader, or to the address they want to be mailed at, which
 * is told nothing of the reader. Null when it is too late.
 */
export async function linkLetter(
  ctx: Context,
  { change: changeId, until }: Message['data'],
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
  if (changeId === undefined) {
    return {
      to: subscriber.email,
      view: { ...shared, kind: 'preferences_link', link: detailsLink(ctx, publicId, until) },
    };
  }
  const change = await findAddressChange(ctx.db, changeId);
  if (change?.state !== 'waiting') return null;
  return { to: change.email, view: { ...shared, kind: 'confirm', link: addressLink(ctx, changeId) } };
}
