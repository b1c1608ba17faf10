import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, palettes } from '../../../src/http/pages/theme.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('every text colour reads on every background it stands on, whatever the brand colour', () => {
  fc.assert(
    fc.property(colour, (brand) => {
      for (const theme of Object.values(palettes(brand))) {
        for (const text of [theme.ink, theme.muted, theme.accent, theme.danger]) {
          expect(contrast(text, theme.paper)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(text, theme.panel)).toBeGreaterThanOrEqual(4.5);
        }
        expect(contrast(theme.onAccent, theme.accent)).toBeGreaterThanOrEqual(4.5);
        // the edge of an input (WCAG 2.2 §1.4.11)
        expect(contrast(theme.control, theme.panel)).toBeGreaterThanOrEqual(3);
      }
    }),
  );
});

test('contrast follows the WCAG formula', () => {
  expect(contrast('#000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('a colour that is none falls back instead of reaching the stylesheet', () => {
  const fallback = palettes('#0b5f66');
  for (const value of ['', 'teal', '#12', 'red;}body{display:none', '</style>'])
    expect(palettes(value)).toEqual(fallback);
});
