/** An sRGB colour, channels 0 to 255. */
export type Rgb = readonly [number, number, number];

export const BLACK: Rgb = [0, 0, 0];
export const WHITE: Rgb = [255, 255, 255];

/** Reads #rgb or #rrggbb; null for anything else. */
export function readHex(value: string): Rgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  const full = short ? `#${[...short.slice(1)].map((digit) => digit + digit).join('')}` : value;
  if (!/^#[0-9a-f]{6}$/i.test(full)) return null;
  const number = Number.parseInt(full.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** A colour as #rrggbb; channels are rounded. */
export function toHex(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance (WCAG 2.2, definition), 0 to 1. */
function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio (WCAG 2.2, definition), 1 to 21. */
export function contrastRatio(a: Rgb, b: Rgb): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

/** `share` of the way from one colour to another, in whole channels. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (a: number, b: number) => Math.round(a + (b - a) * share);
  return [at(from[0], to[0]), at(from[1], to[1]), at(from[2], to[2])];
}

/** Moves a colour towards black or white, in steps of one twenty-fifth, until it has the contrast on the background. */
export function readableOn(background: Rgb, colour: Rgb, goal: { towards: Rgb; ratio: number }): Rgb {
  for (let step = 0; step < 25; step += 1) {
    const candidate = mix(colour, goal.towards, step / 25);
    if (contrastRatio(candidate, background) >= goal.ratio) return candidate;
  }
  return goal.towards;
}
