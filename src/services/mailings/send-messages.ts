import { claimMessages, freezeMessage, hasDueMessages, type Message, moveMessage } from '../../db/mailings/messages.ts';
import { findSubscriberById, type Subscriber } from '../../db/readers/subscribers.ts';
import { listMailHeaders, singleMailHeaders } from '../../domain/mail-headers.ts';
import { formatMailbox } from '../../domain/mailbox.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { contactMail } from '../desk/contact-mails.ts';
import { LEASE_SECONDS } from '../lane.ts';
import { confirmLink, notMeLink, preferencesLink, unsubscribeLink } from '../links.ts';
import type { MessageView, OutgoingMail, SendOutcome } from '../ports.ts';
import { linkLetter } from '../readers/link-letter.ts';
import { mailBrand, mailReplyTo } from './mail-brand.ts';

const AT_ONCE = 10;
const KEY_LIFE_SECONDS = 23 * 3600;
/** Longer than one request may take; a repeat is safe, so a killed holder costs half a minute at most. */
const MESSAGE_LEASE_SECONDS = LEASE_SECONDS + 10;

/** Sends the transactional mails that are due: each once, under its own key. Returns how many were taken. */
export async function sendMessages(ctx: Context, holder: string): Promise<number> {
  const now = ctx.now();
  if (!(await hasDueMessages(ctx.db, now))) return 0;
  const messages = await claimMessages(ctx.db, {
    holder,
    now,
    leaseUntil: addSeconds(now, MESSAGE_LEASE_SECONDS),
    limit: AT_ONCE,
  });
  for (const message of messages) await sendMessage(ctx, message);
  return messages.length;
}

async function sendMessage(ctx: Context, message: Message): Promise<void> {
  const now = ctx.now();
  if (message.oldestUnansweredAt !== null && message.oldestUnansweredAt < addSeconds(now, -KEY_LIFE_SECONDS)) {
    await moveMessage(ctx.db, message.id, {
      to: 'unknown',
      now,
      error: 'No answer within the 23 hours in which a repeat is safe.',
    });
    return;
  }
  const mail = message.frozen ?? (await compose(ctx, message));
  const frozen = mail === null ? null : await freezeMessage(ctx.db, message.id, mail, now);
  if (frozen === null) {
    await moveMessage(ctx.db, message.id, { to: 'cancelled', now });
    return;
  }
  const isFirst = message.oldestUnansweredAt === null;
  // Frozen by `compose` below, or by an earlier attempt of this program: the shape is ours.
  const outcome = await ctx.mailer.send(JSON.parse(frozen) as OutgoingMail, message.dedupeKey);
  await record(ctx, message, outcome, isFirst);
}

async function record(ctx: Context, message: Message, outcome: SendOutcome, isFirst: boolean): Promise<void> {
  const now = ctx.now();
  const rejection = outcome.kind === 'accepted' ? outcome.rejected[0]?.message : undefined;
  if (outcome.kind === 'accepted' && rejection === undefined) {
    await moveMessage(ctx.db, message.id, {
      to: 'submitted',
      now,
      ...(outcome.ids[0] ? { providerId: outcome.ids[0] } : {}),
    });
    ctx.log.info('message.submitted', { message: message.id, kind: message.kind });
    return;
  }
  if (outcome.kind === 'accepted') {
    await moveMessage(ctx.db, message.id, { to: 'failed', now, error: rejection ?? '' });
    return;
  }
  ctx.log.warn('message.refused', { message: message.id, code: outcome.code, outcome: outcome.kind });
  if (outcome.kind === 'refused' && outcome.stop && BAD_MAIL.has(outcome.code)) {
    await moveMessage(ctx.db, message.id, { to: 'failed', now, error: outcome.message });
    return;
  }
  const wait = outcome.retryAfterSeconds ?? Math.min(3 * 2 ** message.attempts, 900);
  await moveMessage(ctx.db, message.id, {
    to: 'todo',
    now,
    notBefore: addSeconds(now, wait),
    error: outcome.message,
    // What was whole from the start cannot be composed again.
    thaw: outcome.kind === 'refused' && isFirst && message.frozen === null,
  });
}

/** Refusals of this one mail: trying it again would be refused again. Keys, quotas and domains may be mended, so they wait. */
const BAD_MAIL = new Set([
  'validation_error',
  'invalid_parameter',
  'missing_required_field',
  'missing_required_parameter',
  'invalid_to_address',
]);

/** The mail of a message as its reader's state asks for now; null when it is no longer wanted. */
async function compose(ctx: Context, message: Message): Promise<string | null> {
  if (message.data.contact !== undefined) {
    const mail = await contactMail(ctx, message);
    return mail && JSON.stringify(mail);
  }
  const subscriber = message.subscriberId === null ? null : await findSubscriberById(ctx.db, message.subscriberId);
  const letter = subscriber && message.kind === 'link' ? await linkLetter(ctx, message.data, subscriber) : null;
  const view = subscriber ? (letter?.view ?? viewOf(ctx, message, subscriber)) : null;
  if (!subscriber || !view) return null;
  const { subject, html, text } = ctx.renderer.message(view);
  const mail: OutgoingMail = {
    from: formatMailbox(ctx.config.brand.siteName, ctx.config.mailFrom),
    to: letter?.to ?? subscriber.email,
    replyTo: mailReplyTo(ctx, { locale: view.locale, topicIds: [] }),
    subject,
    html,
    text,
    headers: headersOf(ctx, message, view),
    tags: [
      { name: 'kind', value: message.kind },
      { name: 'reader', value: subscriber.publicId },
    ],
  };
  return JSON.stringify(mail);
}

/** The welcome mail is the first of the list; the others answer one act of one person. */
function headersOf(ctx: Context, message: Message, view: MessageView): Record<string, string> {
  const reference = `message-${message.id}`;
  if (view.kind !== 'welcome' || view.unsubscribeUrl === null) return singleMailHeaders(reference);
  const { siteName, baseUrl } = ctx.config.brand;
  const host = new URL(baseUrl).hostname;
  return listMailHeaders({ unsubscribeUrl: view.unsubscribeUrl, list: 'digest', siteName, host, reference });
}

function viewOf(ctx: Context, message: Message, subscriber: Subscriber): MessageView | null {
  const { locale, publicId, state } = subscriber;
  const brand = mailBrand(ctx, { locale, topicIds: [] });
  if (message.kind === 'confirm') {
    const isWaiting = state === 'pending' || state === 'unsubscribed';
    const request = message.data.request ?? 0;
    const links = { link: confirmLink(ctx, publicId, request), notMeUrl: notMeLink(ctx, publicId, request) };
    return isWaiting ? { kind: 'confirm', locale, brand, ...links, unsubscribeUrl: null, preferencesUrl: null } : null;
  }
  if (message.kind !== 'welcome' && message.kind !== 'already_subscribed') return null;
  if (state !== 'active') return null;
  return {
    kind: message.kind,
    locale,
    brand,
    link: message.kind === 'welcome' ? brand.baseUrl : preferencesLink(ctx, publicId),
    unsubscribeUrl: unsubscribeLink(ctx, publicId),
    preferencesUrl: preferencesLink(ctx, publicId),
  };
}
