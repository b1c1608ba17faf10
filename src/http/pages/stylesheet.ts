import type { Brand, FontChoice } from '../../domain/brand.ts';
import { BASE_CSS, SHELL_CSS } from './style/base.ts';
import { CHOICE_CSS } from './style/choices.ts';
import { FORM_CSS, PRINT_CSS } from './style/forms.ts';
import { FIND_CSS, NEWS_CSS } from './style/news.ts';
import { type Palette, palettes } from './theme.ts';

const RULES = compact(BASE_CSS + SHELL_CSS + NEWS_CSS + FIND_CSS + FORM_CSS + CHOICE_CSS);
const PRINT_RULES = compact(PRINT_CSS);

/** What staff chose instead of serif headlines over a text without serifs. */
const FONT_RULES: Record<FontChoice, string> = {
  mixed: '',
  sans: ':root{--title:var(--sans)}',
  serif: 'body{font-family:var(--serif)}:lang(zh){--title:var(--serif)}',
};

/** The brand seldom changes while a process lives, so the last answer is kept. */
let latest: { key: string; css: string } | null = null;

/** The whole stylesheet of every page, for one brand. The same colour and font give the same bytes. */
export function stylesheet({ colour, font = 'mixed' }: Pick<Brand, 'colour' | 'font'>): string {
  const key = `${colour} ${font}`;
  if (latest?.key === key) return latest.css;
  const { light, dark } = palettes(colour);
  const css =
    `:root{color-scheme:light dark;${roles(light)}}@media(prefers-color-scheme:dark){:root{${roles(dark)}}}` +
    `${RULES}${FONT_RULES[font]}${PRINT_RULES}`;
  latest = { key, css };
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
