import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCsvReader, delimiterOf } from '../../src/domain/csv.ts';

function read(text: string, cuts: number[] = [], delimiter = ',') {
  const reader = createCsvReader(delimiter);
  const edges = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return [...edges.slice(1).flatMap((to, n) => reader.push(text.slice(edges[n], to))), ...reader.end()];
}

test.each<[string, [number, string[]][]]>([
  [
    'a,b\nc,d\n',
    [
      [1, ['a', 'b']],
      [2, ['c', 'd']],
    ],
  ],
  [
    'a,b\r\nc,d',
    [
      [1, ['a', 'b']],
      [2, ['c', 'd']],
    ],
  ],
  [
    'a\r\rb\r',
    [
      [1, ['a']],
      [3, ['b']],
    ],
  ],
  [
    '"a\nb","c ""d"""\ne',
    [
      [1, ['a\nb', 'c "d"']],
      [3, ['e']],
    ],
  ],
  ['"",x', [[1, ['', 'x']]]],
  ['a,"b"c\n', [[1, ['a', 'bc']]]],
  ['a,b"c\n', [[1, ['a', 'b"c']]]],
  ['\n\na,\n', [[3, ['a', '']]]],
  ['', []],
])('reads %j', (text, records) => {
  expect(read(text).map(({ cells, line }) => [line, cells])).toEqual(records);
});

test('reads what another program wrote, wherever the text is cut', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ';', '中', ' ') });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
  fc.assert(
    fc.property(table, fc.array(fc.nat(), { maxLength: 4 }), (rows, cuts) => {
      const text = stringify(rows, { quoted: true });
      expect(read(text, cuts).map(({ cells }) => cells)).toEqual(rows);
    }),
  );
});

test('tells a quote that never closes, and a cell beyond any real one', () => {
  expect(() => read('a\n"b\nc')).toThrow('line 2');
  expect(() => read(`"${'x'.repeat(100_001)}`)).toThrow('too long');
});

test.each([
  ['a;b;c,d', ';'],
  ['a\tb', '\t'],
  ['email', ','],
])('finds what parts the columns of %j', (first, mark) => {
  expect(delimiterOf(first)).toBe(mark);
});
