import { expect, test } from 'vitest';
import { paletteOf } from '../../src/email/palette.ts';

/** WCAG contrast written out a second time, so that a slip in the palette's own arithmetic shows. */
function contrast(one: string, two: string): number {
  const luminance = (hex: string): number => {
    const value = Number.parseInt(hex.slice(1), 16);
    const [r = 0, g = 0, b = 0] = [value >> 16, (value >> 8) & 255, value & 255].map((channel) =>
      channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4,
    );
    return r * 0.2126 + g * 0.7152 + b * 0.0722;
  };
  const [a, b] = [luminance(one), luminance(two)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

test.each(['#0b5f66', '#ffb000', '#ffffff', '#000000', '#e4002b', '#7f7f7f', '#00FF00'])(
  'the brand colour %s gives readable links and buttons in light and dark',
  (colour) => {
    const palette = paletteOf(colour);
    for (const background of ['#ffffff', '#f3f5f6']) {
      expect(contrast(palette.accent, background)).toBeGreaterThanOrEqual(4.5);
    }
    for (const background of ['#11181d', '#182127']) {
      expect(contrast(palette.accentDark, background)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.onAccentDark, palette.accentDark)).toBeGreaterThanOrEqual(4.5);
  },
);

test('a colour that reads well is used as it is', () => {
  expect(paletteOf('#0b5f66').accent).toBe('#0b5f66');
});
