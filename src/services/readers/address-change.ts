import { insertFarewell, insertLinkMessage } from '../../db/mailings/messages.ts';
import {
  type AddressChange,
  applyAddressChange,
  findAddressChange,
  finishAddressChange,
  insertAddressChange,
} from '../../db/readers/address-changes.ts';
import { findSubscriberById, insertConsent, type Subscriber } from '../../db/readers/subscribers.ts';
import type { EmailAddress } from '../../domain/email-address.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { pseudonym, verifyToken } from '../tokens.ts';
import { addressHash } from './address-hash.ts';
import { farewellMail } from './link-letter.ts';
import { askForMail } from './signup-limits.ts';
import { CONSENT_VERSION } from './subscribe.ts';

const LIFE_SECONDS = 24 * 3600;

/** Writes to the address a reader wants to be mailed at; nothing changes before its link is confirmed there. */
export async function requestAddressChange(ctx: Context, subscriber: Subscriber, email: EmailAddress): Promise<void> {
  const hash = await addressHash(ctx);
  const now = ctx.now();
  const publicId = ctx.ids.publicId();
  const expiresAt = addSeconds(now, LIFE_SECONDS);
  // The new mailbox has said nothing yet.
  const wish = { mailbox: email, by: 'stranger', clientAddress: null, id: publicId } as const;
  const { grant, statements } = askForMail(ctx, wish);
  const change = {
    publicId,
    subscriberId: subscriber.id,
    email: email.address,
    emailKey: email.key,
    emailHash: hash(email.key),
    expiresAt,
  };
  await ctx.db.batch([
    ...statements,
    ...insertAddressChange(ctx.db, change, now),
    insertLinkMessage(ctx.db, subscriber.id, { grant, until: expiresAt, change: publicId }, now),
  ]);
  ctx.log.info('subscriber.address_change_asked', { subscriber: subscriber.publicId });
  ctx.ring();
}

/** What the link of such a mail stands for. */
export type AddressLink =
  | { kind: 'open'; change: AddressChange; subscriber: Subscriber }
  | { kind: 'done'; subscriber: Subscriber }
  | { kind: 'dead' };

/** Reads the link; changes nothing. */
export async function readAddressLink(ctx: Context, token: string): Promise<AddressLink> {
  const claim = verifyToken(ctx.config.tokenKeys, 'address', token);
  const change = claim ? await findAddressChange(ctx.db, claim.subject) : null;
  const subscriber = change ? await findSubscriberById(ctx.db, change.subscriberId) : null;
  if (!change || subscriber?.state !== 'active') return { kind: 'dead' };
  if (change.state === 'done' && subscriber.emailKey === change.emailKey) return { kind: 'done', subscriber };
  return change.state === 'waiting' && change.expiresAt > ctx.now()
    ? { kind: 'open', change, subscriber }
    : { kind: 'dead' };
}

/** Moves the reader to the new address. Dead where it is another reader's by now, or may not be mailed. */
export async function changeAddress(ctx: Context, token: string, clientAddress: string | null): Promise<AddressLink> {
  const link = await readAddressLink(ctx, token);
  if (link.kind !== 'open') return link;
  const { change, subscriber } = link;
  const hash = await addressHash(ctx);
  const now = ctx.now();
  const detail = { from: hash(subscriber.emailKey), to: hash(change.emailKey) };
  const evidence = {
    act: 'changed',
    textVersion: CONSENT_VERSION,
    locale: subscriber.locale,
    page: 'address',
    addressHash: clientAddress ? pseudonym(ctx.config.tokenKeys, clientAddress) : null,
  } as const;
  await ctx.db.batch([
    applyAddressChange(ctx.db, change, hash(change.emailKey), now),
    insertConsent(ctx.db, { id: subscriber.id }, { ...evidence, detail, onlyIfChanged: true }, now),
    insertFarewell(ctx.db, change, JSON.stringify(farewellMail(ctx, subscriber, change.publicId)), now),
    finishAddressChange(ctx.db, change),
  ]);
  ctx.log.info('subscriber.address_changed', { subscriber: subscriber.publicId });
  ctx.ring();
  return readAddressLink(ctx, token);
}
