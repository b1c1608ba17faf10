import * as z from 'zod';
import { type EmailAddress, readEmailAddress } from '../../domain/email-address.ts';
import { refusedAs } from '../../domain/email-policy.ts';
import { type Locale, nearestLocale } from '../../domain/locale.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { Context } from '../context.ts';
import type { AddressHash } from './address-hash.ts';

export const ROW_STATUSES = ['subscribed', 'unsubscribed', 'cleaned', 'unknown'] as const;

const optional = (most: number) => z.string().max(most, `Give at most ${most} characters.`).nullish();

/** One line of a list of readers, as scripts send it. */
export const ReaderRowShape = z.strictObject({
  line: z.int('Give each row the number of its line.').min(1),
  email: z.string('Give each row its address.').max(320, 'Give at most 320 characters.'),
  name: optional(300),
  company: optional(300),
  occupation: optional(300),
  /** A language tag such as zh-CN. */
  locale: optional(40),
  /** unsubscribed: they left elsewhere and stay out. cleaned: the address bounced or complained elsewhere. */
  status: z.enum(ROW_STATUSES).default('subscribed'),
  /** Names or slugs of topics. */
  tags: z.array(z.string().max(100)).max(50).default([]),
  /** When they agreed, and where; absent: as the import says. */
  consentAt: optional(40),
  consentSource: optional(200),
  /** When they left, where that is known. */
  leftAt: optional(40),
});
export type ReaderRow = z.infer<typeof ReaderRowShape>;

/** A row that can be taken. `hash` is the address's, see address-hash.ts. */
export type GoodRow = {
  id: string;
  line: number;
  status: 'subscribed' | 'unsubscribed' | 'cleaned';
  email: string;
  key: string;
  hash: string;
  name: string;
  company: string | null;
  occupation: string | null;
  locale: Locale;
  consentAt: string | null;
  consentSource: string;
  leftAt: string | null;
  topics: number[];
};

export type RowTerms = {
  consentSource: string;
  consentAt: string | null;
  locale: Locale;
  hash: AddressHash;
  /** Ids of the public topics by slug and by name in small letters. */
  topics: ReadonlyMap<string, number>;
};

/** Reads one row; a sentence where it cannot be taken. */
export function checkRow(ctx: Context, row: ReaderRow, terms: RowTerms): GoodRow | string {
  const email = readEmailAddress(row.email);
  if (!email) return 'email: this is no address.';
  if (row.status === 'unknown') return 'status: it does not say that this person is subscribed.';
  const refusal = row.status === 'subscribed' ? policyRefusal(ctx, email) : null;
  if (refusal) return refusal;
  const now = ctx.now();
  const consentAt = row.consentAt ? readDay(row.consentAt, now) : terms.consentAt;
  if (row.status === 'subscribed' && consentAt === null) {
    return row.consentAt
      ? 'consent_at: this is no date of the past.'
      : 'consent_at: say when this person agreed, here or for the whole file.';
  }
  return {
    id: ctx.ids.publicId(),
    line: row.line,
    status: row.status,
    email: email.address,
    key: email.key,
    hash: terms.hash(email.key),
    name: line(row.name) ?? '',
    company: line(row.company),
    occupation: line(row.occupation),
    locale: nearestLocale(row.locale) ?? terms.locale,
    consentAt,
    consentSource: line(row.consentSource) ?? terms.consentSource,
    leftAt: row.leftAt ? readDay(row.leftAt, now) : null,
    topics: [...new Set(row.tags.flatMap((tag) => terms.topics.get(tag.trim().toLowerCase()) ?? []))],
  };
}

/** The rules of the sign-up form hold at this door too. */
function policyRefusal({ settings }: Context, email: EmailAddress): string | null {
  const refused = refusedAs(email, settings.signup);
  if (refused === null) return null;
  return refused === 'role' ? 'email: this mailbox belongs to an office.' : 'email: this is a throw-away mailbox.';
}

function line(text: string | null | undefined): string | null {
  return plainLine(text ?? '').slice(0, 200) || null;
}

/**
 * A date as exports write it, "2019-05-17", "2019-05-17 08:12:00" or ISO, in UTC where it names no zone, as ISO time. Null for
 * anything else and for days to come.
 */
export function readDay(text: string, now: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(
    text.trim(),
  );
  if (!match) return null;
  const [, day = '', minutes = '00:00', seconds = '00', zone = 'Z'] = match;
  const named = /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  const at = Date.parse(`${day}T${minutes}:${seconds}${named}`);
  if (Number.isNaN(at) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return null;
  const iso = new Date(at).toISOString();
  return iso > now || iso < '1990' ? null : iso;
}
