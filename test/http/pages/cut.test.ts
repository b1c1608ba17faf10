import { expect, test } from 'vitest';
import { cutToColumns } from '../../../src/http/pages/cut.ts';

test.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['one two three four', 12, 'one two…'],
  ['ends with a comma, then more', 19, 'ends with a comma…'],
  ['产业政策为上海生物医药', 10, '产业政策为…'],
  ['Laekna来凯医药', 9, 'Laekna来…'],
  ['x'.repeat(50), 5, 'xxxxx…'],
  // a family is four people joined: cut as a whole or not at all
  ['ab👩‍👩‍👧‍👦c', 6, 'ab…'],
  ['cafe\u0301s', 4, 'caf…'],
  ['', 5, ''],
])('%j in %i columns is %j', (text, columns, cut) => {
  expect(cutToColumns(text, columns)).toBe(cut);
});
