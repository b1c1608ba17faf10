import { insertSignUpMessage } from '../db/messages.ts';
import { countUp, type RateKey } from '../db/rate-counts.ts';
import { type Frequency, insertConsent, recordSignUp } from '../db/subscribers.ts';
import { type EmailAddress, limitKey } from '../domain/email-address.ts';
import type { Locale } from '../domain/locale.ts';
import { addSeconds } from '../domain/time.ts';
import type { Context } from './context.ts';
import { pseudonym } from './tokens.ts';

const CONFIRM_LIFE_SECONDS = 72 * 3600;
/** Version of the consent sentence on the form; evidence names it. */
export const CONSENT_VERSION = '2026-11-1';

export type SubscribeInput = {
  name: string;
  email: EmailAddress;
  company: string | null;
  occupation: string | null;
  locale: Locale;
  frequency: Frequency;
  /** Where the form stood: "form", "embed" or the host of the company's page. */
  source: string;
  /** Network address of the visitor as the platform knows it; null where unknown. */
  clientAddress: string | null;
};

/**
 * Takes a sign-up. The reader gets a confirmation mail, or, when subscribed already, a note with their preferences; at
 * most one per 10 minutes and three a day and address, within limits per network and over all. Tells the caller
 * nothing about the address: one batch of the same statements runs whoever asks and whatever is stored.
 */
export async function subscribe(ctx: Context, input: SubscribeInput): Promise<void> {
  const now = ctx.now();
  const limits = limitsOf(ctx, input, now);
  const evidence = {
    act: 'requested',
    textVersion: CONSENT_VERSION,
    locale: input.locale,
    page: input.source,
    addressHash: input.clientAddress ? pseudonym(ctx.config.tokenKeys, input.clientAddress) : null,
    onlyIfChanged: true,
  } as const;
  await ctx.db.batch([
    ...countUp(ctx.db, limits),
    recordSignUp(
      ctx.db,
      { ...input, publicId: ctx.ids.publicId(), email: input.email.address, emailKey: input.email.key },
      { now, confirmExpiresAt: addSeconds(now, CONFIRM_LIFE_SECONDS) },
      limits,
    ),
    insertConsent(ctx.db, { emailKey: input.email.key }, evidence, now),
    insertSignUpMessage(ctx.db, input.email.key, now.slice(0, 10), now),
  ]);
  ctx.ring();
}

function limitsOf(ctx: Context, input: SubscribeInput, now: string): (RateKey & { max: number })[] {
  const mailbox = pseudonym(ctx.config.tokenKeys, limitKey(input.email));
  const network = pseudonym(ctx.config.tokenKeys, networkOf(input.clientAddress ?? 'unknown'));
  return [
    { key: `signup-mailbox-10m/${mailbox}`, windowStart: windowStart(now, 600), max: 1 },
    { key: `signup-mailbox-1d/${mailbox}`, windowStart: windowStart(now, 86_400), max: 3 },
    { key: `signup-network-1h/${network}`, windowStart: windowStart(now, 3_600), max: 30 },
    { key: 'signup-all-1h', windowStart: windowStart(now, 3_600), max: 2_000 },
  ];
}

/** The part of an address that one visitor holds: a whole IPv4 address, the /64 of an IPv6 one (RFC 6177). */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const groups = address.includes('::')
    ? [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
    : left;
  return `${groups.slice(0, 4).join(':')}::/64`;
}

function windowStart(now: string, seconds: number): string {
  const at = Math.floor(Date.parse(now) / 1000 / seconds) * seconds;
  return new Date(at * 1000).toISOString();
}
