import { BASE_CSS, SHELL_CSS } from './style/base.ts';
import { CHOICE_CSS } from './style/choices.ts';
import { FORM_CSS, PRINT_CSS } from './style/forms.ts';
import { FIND_CSS, NEWS_CSS } from './style/news.ts';
import { type Palette, palettes } from './theme.ts';

const RULES = compact(BASE_CSS + SHELL_CSS + NEWS_CSS + FIND_CSS + FORM_CSS + CHOICE_CSS);
const PRINT_RULES = compact(PRINT_CSS);

/** The brand colour seldom changes while a process lives, so the last answer is kept. */
let latest: { colour: string; css: string } | null = null;

/** The whole stylesheet of every page, for one brand colour. The same colour gives the same bytes. */
export function stylesheet(colour: string): string {
  if (latest?.colour === colour) return latest.css;
  const { light, dark } = palettes(colour);
  const css =
    `:root{color-scheme:light dark;${roles(light)}}@media(prefers-color-scheme:dark){:root{${roles(dark)}}}` +
    `${RULES}${PRINT_RULES}`;
  latest = { colour, css };
  return css;
}

function roles(palette: Palette): string {
  return Object.entries(palette)
    .map(([role, value]) => `--${role === 'onAccent' ? 'on-accent' : role}:${value}`)
    .join(';');
}

/** A stylesheet as it is sent: line breaks and indents are for us to read; none of our rules needs them. */
export function compact(css: string): string {
  return css.replaceAll(/\s*\n\s*/g, '');
}
