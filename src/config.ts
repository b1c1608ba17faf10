import * as z from 'zod';
import type { Brand } from './domain/brand.ts';
import { readEmailAddress } from './domain/email-address.ts';
import { AppError } from './domain/errors.ts';
import { LOCALES, type Locale } from './domain/locale.ts';
import { isTimeZone } from './domain/time-zone.ts';
import { webUrl } from './domain/web-url.ts';

/** Variables as the platform hands them over: strings, or nothing. */
export type Variables = Record<string, unknown>;

const text = z.string().trim().min(1);
const webAddress = z
  .string()
  .trim()
  .refine((value) => webUrl(value) !== null, 'must be an http(s) address without user name or blanks')
  .transform((value) => value.replace(/\/+$/, ''));
const emailAddress = z.string().transform((value, context) => {
  const read = readEmailAddress(value);
  if (!read) context.addIssue('must be one email address');
  return read?.address ?? '';
});
/** "Press office <press@example.org>" or a bare address. */
const contact = text.transform((value, context) => {
  const named = /^(.*)<([^<>]+)>$/.exec(value);
  const address = readEmailAddress(named?.[2] ?? value)?.address ?? '';
  if (address === '') context.addIssue('must be "Name <address>" or one address');
  return { name: named?.[1]?.trim() || address, email: address };
});
const zone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
const keyRing = z.string().transform((value, context) => {
  const keys = value.split(',').map((part) => /^([a-z0-9]{1,8}):([A-Za-z0-9+/_-]{43,}={0,2})$/.exec(part.trim()));
  const ring = keys.flatMap((match) => (match?.[1] && match[2] ? [{ id: match[1], secret: match[2] }] : []));
  if (ring.length < keys.length || ring.length === 0) {
    context.addIssue('must be kid:base64 with at least 32 random bytes, several separated by commas, newest first');
  }
  if (new Set(ring.map((key) => key.id)).size < ring.length) context.addIssue('must name each key by a kid of its own');
  return ring;
});

/** As browsers write it in `Origin`: without a path or a slash at the end. */
const origin = webAddress.transform((value) => new URL(value).origin);
const HOLD = 'must be whole seconds from 0 to 3600';

const Schema = z
  .object({
    BASE_URL: webAddress,
    SITE_NAME: text.default('Newsroom'),
    SITE_URL: webAddress.optional(),
    MAIL_FROM: emailAddress,
    MAIL_REPLY_TO: emailAddress.optional(),
    POSTAL_ADDRESS: text,
    TIME_ZONE: zone.default('UTC'),
    LOCALES: list.pipe(z.array(z.enum(LOCALES, `must be of ${LOCALES.join(', ')}`)).min(1)).default([...LOCALES]),
    LINKEDIN_URL: webAddress.optional(),
    MEDIA_CONTACT: contact.optional(),
    SIGNUP_ORIGINS: list.pipe(z.array(origin)).default([]),
    BRAND_COLOUR: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0b5f66')
      .default('#0b5f66'),
    BOILERPLATE: text.optional(),
    SLACK_REVIEW_CHANNEL: z
      .string()
      .regex(/^[CG][A-Z0-9]{2,}$/, 'must be a channel id such as C0123456789')
      .optional(),
    SLACK_BOT_TOKEN: z
      .string()
      .regex(/^xoxb-\S+$/, 'must be a bot token (xoxb-…)')
      .optional(),
    SLACK_CLIENT_ID: z
      .string()
      .regex(/^\d+\.\d+$/, 'must be the client id of the Slack app')
      .optional(),
    SLACK_CLIENT_SECRET: z
      .string()
      .regex(/^\S{16,}$/, 'must be the client secret of the Slack app')
      .optional(),
    SLACK_SIGNING_SECRET: z.string().regex(/^\S{16,}$/, 'must be the signing secret of the Slack app'),
    RESEND_API_KEY: z.string().regex(/^re_\S+$/, 'must be a Resend key (re_…)'),
    RESEND_WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_\S+$/, 'must be a webhook signing secret (whsec_…)')
      .optional(),
    TOKEN_SECRET: keyRing,
    ADMIN_TOKEN: z.string().regex(/^\S{24,}$/, 'must be at least 24 characters without white space'),
    SLACK_API_URL: z.string().url().optional(),
    RESEND_BASE_URL: webAddress.optional(),
    PRIVATE_FEED_HOSTS: list.default([]),
    TURNSTILE_SECRET: text.optional(),
    TURNSTILE_SITE_KEY: text.optional(),
    SEND_HOLD_SECONDS: z.coerce.number(HOLD).int(HOLD).min(0, HOLD).max(3600, HOLD).default(60),
    COUNT_GUARD: z.enum(['on', 'off']).default('on'),
  })
  .superRefine((env, context) => {
    // Half of the pair would either ask nobody or refuse everybody.
    for (const [name, other] of TURNSTILE_PAIR) {
      if (env[name] === undefined && env[other] !== undefined)
        context.addIssue({ code: 'custom', path: [name], message: `must be set together with ${other}` });
    }
  });

const TURNSTILE_PAIR = [
  ['TURNSTILE_SECRET', 'TURNSTILE_SITE_KEY'],
  ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET'],
] as const;

export type SigningKey = { id: string; secret: string };

/** Everything the program is told from outside, checked. */
export type Config = {
  brand: Brand;
  mailFrom: string;
  mailReplyTo: string | null;
  timeZone: string;
  /** The first is the fallback. */
  locales: Locale[];
  signupOrigins: string[];
  reviewChannel: string | null;
  slack: {
    /** Empty where the workspace is connected by a click: its token is then in the database. */
    botToken: string;
    clientId: string | null;
    clientSecret: string | null;
    signingSecret: string;
    apiUrl: string | null;
  };
  resend: { apiKey: string; webhookSecret: string | null; baseUrl: string | null };
  /** Newest first: the first signs, all verify. */
  tokenKeys: SigningKey[];
  adminToken: string;
  /** The check that a person is there (Cloudflare Turnstile); null: forms do without. */
  turnstile: { siteKey: string; secret: string } | null;
  privateFeedHosts: string[];
  /** Seconds between approval and the first mail, in which a send can be undone. */
  holdSeconds: number;
  /** Whether a first or very large send asks for the number of readers. */
  hasCountGuard: boolean;
};

/**
 * Reads the configuration; a variable that is blank counts as not set. Throws AppError('invalid') that names every
 * missing or malformed variable in `fields`, never a value.
 */
export function readConfig(variables: Variables): Config {
  const isGiven = (value: unknown) => typeof value !== 'string' || value.trim() !== '';
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => isGiven(value)));
  const parsed = Schema.safeParse(given);
  const isGivenAll = (...names: string[]) => names.every((name) => given[name] !== undefined);
  const hasSlack = isGivenAll('SLACK_BOT_TOKEN') || isGivenAll('SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET');
  if (!parsed.success || !hasSlack) {
    const fields: Record<string, string> = hasSlack ? {} : { SLACK_BOT_TOKEN: 'is missing' };
    for (const issue of parsed.error?.issues ?? []) {
      const name = String(issue.path[0]);
      fields[name] ??= given[name] === undefined ? 'is missing' : issue.message;
    }
    const names = Object.entries(fields).map(([name, problem]) => `${name} ${problem}`);
    throw new AppError('invalid', `The configuration is incomplete: ${names.join('; ')}.`, { fields });
  }
  return toConfig(parsed.data);
}

function toConfig(env: z.infer<typeof Schema>): Config {
  return {
    brand: {
      siteName: env.SITE_NAME,
      siteUrl: env.SITE_URL ?? env.BASE_URL,
      baseUrl: env.BASE_URL,
      colour: env.BRAND_COLOUR,
      postalAddress: env.POSTAL_ADDRESS,
      linkedInUrl: env.LINKEDIN_URL ?? null,
      mediaContact: env.MEDIA_CONTACT ?? null,
      boilerplate: env.BOILERPLATE ?? null,
    },
    mailFrom: env.MAIL_FROM,
    mailReplyTo: env.MAIL_REPLY_TO ?? null,
    timeZone: env.TIME_ZONE,
    locales: env.LOCALES,
    signupOrigins: env.SIGNUP_ORIGINS,
    reviewChannel: env.SLACK_REVIEW_CHANNEL ?? null,
    slack: {
      botToken: env.SLACK_BOT_TOKEN ?? '',
      clientId: env.SLACK_CLIENT_ID ?? null,
      clientSecret: env.SLACK_CLIENT_SECRET ?? null,
      signingSecret: env.SLACK_SIGNING_SECRET,
      apiUrl: env.SLACK_API_URL ?? null,
    },
    resend: {
      apiKey: env.RESEND_API_KEY,
      webhookSecret: env.RESEND_WEBHOOK_SECRET ?? null,
      baseUrl: env.RESEND_BASE_URL ?? null,
    },
    tokenKeys: env.TOKEN_SECRET,
    adminToken: env.ADMIN_TOKEN,
    turnstile:
      env.TURNSTILE_SECRET && env.TURNSTILE_SITE_KEY
        ? { siteKey: env.TURNSTILE_SITE_KEY, secret: env.TURNSTILE_SECRET }
        : null,
    privateFeedHosts: env.PRIVATE_FEED_HOSTS,
    holdSeconds: env.SEND_HOLD_SECONDS,
    hasCountGuard: env.COUNT_GUARD === 'on',
  };
}
