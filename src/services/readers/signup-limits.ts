import type { Statement } from '../../db/database.ts';
import {
  countUp,
  type Grant,
  type GrantTerms,
  grantMail,
  MAILBOX_COUNTS,
  type RateKey,
} from '../../db/readers/rate-counts.ts';
import { type EmailAddress, limitKey } from '../../domain/email-address.ts';
import type { Context } from '../context.ts';
import { pseudonym } from '../tokens.ts';

const SOON_SECONDS = 600;
const DAY_SECONDS = 86_400;
const MONTH_SECONDS = 30 * DAY_SECONDS;

/** The count of all confirmation mails granted in the hour of `now`. */
export function allMailsKey(now: string): RateKey {
  return { key: 'signup-all', windowStart: hourOf(now) };
}

/** A mail that somebody asks for, to a mailbox that need not be theirs. */
export type MailWish = {
  mailbox: EmailAddress;
  /**
   * stranger: anybody may have typed the address. known: staff, or whoever holds a link that was mailed to this very mailbox.
   * Each is counted by itself, so that a stranger's doing never keeps a reader from their own link.
   */
  by: 'stranger' | 'known';
  /** Network address of a visitor, which has a limit of its own; null where none is counted. */
  clientAddress: string | null;
  id: string;
};

/**
 * Statements, first in a batch, that decide whether the mailbox may get a mail now, and the grant by which the ones behind
 * them know.
 */
export function askForMail(ctx: Context, ask: MailWish): { grant: Grant; statements: Statement[] } {
  const now = ctx.now();
  const { mailsPerHour, perNetworkHour } = ctx.settings.signup;
  const keys = ctx.config.tokenKeys;
  // Two requests in one millisecond are two grants only where the limits allow two.
  const grant = { key: mailboxKey(ctx, ask.mailbox, ask.by), stamp: `${now}~${ask.id}` };
  const network = ask.clientAddress
    ? { key: `signup-network/${pseudonym(keys, networkOf(ask.clientAddress))}`, windowStart: hourOf(now) }
    : null;
  const at = Date.parse(now);
  const ago = (seconds: number) => new Date(at - seconds * 1000).toISOString();
  const terms: GrantTerms = {
    now,
    soon: ago(SOON_SECONDS),
    today: ago(DAY_SECONDS),
    month: ask.by === 'known' ? null : ago(MONTH_SECONDS),
    network: network && { ...network, max: perNetworkHour },
    all: { ...allMailsKey(now), max: mailsPerHour },
  };
  return { grant, statements: [...(network ? countUp(ctx.db, [network]) : []), ...grantMail(ctx.db, grant, terms)] };
}

/** What the mails to a mailbox are counted under. */
export function mailboxKey({ config }: Context, mailbox: EmailAddress, by: MailWish['by']): string {
  const counted = pseudonym(config.tokenKeys, limitKey(mailbox));
  return `${MAILBOX_COUNTS}${by === 'known' ? 'known/' : ''}${counted}`;
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
    ? [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left;
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The start of the hour that a time is in; times are always written in UTC. */
export function hourOf(now: string): string {
  return `${now.slice(0, 13)}:00:00.000Z`;
}
