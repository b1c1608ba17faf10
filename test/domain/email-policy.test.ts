import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitKey, maskAddress, readEmailAddress } from '../../src/domain/email-address.ts';
import { isDisposable, isRoleAddress, suggestAddress } from '../../src/domain/email-policy.ts';

function read(typed: string) {
  const address = readEmailAddress(typed);
  if (!address) throw new Error(`Refused: ${typed}`);
  return address;
}

test.each([
  ['ana@gmial.com', 'ana@gmail.com'],
  ['ana@gmai.com', 'ana@gmail.com'],
  ['ana@gmaill.com', 'ana@gmail.com'],
  ['ana@gmail.con', 'ana@gmail.com'],
  ['Ana.Li@hotmial.com', 'Ana.Li@hotmail.com'],
  ['ana@outlok.com', 'ana@outlook.com'],
  ['ana@yaho.com', 'ana@yahoo.com'],
  ['ana@foxmial.com', 'ana@foxmail.com'],
  ['ana@gmail.com', null],
  ['ana@mail.com', null],
  ['ana@163.com', null],
  ['ana@136.com', 'ana@163.com'],
  ['ana@example.org', null],
  ['ana@gmx.net', null],
  ['ana@me.co', null],
])('for %s it suggests %s', (typed, meant) => {
  expect(suggestAddress(read(typed))).toBe(meant);
});

test.each([
  ['a@mailinator.com', true],
  ['a@eu.mailinator.com', true],
  ['a@notmailinator.com', false],
  ['a@example.org', false],
])('%s is a throw-away address: %s', (typed, is) => {
  expect(isDisposable(read(typed))).toBe(is);
});

test('settings add to the list and take from it', () => {
  expect(isDisposable(read('a@x.trash.example'), { also: ['trash.example'], never: [] })).toBe(true);
  expect(isDisposable(read('a@mailinator.com'), { also: [], never: ['mailinator.com'] })).toBe(false);
});

test.each([
  ['info@example.org', true],
  ['Admin+x@example.org', true],
  ['press@example.org', false],
  ['ana@example.org', false],
])('%s is the mailbox of a function: %s', (typed, is) => {
  expect(isRoleAddress(read(typed))).toBe(is);
});

const local = fc.stringMatching(/^[a-z0-9]{1,12}(\.[a-z0-9]{1,8}){0,2}$/);
const domain = fc.stringMatching(/^[a-z]{2,10}\.(com|org|cn)$/);

test('one mailbox has one key, however its address is written; the key never merges two mailboxes of other providers', () => {
  fc.assert(
    fc.property(local, domain, fc.stringMatching(/^[a-z0-9]{0,6}$/), (name, host, tag) => {
      const plain = read(`${name}@${host}`);
      const spelled = read(` ${name.toUpperCase()}+${tag || 'x'}@${host.toUpperCase()} `);
      expect(limitKey(spelled)).toBe(limitKey(plain));
      expect(limitKey(read(limitKey(plain)))).toBe(limitKey(plain));
      if (host !== 'gmail.com') expect(limitKey(plain)).toBe(plain.key);
      expect(maskAddress(plain.address)).not.toContain(name.length > 1 ? name : '\0');
    }),
  );
  fc.assert(
    fc.property(local, (name) => {
      expect(limitKey(read(`${name}@googlemail.com`))).toBe(
        limitKey(
          read(
            `${name
              .split('')
              .join('.')
              .replace(/\.{2,}/g, '.')}@gmail.com`,
          ),
        ),
      );
    }),
  );
});

test('a suggestion is an address itself, keeps the mailbox, and suggests nothing further', () => {
  fc.assert(
    fc.property(local, fc.constantFrom('gmail.com', 'outlook.com', 'foxmail.com'), fc.nat(12), (name, host, at) => {
      const typed = readEmailAddress(`${name}@${host.slice(0, at)}${host.slice(at + 1)}`);
      const meant = typed && suggestAddress(typed);
      if (meant) expect([meant.split('@')[0], suggestAddress(read(meant))]).toEqual([name, null]);
    }),
  );
});
