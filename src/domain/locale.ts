/** The languages Newsdesk speaks to readers in. The first is the fallback. */
export const LOCALES = ['en', 'zh-Hans'] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language as its readers call it. */
export const LANGUAGE_NAMES: Record<Locale, string> = { en: 'English', 'zh-Hans': '中文' };

/** A text in each language that has one; readers get theirs, else the fallback's. */
export type Localised = Partial<Record<Locale, string>>;

/** The supported locale nearest to a BCP 47 tag ("zh-CN", also "zh_CN" → zh-Hans; "en-GB" → en), or null. */
export function nearestLocale(tag: string | null | undefined): Locale | null {
  const lower = tag?.trim().toLowerCase() ?? '';
  if (/^zh(?![a-z0-9])/.test(lower)) return 'zh-Hans';
  if (/^en(?![a-z0-9])/.test(lower)) return 'en';
  return null;
}

/** The language of a locale, with which the tags of its articles begin: "zh". */
export function languageOf(locale: Locale): string {
  return locale.slice(0, 2);
}

/** First match of an Accept-Language header (RFC 9110 §12.5.4, in the header's own order), or null. */
export function localeInHeader(header: string | null | undefined): Locale | null {
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const locale = nearestLocale(part.split(';')[0]);
    if (locale) return locale;
  }
  return null;
}
