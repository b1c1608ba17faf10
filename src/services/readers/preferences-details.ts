import { insertLinkMessage } from '../../db/mailings/messages.ts';
import { findSubscriber, type Subscriber, updateDetails } from '../../db/readers/subscribers.ts';
import { readEmailAddress } from '../../domain/email-address.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { verifyToken } from '../tokens.ts';
import { readPreferencesLink } from './preferences.ts';
import { askForMail } from './signup-limits.ts';

const LIFE_SECONDS = 3600;

/**
 * Mails a reader a link that opens what a forwarded newsletter must not: their details, their data, erasure. It works for an
 * hour. Limits per mailbox hold; the answer, the reader's language, is the same whether a mail leaves or not. Null for a dead link.
 */
export async function mailDetailsLink(ctx: Context, preferencesToken: string): Promise<Subscriber['locale'] | null> {
  const link = await readPreferencesLink(ctx, preferencesToken);
  const subscriber = link.kind === 'open' ? link.preferences.subscriber : link.kind === 'left' ? link.subscriber : null;
  const mailbox = subscriber ? readEmailAddress(subscriber.email) : null;
  if (!subscriber || !mailbox) return null;
  const now = ctx.now();
  const { grant, statements } = askForMail(ctx, { mailbox, by: 'known', clientAddress: null, id: ctx.ids.publicId() });
  await ctx.db.batch([
    ...statements,
    insertLinkMessage(ctx.db, subscriber.id, { grant, until: addSeconds(now, LIFE_SECONDS) }, now),
  ]);
  ctx.ring();
  return subscriber.locale;
}

/** The reader such a link belongs to, who may have left; null when it is over or not genuine. */
export async function readDetailsLink(ctx: Context, token: string): Promise<Subscriber | null> {
  const claim = verifyToken(ctx.config.tokenKeys, 'details', token);
  if (!claim || Number(claim.detail) <= Date.parse(ctx.now())) return null;
  const subscriber = await findSubscriber(ctx.db, claim.subject);
  return subscriber?.state === 'active' || subscriber?.state === 'unsubscribed' ? subscriber : null;
}

/** Stores what a reader says of themselves. */
export async function saveDetails(
  ctx: Context,
  subscriber: Subscriber,
  details: Pick<Subscriber, 'name' | 'company' | 'occupation'>,
): Promise<void> {
  await ctx.db.batch([updateDetails(ctx.db, subscriber.id, details)]);
  ctx.log.info('subscriber.details_changed', { subscriber: subscriber.publicId });
}
