import type { Locale } from '../../domain/locale.ts';
import { en } from './strings/en.ts';
import { newsroomEn } from './strings/newsroom-en.ts';
import { newsroomZhHans } from './strings/newsroom-zh-hans.ts';
import { zhHans } from './strings/zh-hans.ts';

export type Strings = typeof en;

const STRINGS: Record<Locale, Strings> = { en, 'zh-Hans': zhHans };
const NEWSROOM_STRINGS: Record<Locale, typeof newsroomEn> = { en: newsroomEn, 'zh-Hans': newsroomZhHans };

/** The pages' texts in one language. */
export function stringsFor(locale: Locale): Strings {
  return STRINGS[locale];
}

/** The texts of lists, search, events, sharing, contact and archive in one language. */
export function newsroomStringsFor(locale: Locale): typeof newsroomEn {
  return NEWSROOM_STRINGS[locale];
}
