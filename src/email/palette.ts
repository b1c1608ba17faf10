import { BLACK, contrastRatio, type Rgb, readableOn, readHex, toHex, WHITE } from '../domain/colour.ts';
import { AppError } from '../domain/errors.ts';

/** WCAG 2.2 §1.4.3: text below 24 px needs this contrast to its background. */
const MIN_CONTRAST = 4.5;
/** On dark, a colour at the bare minimum looks dull; links and buttons get more light. */
const LUMINOUS = 6.5;

// The mail's darkest light background and lightest dark one: what is readable there is readable on the other too.
const LIGHT: Rgb = [0xf3, 0xf5, 0xf6];
const DARK: Rgb = [0x18, 0x21, 0x27];

function parseColour(hex: string): Rgb {
  const colour = readHex(hex);
  if (colour !== null) return colour;
  throw new AppError('invalid', 'The brand colour must be a hex value such as #0b5f66.', {
    fields: { colour: 'Write it as # and six hex digits.' },
  });
}

function textOn(background: Rgb): Rgb {
  return contrastRatio(WHITE, background) >= MIN_CONTRAST ? WHITE : BLACK;
}

/** A brand colour made safe for text and buttons in light and dark mode; hex values. */
export type Palette = { accent: string; onAccent: string; accentDark: string; onAccentDark: string };

/**
 * Derives the accents of a mail from the brand's one colour, changing its lightness only as far as reading needs.
 * @throws AppError('invalid') for anything but #rgb or #rrggbb
 */
export function paletteOf(colour: string): Palette {
  const brand = parseColour(colour);
  const accent = readableOn(LIGHT, brand, { towards: BLACK, ratio: MIN_CONTRAST });
  const accentDark = readableOn(DARK, brand, { towards: WHITE, ratio: LUMINOUS });
  return {
    accent: toHex(accent),
    onAccent: toHex(textOn(accent)),
    accentDark: toHex(accentDark),
    onAccentDark: toHex(textOn(accentDark)),
  };
}
