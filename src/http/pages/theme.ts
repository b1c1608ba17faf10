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

type Rgb = readonly [number, number, number];

const FALLBACK: Rgb = [11, 95, 102];
const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const NIGHT: Rgb = [15, 20, 23];
/** Just over the 4.5 of WCAG AA, so that rounding to hex cannot fall below it. */
const READABLE = 4.6;
/** On dark, a colour at the bare minimum looks dull; links and buttons get more light. */
const LUMINOUS = 6.5;

/** Light and dark colours made from the brand's one colour. An unreadable colour value falls back to teal. */
export function palettes(colour: string): { light: Palette; dark: Palette } {
  const brand = fromHex(colour);
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
  return ratio(fromHex(a), fromHex(b));
}

/** Moves a colour towards black or white until it has the contrast on the background. */
function readableOn(background: Rgb, colour: Rgb, goal: { towards: Rgb; ratio: number }): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(colour, goal.towards, share);
    if (ratio(candidate, background) >= goal.ratio) return candidate;
  }
  return goal.towards;
}

function ratio(a: Rgb, b: Rgb): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

/** Relative luminance (WCAG 2.2, definition). */
function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (a: number, b: number) => Math.round(a + (b - a) * share);
  return [at(from[0], to[0]), at(from[1], to[1]), at(from[2], to[2])];
}

function fromHex(value: string): Rgb {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  const full = short
    ? `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`
    : value;
  if (!/^#[0-9a-f]{6}$/i.test(full)) return FALLBACK;
  const number = Number.parseInt(full.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
