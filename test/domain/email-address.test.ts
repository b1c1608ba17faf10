import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitKey, maskAddress, readEmailAddress } from '../../src/domain/email-address.ts';

const LONG_LABEL = 'd'.repeat(63);

function read(typed: string) {
  const address = readEmailAddress(typed);
  if (!address) throw new Error(`Refused: ${typed}`);
  return address;
}

test.each([
  ['ana@example.org', 'ana@example.org', 'ana@example.org'],
  ['  Ana.Li+news@Example.ORG \n', 'Ana.Li+news@example.org', 'ana.li+news@example.org'],
  ["o'brien@example.org", "o'brien@example.org", "o'brien@example.org"],
  ['ana@例子.公司', 'ana@xn--fsqu00a.xn--55qx5d', 'ana@xn--fsqu00a.xn--55qx5d'],
  ['ana@bücher.example', 'ana@xn--bcher-kva.example', 'ana@xn--bcher-kva.example'],
  ['a@ｅxample.org', 'a@example.org', 'a@example.org'],
  [`${'l'.repeat(64)}@example.org`, `${'l'.repeat(64)}@example.org`, `${'l'.repeat(64)}@example.org`],
])('reads %j', (typed, address, key) => {
  expect(readEmailAddress(typed)).toEqual({ address, key });
});

test.each([
  '',
  '@',
  'ana',
  'ana@',
  '@example.org',
  'ana@example',
  'ana@@example.org',
  'ana@example.org, ben@example.org',
  'ana@example.org,ben@example.org',
  'Ana <ana@example.org>',
  '<ana@example.org>',
  '"ana li"@example.org',
  'ana li@example.org',
  'ana@exa mple.org',
  'ana@example.org\nBcc: ben@example.org',
  'ana@example.org\r\nBcc: ben@example.org',
  'a\u0000na@example.org',
  'ana@example.org\u0000',
  '.ana@example.org',
  'ana.@example.org',
  'an..a@example.org',
  'ana@-example.org',
  'ana@example-.org',
  'ana@example..org',
  'ana@example.org.',
  'ana@192.0.2.1',
  'ana@0x7f.1',
  'ana@[192.0.2.1]',
  'ana@[IPv6:2001:db8::1]',
  'ana@example.org:25',
  'ana@example.org/path',
  'ana@example.org?x=1',
  'ana@example.org#x',
  'ana@exam%70le.org',
  'ana@user:secret@example.org',
  'ána@example.org',
  `${'l'.repeat(65)}@example.org`,
  `ana@${'d'.repeat(64)}.org`,
  `ana@${LONG_LABEL}.${LONG_LABEL}.${LONG_LABEL}.${LONG_LABEL}.org`,
])('refuses %j', (typed) => {
  expect(readEmailAddress(typed)).toBeNull();
});

/** What attacks put between the parts of an address; mostly nothing, so that many are accepted. */
const between = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom(',', '<', '>', ' ', '\r\n', '\n', '\t', '\u0000', '"', ';', ':', '\\', '(c)', '%0a', '@', '＠', '。'),
  fc.constantFrom('Bcc: ', '例子', 'xn--fsqu00a', '\u00ad', '\u200b', '\u2028', '\ud800', '+', '.', '-', "'"),
  fc.string({ unit: 'binary', maxLength: 2 }),
);
const nearlyAddress = fc
  .tuple(between, between, between, between, between)
  .map(([a, b, c, d, e]) => `${a}ana${b}@${c}example${d}.org${e}`);

test('nothing that is accepted can break out of a header or a list', () => {
  let accepted = 0;
  fc.assert(
    fc.property(nearlyAddress, (typed) => {
      const address = readEmailAddress(typed);
      if (!address) return;
      accepted += 1;
      expect(address.address).toMatch(/^[!-~]+$/);
      expect(address.address).not.toMatch(/[,;:<>()[\]\\"\s]/);
      expect(address.address.split('@')).toHaveLength(2);
      expect(address.address.length).toBeLessThanOrEqual(254);
      expect(readEmailAddress(address.address)).toEqual(address);
      expect(readEmailAddress(address.key)?.key).toBe(address.key);
    }),
    { numRuns: 5_000 },
  );
  expect(accepted).toBeGreaterThan(500);
});

test('what reaches one mailbox counts as one', () => {
  const same = ['a.na@gmail.com', 'ana@gmail.com', 'AN.A+news@googlemail.com', 'ana+x+y@gmail.com'];
  expect(new Set(same.map((typed) => limitKey(read(typed))))).toEqual(new Set(['ana@gmail.com']));
  expect(limitKey(read('a.na+news@example.org'))).toBe('a.na@example.org');
});

test('any spelling of one mailbox has one key, which a second reading leaves as it is', () => {
  const local = fc.stringMatching(/^[a-z0-9]{1,20}$/);
  const tag = fc.stringMatching(/^[a-z0-9.]{0,12}$/).filter((text) => !/^\.|\.$|\.\./.test(text));
  const domain = fc.constantFrom(
    'gmail.com',
    'googlemail.com',
    'GMAIL.com',
    'example.org',
    'Example.ORG',
    'bücher.example',
  );
  const dots = fc.array(fc.nat(18), { maxLength: 5 });
  fc.assert(
    fc.property(local, tag, domain, dots, fc.boolean(), (name, plus, host, places, isShouted) => {
      const bare = read(`${name}@${host}`);
      const isGoogle = /^(gmail|googlemail)\.com$/i.test(host);
      const dotted = isGoogle
        ? [...name].map((letter, at) => (at > 0 && places.includes(at) ? `.${letter}` : letter))
        : [name];
      const typed = `${dotted.join('')}${plus ? `+${plus}` : ''}@${host}`;
      const other = read(isShouted ? typed.toUpperCase() : typed);
      expect(limitKey(other)).toBe(limitKey(bare));
      expect(limitKey(read(limitKey(other)))).toBe(limitKey(other));
      expect(readEmailAddress(other.address)).toEqual(other);
    }),
  );
});

test('different people keep different keys', () => {
  const name = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
  fc.assert(
    fc.property(name, name, fc.constantFrom('gmail.com', 'example.org'), (one, other, host) => {
      expect(limitKey(read(`${one}@${host}`)) === limitKey(read(`${other}@${host}`))).toBe(one === other);
    }),
  );
});

test.each([
  ['ana@example.org', 'a••@example.org'],
  ['a@example.org', 'a••@example.org'],
])('masks %s', (address, shown) => {
  expect(maskAddress(address)).toBe(shown);
});
