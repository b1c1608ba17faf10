import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { AppError } from '../src/domain/errors.ts';
import { VARIABLES } from './support/context.ts';

/** What readConfig says of these variables, or null where it takes them. */
function refusal(variables: Record<string, unknown>): AppError | null {
  try {
    readConfig({ ...VARIABLES, ...variables });
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const REQUIRED = [
  'BASE_URL',
  'MAIL_FROM',
  'POSTAL_ADDRESS',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'RESEND_API_KEY',
  'TOKEN_SECRET',
  'ADMIN_TOKEN',
];

test.each(REQUIRED)('without %s nothing starts, and it is named', (name) => {
  for (const value of [undefined, '', '  ']) {
    const error = refusal({ [name]: value });
    expect(error?.code).toBe('invalid');
    expect(error?.fields).toEqual({ [name]: 'is missing' });
    expect(error?.message).toContain(`${name} is missing`);
  }
});

test('everything that is missing is named at once', () => {
  const nothing = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, undefined]));
  expect(Object.keys(refusal(nothing)?.fields ?? {}).sort()).toEqual([...REQUIRED].sort());
});

const KEY = 'A'.repeat(43);

/** Values that are set and wrong. Each holds "zq9", which no message may repeat. */
test.each([
  ['BASE_URL', 'news.zq9.example'],
  ['BASE_URL', 'ftp://zq9.example'],
  ['SITE_URL', 'zq9'],
  ['LINKEDIN_URL', 'javascript:zq9'],
  ['LINKEDIN_URL', 'https://zq9:zq9@example.com'],
  ['MAIL_FROM', 'zq9'],
  ['MAIL_FROM', 'News <zq9@example.com>'],
  ['MAIL_FROM', 'zq9@example.com\nBcc: ben@example.org'],
  ['MAIL_REPLY_TO', 'zq9@'],
  ['MEDIA_CONTACT', 'Press office zq9'],
  ['TIME_ZONE', 'Mars/zq9'],
  ['LOCALES', 'en,zq9'],
  ['BRAND_COLOUR', 'zq9'],
  ['SIGNUP_ORIGINS', 'https://www.example.com,www.zq9.example'],
  ['SLACK_REVIEW_CHANNEL', '#zq9'],
  ['SLACK_BOT_TOKEN', 'xoxp-zq9'],
  ['SLACK_BOT_TOKEN', 'xoxb-zq9 x'],
  ['SLACK_SIGNING_SECRET', 'zq9'],
  ['SLACK_SIGNING_SECRET', 'zq9-a-signing-secret-with-a-line-end\n'],
  ['RESEND_API_KEY', 'zq9'],
  ['RESEND_WEBHOOK_SECRET', 'zq9'],
  ['TOKEN_SECRET', 'zq9'],
  ['TOKEN_SECRET', 'k1:zq9'],
  ['TOKEN_SECRET', `zq9${KEY}`],
  ['TOKEN_SECRET', `k1:${KEY},zq9`],
  ['TOKEN_SECRET', `k1:${KEY},`],
  ['TOKEN_SECRET', `zq9:${KEY},zq9:${'B'.repeat(43)}`],
  ['ADMIN_TOKEN', 'zq9'],
  ['ADMIN_TOKEN', 'zq9 with white space in the middle'],
  ['SLACK_API_URL', 'zq9'],
  ['RESEND_BASE_URL', 'zq9'],
  ['SEND_HOLD_SECONDS', 'zq9'],
  ['SEND_HOLD_SECONDS', '-1'],
  ['SEND_HOLD_SECONDS', '1.5'],
  ['COUNT_GUARD', 'zq9'],
])('%s set to %j stops the start with its name, not its value', (name, value) => {
  const error = refusal({ [name]: value });
  expect(error?.code).toBe('invalid');
  expect(Object.keys(error?.fields ?? {})).toEqual([name]);
  expect(error?.message).toContain(name);
  expect(error?.fields[name]).not.toBe('is missing');
  expect(JSON.stringify([error?.message, error?.fields])).not.toContain('zq9');
});

test('what is malformed is named beside what is missing, so that one look mends both', () => {
  const error = refusal({ MEDIA_CONTACT: 'Press office', ADMIN_TOKEN: undefined });
  expect(error?.fields).toEqual({
    MEDIA_CONTACT: 'must be "Name <address>" or one address',
    ADMIN_TOKEN: 'is missing',
  });
});

test('no value of a secret is ever told, whatever it is', () => {
  const secrets = REQUIRED.slice(3);
  const value = fc.string({ minLength: 6, maxLength: 60 }).map((text) => `§${text}§`);
  fc.assert(
    fc.property(fc.constantFrom(...secrets), value, (name, secret) => {
      const error = refusal({ [name]: secret });
      expect(JSON.stringify([error?.message ?? '', error?.fields ?? {}])).not.toContain('§');
    }),
    { numRuns: 500 },
  );
});

test('a variable of another type than text is malformed, not a crash', () => {
  for (const value of [null, 7, {}, [], true]) {
    expect(Object.keys(refusal({ TOKEN_SECRET: value })?.fields ?? {})).toEqual(['TOKEN_SECRET']);
  }
});

test('a site that posts the form is named as browsers name it, whatever stands behind its host', () => {
  const given = 'https://www.example.com/, https://Example.org/news , http://localhost:3000';
  expect(readConfig({ ...VARIABLES, SIGNUP_ORIGINS: given }).signupOrigins).toEqual([
    'https://www.example.com',
    'https://example.org',
    'http://localhost:3000',
  ]);
});

test('what is blank counts as not set: the default stands', () => {
  const blanks = ['SITE_NAME', 'TIME_ZONE', 'LOCALES', 'BRAND_COLOUR', 'SEND_HOLD_SECONDS', 'COUNT_GUARD', 'SITE_URL'];
  const config = readConfig({ ...VARIABLES, ...Object.fromEntries(blanks.map((name) => [name, ' '])) });
  expect(config).toMatchObject({
    brand: { siteName: 'Newsroom', siteUrl: 'https://news.example.com', colour: '#0b5f66' },
    timeZone: 'UTC',
    locales: ['en', 'zh-Hans'],
    holdSeconds: 60,
    hasCountGuard: true,
  });
});

test('values are brought into one form', () => {
  const config = readConfig({
    ...VARIABLES,
    BASE_URL: ' https://news.example.com// ',
    MAIL_FROM: ' News@Example.com\n',
    MEDIA_CONTACT: ' Press office <press@example.com> ',
    SIGNUP_ORIGINS: 'https://example.com, ,https://example.org',
    TOKEN_SECRET: `k2:${KEY}, k1:${KEY}=`,
    SEND_HOLD_SECONDS: 5,
  });
  expect(config).toMatchObject({
    brand: { baseUrl: 'https://news.example.com', mediaContact: { name: 'Press office', email: 'press@example.com' } },
    mailFrom: 'News@example.com',
    mailReplyTo: null,
    signupOrigins: ['https://example.com', 'https://example.org'],
    tokenKeys: [
      { id: 'k2', secret: KEY },
      { id: 'k1', secret: `${KEY}=` },
    ],
    holdSeconds: 5,
  });
});
