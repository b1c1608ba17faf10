import { BLACK, contrastRatio, mix, type Rgb, readableOn, readHex, toHex, WHITE } from '../../domain/colour.ts';

/** The colours of one theme, as sRGB hex. `accent` reads on `paper` and `panel`, `onAccent` on `accent` (WCAG 2.2 §1.4.3). */
export type Palette = {
  paper: string;
  panel: string;
  ink: string;
  muted: string;
  line: string;
  control: string;
  accent: string;
  onAccent: string;
  danger: string;
};

const FALLBACK: Rgb = [11, 95, 102];
const NIGHT: Rgb = [15, 20, 23];
/** Just over the 4.5 of WCAG AA, so that rounding to hex cannot fall below it. */
const READABLE = 4.6;
/** On dark, a colour at the bare minimum looks dull; links and buttons get more light. */
const LUMINOUS = 6.5;

/** Light and dark colours made from the brand's one colour. An unreadable colour value falls back to teal. */
export function palettes(colour: string): { light: Palette; dark: Palette } {
  const brand = readHex(colour) ?? FALLBACK;
  return { light: lightPalette(brand), dark: darkPalette(brand) };
}

function lightPalette(brand: Rgb): Palette {
  const panel = mix(WHITE, brand, 0.05);
  const accent = readableOn(panel, brand, { towards: BLACK, ratio: READABLE });
  return {
    paper: toHex(WHITE),
    panel: toHex(panel),
    ink: '#161d21',
    muted: '#535f67',
    line: '#dce2e5',
    control: '#75818a',
    accent: toHex(accent),
    onAccent: toHex(WHITE),
    danger: '#a8201a',
  };
}

function darkPalette(brand: Rgb): Palette {
  const panel = mix(NIGHT, brand, 0.1);
  const accent = readableOn(panel, brand, { towards: WHITE, ratio: LUMINOUS });
  return {
    paper: toHex(NIGHT),
    panel: toHex(panel),
    ink: '#e8edef',
    muted: '#aab5bc',
    line: '#2b353a',
    control: '#7d8a92',
    accent: toHex(accent),
    onAccent: toHex(NIGHT),
    danger: '#ff9a91',
  };
}

/** WCAG contrast ratio of two hex colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  return contrastRatio(readHex(a) ?? FALLBACK, readHex(b) ?? FALLBACK);
}
