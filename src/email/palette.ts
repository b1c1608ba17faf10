import { AppError } from '../domain/errors.ts';

type Rgb = readonly [number, number, number];

/** WCAG 2.2 §1.4.3: text below 24 px needs this contrast to its background. */
const MIN_CONTRAST = 4.5;
const MIX_STEPS = 20;

// The mail's darkest light background and lightest dark one: what is readable there is readable on the other too.
const LIGHT: Rgb = [0xf3, 0xf5, 0xf6];
const DARK: Rgb = [0x18, 0x21, 0x27];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

function parseHex(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) {
    throw new AppError('invalid', 'The brand colour must be a hex value such as #0b5f66.', {
      fields: { colour: 'Write it as # and six hex digits.' },
    });
  }
  return [
    Number.parseInt(match[1] ?? '', 16),
    Number.parseInt(match[2] ?? '', 16),
    Number.parseInt(match[3] ?? '', 16),
  ];
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance as WCAG 2.2 defines it, 0 to 1. */
function luminance(rgb: Rgb): number {
  const linear = (channel: number): number => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The colour, mixed with `pole` in the fewest twentieths that make it readable on `background`. */
function readableOn(colour: Rgb, background: Rgb, pole: Rgb): Rgb {
  for (let step = 0; step <= MIX_STEPS; step += 1) {
    const mix = (index: 0 | 1 | 2): number =>
      Math.round(colour[index] + ((pole[index] - colour[index]) * step) / MIX_STEPS);
    const mixed: Rgb = [mix(0), mix(1), mix(2)];
    if (contrast(mixed, background) >= MIN_CONTRAST) return mixed;
  }
  return pole;
}

function textOn(background: Rgb): Rgb {
  return contrast(WHITE, background) >= MIN_CONTRAST ? WHITE : BLACK;
}

/** A brand colour made safe for text and buttons in light and dark mode; hex values. */
export type Palette = { accent: string; onAccent: string; accentDark: string; onAccentDark: string };

/**
 * Derives the accents of a mail from the brand's one colour, changing its lightness only as far as reading needs.
 * @throws AppError('invalid') for anything but #rrggbb
 */
export function paletteOf(colour: string): Palette {
  const brand = parseHex(colour);
  const accent = readableOn(brand, LIGHT, BLACK);
  const accentDark = readableOn(brand, DARK, WHITE);
  return {
    accent: toHex(accent),
    onAccent: toHex(textOn(accent)),
    accentDark: toHex(accentDark),
    onAccentDark: toHex(textOn(accentDark)),
  };
}
