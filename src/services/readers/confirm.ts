import { insertWelcome } from '../../db/mailings/messages.ts';
import { confirmSubscriber, findSubscriber, insertConsent, type Subscriber } from '../../db/readers/subscribers.ts';
import type { Context } from '../context.ts';
import { pseudonym, verifyToken } from '../tokens.ts';
import { CONSENT_VERSION } from './subscribe.ts';

/**
 * What a confirm link stands for: open (a press of the button confirms), done (confirmed by this link or before), or
 * dead (expired, forged, overtaken by an opt-out or a newer request).
 */
export type ConfirmLink =
  | { kind: 'open'; subscriber: Subscriber; request: number }
  | { kind: 'done'; subscriber: Subscriber }
  | { kind: 'dead' };

/** Reads a confirm link; changes nothing. */
export async function readConfirmLink(ctx: Context, token: string): Promise<ConfirmLink> {
  const claim = verifyToken(ctx.config.tokenKeys, 'confirm', token);
  const subscriber = claim ? await findSubscriber(ctx.db, claim.subject) : null;
  if (!claim || !subscriber) return { kind: 'dead' };
  if (subscriber.state === 'active') return { kind: 'done', subscriber };
  const request = Number(claim.detail);
  const isCurrent =
    subscriber.state === 'pending' ? request <= subscriber.confirmRequest : request === subscriber.confirmRequest;
  const isOpen = subscriber.state === 'pending' || subscriber.state === 'unsubscribed';
  const isAlive = subscriber.confirmExpiresAt !== null && subscriber.confirmExpiresAt > ctx.now();
  return isOpen && isCurrent && isAlive ? { kind: 'open', subscriber, request } : { kind: 'dead' };
}

/** Confirms by a link; the welcome mail is planned in the same transaction. Pressing twice is the same as once. */
export async function confirm(ctx: Context, token: string, clientAddress: string | null = null): Promise<ConfirmLink> {
  const link = await readConfirmLink(ctx, token);
  if (link.kind !== 'open') return link;
  const { subscriber, request } = link;
  const now = ctx.now();
  await ctx.db.batch([
    confirmSubscriber(ctx.db, subscriber.id, request, now),
    insertConsent(
      ctx.db,
      { id: subscriber.id },
      {
        act: 'confirmed',
        textVersion: CONSENT_VERSION,
        locale: subscriber.locale,
        page: 'confirm',
        addressHash: clientAddress ? pseudonym(ctx.config.tokenKeys, clientAddress) : null,
        detail: { request },
        onlyIfChanged: true,
      },
      now,
    ),
    insertWelcome(ctx.db, subscriber.id, request, now),
  ]);
  ctx.log.info('subscriber.confirmed', { subscriber: subscriber.publicId });
  ctx.ring();
  return readConfirmLink(ctx, token);
}
