import { z } from 'zod';
import type { Brand } from './domain/brand.ts';
import { readEmailAddress } from './domain/email-address.ts';
import { AppError } from './domain/errors.ts';
import { LOCALES, type Locale } from './domain/locale.ts';

/** Variables as the platform hands them over: strings, or nothing. */
export type Variables = Record<string, unknown>;

const text = z.string().trim().min(1);
const optional = <T>(shape: z.ZodType<T>) =>
  z.preprocess((value) => (value === '' ? undefined : value), shape.optional());
const webAddress = z
  .string()
  .trim()
  .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), 'must be an http(s) address')
  .transform((value) => value.replace(/\/+$/, ''));
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
  return ring;
});

const Schema = z.object({
  BASE_URL: webAddress,
  SITE_NAME: text.default('Newsroom'),
  SITE_URL: optional(webAddress),
  MAIL_FROM: z.string().refine((value) => readEmailAddress(value) !== null, 'must be one email address'),
  MAIL_REPLY_TO: optional(z.string().refine((value) => readEmailAddress(value) !== null, 'must be one email address')),
  POSTAL_ADDRESS: text,
  TIME_ZONE: zone.default('UTC'),
  LOCALES: list.pipe(z.array(z.enum(LOCALES)).min(1)).default([...LOCALES]),
  LINKEDIN_URL: optional(webAddress),
  MEDIA_CONTACT: optional(text),
  SIGNUP_ORIGINS: list.default([]),
  BRAND_COLOUR: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0b5f66')
    .default('#0b5f66'),
  BOILERPLATE: optional(text),
  SLACK_REVIEW_CHANNEL: optional(z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'must be a channel id such as C0123456789')),
  SLACK_BOT_TOKEN: z.string().regex(/^xoxb-\S+$/, 'must be a bot token (xoxb-…)'),
  SLACK_SIGNING_SECRET: z.string().min(16, 'must be the signing secret of the Slack app'),
  RESEND_API_KEY: z.string().regex(/^re_\S+$/, 'must be a Resend key (re_…)'),
  RESEND_WEBHOOK_SECRET: optional(z.string().regex(/^whsec_\S+$/, 'must be a webhook signing secret (whsec_…)')),
  TOKEN_SECRET: keyRing,
  ADMIN_TOKEN: z.string().min(24, 'must be at least 24 characters'),
  SLACK_API_URL: optional(z.string().url()),
  RESEND_BASE_URL: optional(webAddress),
  PRIVATE_FEED_HOSTS: list.default([]),
  SEND_HOLD_SECONDS: z.coerce.number().int().min(0).max(3600).default(60),
  COUNT_GUARD: z.enum(['on', 'off']).default('on'),
});

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
  slack: { botToken: string; signingSecret: string; apiUrl: string | null };
  resend: { apiKey: string; webhookSecret: string | null; baseUrl: string | null };
  /** Newest first: the first signs, all verify. */
  tokenKeys: SigningKey[];
  adminToken: string;
  privateFeedHosts: string[];
  /** Seconds between approval and the first mail, in which a send can be undone. */
  holdSeconds: number;
  /** Whether a first or very large send asks for the number of readers. */
  hasCountGuard: boolean;
};

/**
 * Reads the configuration. Throws AppError('invalid') that names every missing or malformed variable in `fields`, never
 * a value.
 */
export function readConfig(variables: Variables): Config {
  const parsed = Schema.safeParse(variables);
  if (!parsed.success) {
    const fields: Record<string, string> = {};
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      const isMissing = variables[name] === undefined || variables[name] === '';
      fields[name] ??= isMissing ? 'is missing' : issue.message;
    }
    const names = Object.entries(fields).map(([name, problem]) => `${name} ${problem}`);
    throw new AppError('invalid', `The configuration is incomplete: ${names.join('; ')}.`, { fields });
  }
  return toConfig(parsed.data);
}

function toConfig(env: z.infer<typeof Schema>): Config {
  const mailFrom = env.MAIL_FROM;
  return {
    brand: {
      siteName: env.SITE_NAME,
      siteUrl: env.SITE_URL ?? env.BASE_URL,
      baseUrl: env.BASE_URL,
      colour: env.BRAND_COLOUR,
      postalAddress: env.POSTAL_ADDRESS,
      linkedInUrl: env.LINKEDIN_URL ?? null,
      mediaContact: env.MEDIA_CONTACT ? readContact(env.MEDIA_CONTACT) : null,
      boilerplate: env.BOILERPLATE ?? null,
    },
    mailFrom,
    mailReplyTo: env.MAIL_REPLY_TO ?? null,
    timeZone: env.TIME_ZONE,
    locales: env.LOCALES,
    signupOrigins: env.SIGNUP_ORIGINS,
    reviewChannel: env.SLACK_REVIEW_CHANNEL ?? null,
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
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
    privateFeedHosts: env.PRIVATE_FEED_HOSTS,
    holdSeconds: env.SEND_HOLD_SECONDS,
    hasCountGuard: env.COUNT_GUARD === 'on',
  };
}

/** "Press office <press@example.org>" or a bare address. */
function readContact(value: string): Brand['mediaContact'] {
  const named = /^(.*)<([^<>]+)>$/.exec(value);
  const address = readEmailAddress(named?.[2] ?? value);
  if (!address)
    throw new AppError('invalid', 'MEDIA_CONTACT must be "Name <address>" or one address.', {
      fields: { MEDIA_CONTACT: 'is malformed' },
    });
  return { name: named?.[1]?.trim() || address.address, email: address.address };
}

function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    return false;
  }
}
