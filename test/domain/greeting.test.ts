import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greeting } from '../../src/domain/greeting.ts';

test.each([
  ['Ana Example', 'Dear Ana Example,'],
  ['  Ana \n Example ', 'Dear Ana Example,'],
  ["J.R. O'Brien-Li", "Dear J.R. O'Brien-Li,"],
  ['J. Smith', 'Dear J. Smith,'],
  ['李明', 'Dear 李明,'],
  ['', 'Hello,'],
  ['   ', 'Hello,'],
  ['ana@example.org', 'Hello,'],
  ['Win at https://evil.example', 'Hello,'],
  ['Win at www.evil.example', 'Hello,'],
  ['Win at casino.com today', 'Hello,'],
  ['<b>Ana</b>', 'Hello,'],
  ['C:\\Ana', 'Hello,'],
  ['An\u0007a', 'Hello,'],
  ['x'.repeat(61), 'Hello,'],
])('greets %j with %s', (name, line) => {
  expect(greeting(name, 'en')).toBe(line);
});

test('greets in Chinese', () => {
  expect(greeting('李明', 'zh-Hans')).toBe('李明，您好：');
  expect(greeting('李明@example.org', 'zh-Hans')).toBe('您好：');
});

test('a greeting is one line without markup, whatever was typed as a name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(greeting(name, 'en')).not.toMatch(/[<>@/\\]|\p{Cc}|www\./u);
    }),
    { numRuns: 2_000 },
  );
});
