import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutToWidth } from '../../src/domain/cut-text.ts';

test.each([
  ['A short one', 40, 'A short one'],
  ['exactly', 7, 'exactly'],
  ['A sentence of several words', 14, 'A sentence of…'],
  ['“It’s late,” she said, and left', 12, '“It’s late…'],
  ['首届上海国际生物医药产业周开幕', 11, '首届上海国…'],
  ['Family 👩‍👩‍👧 picture', 8, 'Family…'],
])('%s in %d columns is %s', (text, columns, cut) => {
  expect(cutToWidth(text, columns, 'en')).toBe(cut);
});

test('a cut text is a beginning of it and never wider, with or without letters that need segmenting', () => {
  const part = fc.constantFrom('word ', 'longer', '中文', '，', 'é', '👩‍👩‍👧', '’', 'a', ' (', '-');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.integer({ min: 2, max: 40 }), (parts, columns) => {
      const text = parts.join('');
      const cut = cutToWidth(text, columns, 'en');
      expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
      const wide = [...new Intl.Segmenter('en').segment(cut)].map(({ segment }) => (/[中文，]/.test(segment) ? 2 : 1));
      expect(wide.reduce((sum: number, one) => sum + one, 0)).toBeLessThanOrEqual(columns);
    }),
  );
});
