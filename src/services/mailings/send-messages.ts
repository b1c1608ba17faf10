import {
  claimMessages,
  freezeMessage,
  hasDueMessages,
  type Message,
  type MessageMove,
  moveMessage,
} from '../../db/mailings/messages.ts';
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

type Claimed = Message & { holder: string };
/** What becomes of a claimed message, but for when. */
type Step = Omit<MessageMove, 'now'>;

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
  for (const message of messages) {
    const claimed = { ...message, holder };
    try {
      const step = await sendMessage(ctx, claimed);
      if (step) await moveMessage(ctx.db, claimed, { ...step, now: ctx.now() });
    } catch (error) {
      // It is tried again once its lease is over, holds up no other until then, and counts as overdue after a while.
      ctx.log.error('message.crashed', error, { message: message.id });
    }
  }
  return messages.length;
}

/** Sends one, if it still is ours to send; null where it is not, since slow calls before it may outlast its lease. */
async function sendMessage(ctx: Context, message: Claimed): Promise<Step | null> {
  const now = ctx.now();
  if (message.oldestUnansweredAt !== null && message.oldestUnansweredAt < addSeconds(now, -KEY_LIFE_SECONDS)) {
    return { to: 'unknown', error: 'No answer within the 23 hours in which a repeat is safe.' };
  }
  const mail = message.frozen ?? (await compose(ctx, message));
  if (mail === null) return { to: 'cancelled' };
  const frozen = await freezeMessage(ctx.db, message, mail, now);
  if (frozen === null) return null;
  // Frozen by `compose` below, or by an earlier attempt of this program: the shape is ours.
  const outcome = await ctx.mailer.send(JSON.parse(frozen) as OutgoingMail, keyOf(message));
  return stepAfter(ctx, message, outcome);
}

/**
 * Key of a message towards the provider. Numbers in a dedupe key are given a second time after a restore, and the time tells
 * whose they were.
 */
function keyOf({ createdAt, dedupeKey }: Pick<Message, 'dedupeKey' | 'createdAt'>): string {
  return `${dedupeKey}/${Date.parse(createdAt).toString(36)}`;
}

function stepAfter(ctx: Context, message: Claimed, outcome: SendOutcome): Step {
  if (outcome.kind === 'accepted') {
    const [rejection] = outcome.rejected;
    if (rejection) return { to: 'failed', error: rejection.message };
    ctx.log.info('message.submitted', { message: message.id, kind: message.kind });
    return { to: 'submitted', ...(outcome.ids[0] ? { providerId: outcome.ids[0] } : {}) };
  }
  const { code, kind, message: error } = outcome;
  ctx.log.warn('message.refused', { message: message.id, code, outcome: kind });
  if (kind === 'conflict') return { to: 'unknown', error };
  if (kind === 'refused' && BAD_MAIL.has(code)) return { to: 'failed', error };
  const isUnsent = kind === 'refused' && message.oldestUnansweredAt === null;
  return {
    to: 'todo',
    notBefore: addSeconds(ctx.now(), outcome.retryAfterSeconds ?? Math.min(3 * 2 ** message.attempts, 900)),
    error,
    isUnsent,
    // What was whole from the start cannot be composed again.
    thaws: isUnsent && message.frozen === null,
  };
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
