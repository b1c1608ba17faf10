import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../src/domain/errors.ts';
import { createLog, type Log, redactText } from '../src/log.ts';
import { signToken } from '../src/services/tokens.ts';

const KEYS = [{ id: 'k1', secret: 'A'.repeat(43) }];
const TOKEN = signToken(KEYS, 'unsubscribe', { subject: 'x7f2k9q0a1b2', detail: '' });
const CONFIRM = signToken(KEYS, 'confirm', { subject: 'x7f2k9q0a1b2', detail: '12-ab_c' });

function lines(write: (log: Log) => void): string[] {
  const written: string[] = [];
  write(createLog((line) => written.push(line)));
  return written;
}

test('a line is one JSON object with level, event, time and fields', () => {
  const [line = ''] = lines((log) => log.warn('feed.failed', { feed: 'abc', failures: 3, isGone: false, next: null }));
  expect(JSON.parse(line)).toEqual({
    level: 'warn',
    event: 'feed.failed',
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    feed: 'abc',
    failures: 3,
    isGone: false,
    next: null,
  });
});

test('a text of several lines stays one line', () => {
  expect(lines((log) => log.info('a.b', { text: 'one\r\ntwo' }))[0]).not.toMatch(/[\r\n]/);
});

test('an error is told with its causes, without its stack', () => {
  const error = new AppError('unavailable', 'No answer.', { cause: new TypeError('fetch failed') });
  const [line = ''] = lines((log) => log.error('feed.crashed', error, { feed: 'abc' }));
  expect(JSON.parse(line)).toMatchObject({
    level: 'error',
    feed: 'abc',
    error: 'AppError: No answer. < TypeError: fetch failed',
  });
});

test.each(['ana@example.org', { email: 'ana@example.org' }, null, undefined])(
  'what is no error is not told',
  (thrown) => {
    const [line = ''] = lines((log) => log.error('a.b', thrown));
    expect(JSON.parse(line).error).toBe('unknown');
  },
);

test('causes that turn in a circle end', () => {
  const error = new Error('round');
  error.cause = error;
  const [line = ''] = lines((log) => log.error('a.b', error));
  expect(JSON.parse(line).error.split(' < ')).toHaveLength(4);
});

/** How an address or a token may stand in a message: each must be gone, and the words around it may stay. */
const AROUND: [string, string][] = [
  ['', ''],
  ['to <', '>'],
  ['"', '"'],
  ["'", "'"],
  ['(', ')'],
  ['email=', '&name=x'],
  ['{"to":["', '"]}'],
  ['mailto:', '?subject=x'],
  ['UNIQUE failed for ', ', retrying'],
  ['https://example.org/u/', '/edit'],
  ['a;', ';b'],
  ['\n', '\n'],
];
const ADDRESSES = [
  'ana.li@example.org',
  "o'brien@example.org",
  'ana+news@mail.example.org',
  'ANA_LI@EXAMPLE.ORG',
  'ana.li%40example.org',
  'ana.li＠example.org',
  'ana.li@例子.公司',
  '李明@example.org',
];

test.each(ADDRESSES)('the address %s reaches no line, however it stands there', (address) => {
  const local = address.split(/@|%40|＠/)[0] ?? '';
  for (const [before, after] of AROUND) {
    const text = `${before}${address}${after}`;
    const written = lines((log) => {
      log.info('a.b', { text });
      log.error('a.b', new Error(text, { cause: new Error(`because ${text}`) }));
    });
    for (const line of written) {
      expect(line).not.toContain(local);
      expect(line).not.toContain(address);
      expect(line).toContain('[address]');
    }
  }
});

const SECRETS: [string, string][] = [
  [`https://news.example.com/unsubscribe?t=${TOKEN}`, TOKEN.slice(4)],
  [`/confirm?lang=en&t=${CONFIRM}&x=1`, CONFIRM.slice(4)],
  [`https://news.example.com/unsubscribe?lang=en&amp;t=${TOKEN}`, TOKEN.slice(4)],
  [`t=${TOKEN}&confirm=1`, TOKEN.slice(4)],
  [`bad token ${TOKEN}.`, TOKEN.slice(4)],
  [`"${CONFIRM}"`, CONFIRM.slice(4)],
  ['authorization: Bearer an-admin-token-of-24-letters', 'an-admin-token'],
  ['used xoxb-1234-5678-abcDEF', '5678-abcDEF'],
  ['used xoxp-1234-5678-abcDEF', '5678-abcDEF'],
  ['used xapp-1-A1-2-abcdef0123', 'A1-2-abcdef0123'],
  ['used re_9aBc_dEfGh', '9aBc_dEfGh'],
  ['used whsec_MfKQ9r8G+YqrTwj/UPD8ILPZIo2LaLaSw==', 'UPD8ILPZIo2LaLaSw'],
  ['POST https://hooks.slack.com/commands/T1/22/abcDEF failed', 'abcDEF'],
];

test.each(SECRETS)('the secret in %j reaches no line', (text, secret) => {
  const written = lines((log) => {
    log.warn('a.b', { text });
    log.error('a.b', new Error(text));
  });
  for (const line of written) {
    expect(line).toContain('[secret]');
    expect(line).not.toContain(secret);
  }
});

test('addresses and tokens are found among any other text', () => {
  const noise = fc.string({ unit: 'grapheme', maxLength: 30 });
  fc.assert(
    fc.property(noise, noise, fc.constantFrom(...ADDRESSES, TOKEN, CONFIRM), (before, after, value) => {
      const shown = redactText(`${before} ${value} ${after}`);
      expect(shown).not.toContain(value);
    }),
    { numRuns: 2_000 },
  );
});

test.each(['feed abc failed 3 times', 'HTTP 503 from example.org', '2026-03-02T08:00:00.000Z', 'at 12:30 @ noon'])(
  'the harmless text %j stays as it is',
  (text) => {
    expect(redactText(text)).toBe(text);
  },
);

test('a long text without white space is cut', () => {
  const long = 'a'.repeat(100_000);
  const [line = ''] = lines((log) => log.error('a.b', new Error(long)));
  expect(line.length).toBeLessThan(500);
});
