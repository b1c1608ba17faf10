import type { Locale } from '../../domain/locale.ts';
import { en } from './strings/en.ts';
import { zhHans } from './strings/zh-hans.ts';

export type Strings = typeof en;

const STRINGS: Record<Locale, Strings> = { en, 'zh-Hans': zhHans };

/** The pages' texts in one language. */
export function stringsFor(locale: Locale): Strings {
  return STRINGS[locale];
}
