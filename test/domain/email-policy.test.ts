import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEmailAddress } from '../../src/domain/email-address.ts';
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

test('a suggestion is an address itself, keeps the mailbox, and suggests nothing further', () => {
  let suggestions = 0;
  fc.assert(
    fc.property(local, fc.constantFrom('gmail.com', 'outlook.com', 'foxmail.com'), fc.nat(12), (name, host, at) => {
      const typed = readEmailAddress(`${name}@${host.slice(0, at)}${host.slice(at + 1)}`);
      const meant = typed && suggestAddress(typed);
      if (!meant) return;
      suggestions += 1;
      expect([meant.split('@')[0], suggestAddress(read(meant))]).toEqual([name, null]);
    }),
  );
  expect(suggestions).toBeGreaterThan(20);
});
