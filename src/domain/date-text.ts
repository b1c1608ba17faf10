import type { Locale } from './locale.ts';

const TAGS: Record<Locale, string> = { en: 'en-GB', 'zh-Hans': 'zh-Hans-CN' };

/** Making a formatter costs far more than using it, so each style, language and zone keeps its own. */
const formatters = new WeakMap<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>();

/** "12 October 2021" or "2021年10月12日" in the zone; null where there is no readable ISO time. */
export function dayText(iso: string | null, locale: Locale, timeZone: string): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : formatterFor(locale, timeZone).format(time);
}

/** "Tuesday, 12 October 2021, 09:30 GMT+8" in the zone; null where there is no readable ISO time. */
export function momentText(iso: string | null, locale: Locale, timeZone: string): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(time)) return null;
  return `${formatterFor(locale, timeZone, MOMENT).format(time)} ${zoneName(time, locale, timeZone)}`;
}

/** From a start to an end on one line, what both share told once; the start alone where there is no later end. */
export function spanText(
  span: { startsAt: string; endsAt: string | null },
  locale: Locale,
  timeZone: string,
): string | null {
  const [starts, ends] = [Date.parse(span.startsAt), Date.parse(span.endsAt ?? '')];
  if (Number.isNaN(starts) || !(ends > starts)) return momentText(span.startsAt, locale, timeZone);
  const [zone, zoneAtEnd] = [starts, ends].map((time) => zoneName(time, locale, timeZone));
  // Summer time begins or ends meanwhile.
  if (zone !== zoneAtEnd)
    return [span.startsAt, span.endsAt].map((iso) => momentText(iso, locale, timeZone)).join(' – ');
  return `${formatterFor(locale, timeZone, MOMENT).formatRange(starts, ends)} ${zone}`;
}

/** Told by itself: a formatter names the zone twice in most spans, and in Chinese before the time. */
function zoneName(time: number, locale: Locale, timeZone: string): string {
  const parts = formatterFor(locale, timeZone, ZONE).formatToParts(time);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

const DAY: Intl.DateTimeFormatOptions = { dateStyle: 'long' };
const ZONE: Intl.DateTimeFormatOptions = { timeZoneName: 'short' };
const MOMENT: Intl.DateTimeFormatOptions = {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
};

function formatterFor(locale: Locale, timeZone: string, style = DAY): Intl.DateTimeFormat {
  const ofStyle = formatters.get(style) ?? new Map<string, Intl.DateTimeFormat>();
  formatters.set(style, ofStyle);
  const key = `${locale} ${timeZone}`;
  const known = ofStyle.get(key) ?? new Intl.DateTimeFormat(TAGS[locale], { ...style, timeZone });
  ofStyle.set(key, known);
  return known;
}
