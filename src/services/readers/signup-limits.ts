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

/**
 * Statements, first in a batch, that decide whether the mailbox may get a mail now, and the grant by which the ones behind
 * them know. `clientAddress` null: the request came by a signed link, so no network is counted.
 */
export function askForMail(
  ctx: Context,
  ask: { mailbox: EmailAddress; clientAddress: string | null; id: string },
): { grant: Grant; statements: Statement[] } {
  const now = ctx.now();
  const { mailsPerHour, perNetworkHour } = ctx.settings.signup;
  const keys = ctx.config.tokenKeys;
  // Two requests in one millisecond are two grants only where the limits allow two.
  const grant = { key: mailboxKey(ctx, limitKey(ask.mailbox)), stamp: `${now}~${ask.id}` };
  const network = ask.clientAddress
    ? { key: `signup-network/${pseudonym(keys, networkOf(ask.clientAddress))}`, windowStart: hourOf(now) }
    : null;
  const at = Date.parse(now);
  const ago = (seconds: number) => new Date(at - seconds * 1000).toISOString();
  const terms: GrantTerms = {
    now,
    soon: ago(SOON_SECONDS),
    today: ago(DAY_SECONDS),
    // What a reader's own link or staff ask for is not a stranger's doing.
    month: ask.clientAddress === null ? null : ago(MONTH_SECONDS),
    network: network && { ...network, max: perNetworkHour },
    all: { ...allMailsKey(now), max: mailsPerHour },
  };
  return { grant, statements: [...(network ? countUp(ctx.db, [network]) : []), ...grantMail(ctx.db, grant, terms)] };
}

/** What the mails to a mailbox are counted under; `mailbox` is its `limitKey`. */
export function mailboxKey({ config }: Context, mailbox: string): string {
  return `${MAILBOX_COUNTS}${pseudonym(config.tokenKeys, mailbox)}`;
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
