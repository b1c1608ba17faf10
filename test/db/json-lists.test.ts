import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLists } from '../../src/db/json-lists.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

test('rows come back in their order from lists of which D1 takes each', () => {
  const row = fc.record({ text: fc.constantFrom('a', '新', '"', '👪'), times: fc.integer({ min: 0, max: 120_000 }) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (sizes) => {
      const rows = sizes.map(({ text, times }) => ({ body: text.repeat(times) }));
      const lists = jsonLists(rows);
      expect(lists.flatMap((list) => JSON.parse(list) as unknown[])).toEqual(rows);
      for (const list of lists) expect(bytesOf(list)).toBeLessThan(2_000_000);
    }),
    { numRuns: 50 },
  );
});

test('few rows are one list, none are no list, and a row that fills one stands alone', () => {
  expect(jsonLists([1, { a: null }])).toEqual(['[1,{"a":null}]']);
  expect(jsonLists([])).toEqual([]);
  const large = 'x'.repeat(599_000);
  expect(jsonLists([1, large, large, 2]).map(({ length }) => length)).toEqual([599_006, 599_006]);
});
