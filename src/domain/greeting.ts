import type { Locale } from './locale.ts';

/** The greeting line of a mail. A name that holds an address or is overlong is a misuse of the field and is left out. */
export function greeting(name: string, locale: Locale): string {
  const clean = name.replace(/\s+/g, ' ').trim();
  const isName = clean.length > 0 && clean.length <= 60 && !/[<>@/\\]|www\.|\p{Cc}/iu.test(clean);
  if (locale === 'zh-Hans') return isName ? `${clean}，您好：` : '您好：';
  return isName ? `Dear ${clean},` : 'Hello,';
}
