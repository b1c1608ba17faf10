import type { Locale } from '../../../domain/locale.ts';
import { readersEn } from './readers-en.ts';
import { readersZhHans } from './readers-zh-hans.ts';

const STRINGS: Record<Locale, typeof readersEn> = { en: readersEn, 'zh-Hans': readersZhHans };

/** The texts of signing up, leaving and a reader's own details in one language. */
export function readerStringsFor(locale: Locale): typeof readersEn {
  return STRINGS[locale];
}
