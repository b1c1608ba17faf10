import { expect, test } from 'vitest';
import { BLACK, contrastRatio, mix, readableOn, readHex, toHex, WHITE } from '../../src/domain/colour.ts';

test.each([
  ['#0b5f66', [11, 95, 102]],
  ['#ABC', [170, 187, 204]],
  ['0b5f66', null],
  ['#0b5f6', null],
  ['red', null],
  ['#0b5f66;}', null],
])('%s is read as %j', (text, colour) => {
  expect(readHex(text)).toEqual(colour);
});

test('contrast is that of WCAG: 21 at most, 1 at least, and the same either way round', () => {
  expect(contrastRatio(WHITE, BLACK)).toBeCloseTo(21, 5);
  expect(contrastRatio(WHITE, WHITE)).toBe(1);
  expect(contrastRatio([119, 119, 119], WHITE)).toBeCloseTo(4.48, 2);
  expect(contrastRatio(WHITE, [119, 119, 119])).toBeCloseTo(4.48, 2);
});

test('a colour is changed only as far as reading needs', () => {
  expect(toHex(mix(BLACK, WHITE, 0.5))).toBe('#808080');
  expect(readableOn(WHITE, [11, 95, 102], { towards: BLACK, ratio: 4.5 })).toEqual([11, 95, 102]);
  const made = readableOn(WHITE, [255, 176, 0], { towards: BLACK, ratio: 4.5 });
  expect(contrastRatio(made, WHITE)).toBeGreaterThanOrEqual(4.5);
  expect(contrastRatio(made, WHITE)).toBeLessThan(5.5);
  expect(readableOn(WHITE, WHITE, { towards: BLACK, ratio: 21 })).toEqual(BLACK);
});
