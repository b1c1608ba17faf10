import { hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from '../config.ts';
import { createMac } from './hmac.ts';

/**
 * confirm: one sign-up request. unsubscribe and preferences: one reader. restore: one opt-out, for ten minutes. details: one
 * reader, for an hour. address: one change of address. invite: one reader and topics, until the time in the detail. form: when a form was drawn.
 * report and preview: one mailing's figures or mail, until the time in the detail. desk: a link that opens the dashboard once, for ten minutes.
 * export: the list of readers, once, until the time in the detail. desk_session: a member of staff at the dashboard, until the time in the detail.
 */
export type TokenPurpose =
  | 'confirm'
  | 'unsubscribe'
  | 'preferences'
  | 'restore'
  | 'details'
  | 'address'
  | 'invite'
  | 'form'
  | 'report'
  | 'preview'
  | 'export'
  | 'desk'
  | 'desk_session';

/** What a token says: for whom (a public id), and a detail such as the request number. */
export type TokenClaim = { subject: string; detail: string };

const LETTER: Record<TokenPurpose, string> = {
  confirm: 'c',
  unsubscribe: 'u',
  preferences: 'p',
  restore: 'r',
  details: 'd',
  address: 'a',
  invite: 'i',
  form: 'f',
  report: 's',
  preview: 'v',
  export: 'e',
  desk: 'k',
  desk_session: 'w',
};
/** 132 bits: letters of base64url, each of which counts. */
const MAC_LETTERS = 22;

type Mac = (text: string) => string;

const derived = new WeakMap<SigningKey, Map<string, Mac>>();

/** HMAC-SHA-256 under a key for one purpose, so that a token of one kind never passes as another (HKDF-SHA-256, RFC 5869). */
function macFor(key: SigningKey, purpose: string): Mac {
  const ofKey = derived.get(key) ?? new Map<string, Mac>();
  const known = ofKey.get(purpose);
  if (known) return known;
  const bytes = hkdfSync('sha256', Buffer.from(key.secret, 'base64'), 'newsdesk', `token:${purpose}`, 32);
  const fresh = createMac(new Uint8Array(bytes));
  derived.set(key, ofKey.set(purpose, fresh));
  return fresh;
}

function macOf(key: SigningKey, purpose: string, text: string): string {
  return macFor(key, purpose)(text).slice(0, MAC_LETTERS);
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Signs a claim with the newest key, or with the one named by `keyId`. The same claim and key always give the same
 * token, so that a mail that is sent again is the same bytes. Holds no address.
 */
export function signToken(
  keys: readonly SigningKey[],
  purpose: TokenPurpose,
  claim: TokenClaim,
  keyId?: string,
): string {
  const key = keys.find((candidate) => keyId === undefined || candidate.id === keyId) ?? keys[0];
  if (!key) throw new Error('TOKEN_SECRET holds no key.');
  const body = `${LETTER[purpose]}.${key.id}.${claim.subject}.${claim.detail}`;
  return `${body}.${macOf(key, purpose, body)}`;
}

/** The claim of a genuine token for this purpose, by any key of the ring; null for anything else. */
export function verifyToken(keys: readonly SigningKey[], purpose: TokenPurpose, token: string): TokenClaim | null {
  const match = /^([a-z])\.([a-z0-9]{1,8})\.([a-z0-9]{1,40})\.([\w-]{0,80})\.([\w-]{22})$/.exec(token);
  if (!match) return null;
  const [, letter, keyId, subject = '', detail = '', mac = ''] = match;
  const key = keys.find((candidate) => candidate.id === keyId);
  if (!key || letter !== LETTER[purpose]) return null;
  return isSame(mac, macOf(key, purpose, token.slice(0, token.lastIndexOf('.')))) ? { subject, detail } : null;
}

/** Signs a text that stands openly beside its signature, such as an address; 22 characters. Any key of the ring verifies it. */
export function signText(keys: readonly SigningKey[], purpose: 'image', text: string): string {
  const key = keys[0];
  if (!key) throw new Error('TOKEN_SECRET holds no key.');
  return macOf(key, purpose, text);
}

/** Whether `signature` was made by signText for this purpose and text. */
export function verifyText(keys: readonly SigningKey[], purpose: 'image', text: string, signature: string): boolean {
  return keys.some((key) => isSame(signature, macOf(key, purpose, text)));
}

/** Pseudonym of a network address or mailbox, for counting and as evidence; without the key it cannot be undone. */
export function pseudonym(keys: readonly SigningKey[], value: string): string {
  const key = keys.at(-1);
  if (!key) throw new Error('TOKEN_SECRET holds no key.');
  return macOf(key, 'pseudonym', value);
}
