import type { Locale } from '../../domain/locale.ts';

const TAGS: Record<Locale, string> = { en: 'en-GB', 'zh-Hans': 'zh-Hans-CN' };

/** Making a formatter costs far more than using it, so each language and zone keeps its own. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** "12 October 2021" or "2021年10月12日" in the zone; null where there is no readable ISO time. */
export function dayText(iso: string | null, locale: Locale, timeZone: string): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : formatterFor(locale, timeZone).format(time);
}

/** "Tuesday 12 October 2021, 09:30 GMT+8" in the zone; null where there is no readable ISO time. */
export function momentText(iso: string | null, locale: Locale, timeZone: string): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : zoneLast(formatterFor(locale, timeZone, MOMENT).format(time));
}

/** From a start to an end on one line, what both share told once; the start alone where there is no later end. */
export function spanText(
  span: { startsAt: string; endsAt: string | null },
  locale: Locale,
  timeZone: string,
): string | null {
  const [starts, ends] = [Date.parse(span.startsAt), Date.parse(span.endsAt ?? '')];
  if (Number.isNaN(starts) || !(ends > starts)) return momentText(span.startsAt, locale, timeZone);
  return zoneLast(formatterFor(locale, timeZone, MOMENT).formatRange(starts, ends));
}

/** Chinese has the zone between day and time, where it reads as a part of the date: it goes behind the time, as in English. */
function zoneLast(text: string): string {
  const [whole, zone] = /^\p{N}+年.*? ?((?:GMT|UTC)(?:[+\-−]\d+(?::\d+)?)?) ?/u.exec(text) ?? [];
  if (whole === undefined || zone === undefined || text.split(zone).length > 2) return text;
  return `${text.replace(zone, '').replaceAll(/ {2,}/g, ' ').trim()} ${zone}`;
}

const DAY: Intl.DateTimeFormatOptions = { dateStyle: 'long' };
const MOMENT: Intl.DateTimeFormatOptions = {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
};

function formatterFor(locale: Locale, timeZone: string, style = DAY): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${style === DAY ? 'day' : 'moment'}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(TAGS[locale], { ...style, timeZone });
  formatters.set(key, made);
  return made;
}
