import type { Locale } from '../../domain/locale.ts';

const TAGS: Record<Locale, string> = { en: 'en-GB', 'zh-Hans': 'zh-Hans-CN' };

/** Making a formatter costs far more than using it, so each language and zone keeps its own. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** "12 October 2021" or "2021年10月12日" in the zone; null where there is no readable ISO time. */
export function dayText(iso: string | null, locale: Locale, timeZone: string): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : formatterFor(locale, timeZone).format(time);
}

function formatterFor(locale: Locale, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(TAGS[locale], { dateStyle: 'long', timeZone });
  formatters.set(key, made);
  return made;
}
