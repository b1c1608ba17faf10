import { monthOf } from './months.ts';
import { instantIn, zoneOffset } from './zones.ts';

/** How dates without a zone are read, and what counts as the future. */
export type DateContext = { timeZone: string; now: Date };

type Day = { year: number; month: number; day: number };
type Time = { hour: number; minute: number; second: number; milliseconds: number };
/** `rest` is what stood in the text beside the part that was read. */
type Found<Value> = { value: Value; rest: string };

const MIDNIGHT: Time = { hour: 0, minute: 0, second: 0, milliseconds: 0 };
/** Feeds began in 1999; older dates are placeholders (1 January 0001, 1970) or archives without a real date. */
const EARLIEST_YEAR = 1990;
/** Events may be announced for months ahead; what lies further off is a mistake. */
const FURTHEST_AHEAD_MS = 366 * 86_400_000;
const LONGEST_DATE = 100;
const MOST_CANDIDATES = 20;

const TIME = /(\d{1,2})\s?[:：時时시h]\s?(\d{1,2})(?:\s?[:：分분]\s?(\d{1,2})(?:[.,](\d{1,9}))?)?\s?[秒초分분]?/;
const HALF_DAY = /\b([ap])\.?\s?m\b\.?|(上午|午前|오전)|(下午|午後|오후)/i;

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  // RFC 2822 §4.3: two digits up to 49 are this century.
  return year < 50 ? 2000 + year : 1900 + year;
}

function takeTime(text: string): Found<Time> & { zone: string } {
  const match = TIME.exec(text);
  if (!match) return { value: MIDNIGHT, rest: text, zone: '' };
  const half = HALF_DAY.exec(text);
  let hour = Number(match[1]);
  if (half && hour <= 12) hour = (hour % 12) + (half[3] || half[1]?.toLowerCase() === 'p' ? 12 : 0);
  const milliseconds = Math.floor(Number(`0.${match[4] ?? '0'}`) * 1000);
  const value = { hour, minute: Number(match[2]), second: Math.min(59, Number(match[3] ?? 0)), milliseconds };
  const after = text.slice(match.index + match[0].length);
  return { value, rest: `${text.slice(0, match.index)} ${after}`, zone: after.replace(HALF_DAY, ' ').trim() };
}

/** 20190517T060000 and 20190517, ISO 8601's basic format. */
const BASIC = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?!\d)/;
const YEAR_FIRST = /^(?:\D{0,12}\s)?(\d{4})\s?[-/.年년]\s?(\d{1,2})(?:\s?[-/.月월]\s?(\d{1,2}))?(?!\d)/;
const YEAR_LAST = /\b(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;

function yearLastDay(match: RegExpExecArray): Day {
  const [first, second] = [Number(match[1]), Number(match[3])];
  const last = match[4] ?? '';
  // 18/01/30: with two digits everywhere and slashes, the sites that write so put the year first.
  if (last.length === 2 && match[2] !== '.')
    return { year: fullYear(match[1] ?? ''), month: second, day: Number(last) };
  const year = fullYear(last);
  // Dots and dashes put the day first; slashes the month, unless that cannot be one.
  const dayFirst = match[2] !== '/' || first > 12;
  return dayFirst ? { year, month: second, day: first } : { year, month: first, day: second };
}

/** The month that is named. Of two the first was a day of the week: Tuesday is "mar" and "mardi" where March is "mars" and "marzo". */
function namedMonth(text: string): number | undefined {
  const words = text.match(/\p{L}{3,}/gu) ?? [];
  const [first, second] = words.map(monthOf).filter((number) => number !== null);
  return second ?? first;
}

/** "17 May 2019", "May 17, 2019", "Fri May 17 2019", in any language monthOf knows. */
function namedDay(text: string): Day | null {
  const month = namedMonth(text);
  const numbers = [...text.matchAll(/(?<![\d+\-:])\d{1,4}(?!\d)/g)].map(([digits]) => digits);
  if (!month) return null;
  const yearIndex = numbers.findIndex((digits) => digits.length >= 3);
  const rest = numbers.filter((_, index) => index !== yearIndex);
  const year = yearIndex >= 0 ? numbers[yearIndex] : rest[1];
  const day = rest[0] ?? '1';
  return year === undefined ? null : { year: fullYear(year), month, day: Number(day) };
}

function readDay(text: string): Day | null {
  const first = YEAR_FIRST.exec(text);
  if (first) return { year: Number(first[1]), month: Number(first[2]), day: Number(first[3] ?? 1) };
  const last = YEAR_LAST.exec(text);
  if (last) return yearLastDay(last);
  if (/^\d{4}$/.test(text.trim())) return { year: Number(text), month: 1, day: 1 };
  // Neither an offset nor the zone's name in brackets behind it says anything of the day.
  return namedDay(text.replace(/\b(?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}\b|\([^()]*\)/gi, ' '));
}

function isReal(day: Day, time: Time): boolean {
  const { year, month, day: date } = day;
  if (month < 1 || month > 12 || date < 1 || date > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false;
  return time.minute < 60 && (time.hour < 24 || (time.hour === 24 && time.minute === 0));
}

function instant(day: Day, time: Time, zone: number | null, timeZone: string): number | null {
  if (!isReal(day, time)) return null;
  const wall = Date.UTC(day.year, day.month - 1, day.day, time.hour, time.minute, time.second);
  const at = zone === null ? instantIn(timeZone, wall) : wall - zone * 60_000;
  return at + time.milliseconds;
}

function basicInstant(match: RegExpExecArray, text: string, timeZone: string): number | null {
  const day = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const time = {
    ...MIDNIGHT,
    hour: Number(match[4] ?? 0),
    minute: Number(match[5] ?? 0),
    second: Number(match[6] ?? 0),
  };
  return instant(day, time, zoneOffset(text.slice(match[0].length).trim()), timeZone);
}

/** The two forms nearly all feeds use, with a day every month has: there the platform's own parser is right, and fast. */
const USUAL =
  /^(?:(?:[A-Z][a-z]{2}, )?(?:0?[1-9]|1\d|2[0-8]) [A-Z][a-z]{2} (?:19|20)\d\d [012]\d:\d\d:\d\d (?:GMT|[+-](?:0\d|1[0-3])\d\d)|(?:19|20)\d\d-\d\d-(?:0[1-9]|1\d|2[0-8])T[012]\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-3]):\d\d))$/;

function readInstant(text: string, timeZone: string): number | null {
  if (/^\d{13}$/.test(text)) return Number(text);
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000;
  const basic = BASIC.exec(text);
  if (basic) return basicInstant(basic, text, timeZone);
  const { rest, value: time, zone } = takeTime(text);
  const day = readDay(rest);
  return day && instant(day, time, zoneOffset(zone), timeZone);
}

/**
 * A date as feeds write them, as ISO 8601 in UTC, or null where it is none, impossible, before 1990 or more than a year ahead.
 *
 * Reads RFC 822 with all its variants, ISO 8601 and W3CDTF, Chinese, Japanese and Korean forms, month names of a dozen
 * languages, slashes and dots, and Unix times. A date without a zone is read in `timeZone`; a day without a time is its midnight.
 */
export function readDate(text: string, { now, timeZone }: DateContext): string | null {
  const plain = text
    .slice(0, LONGEST_DATE * 4)
    .replace(/<[^<>]{0,200}>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  const usual = USUAL.test(plain) ? Date.parse(plain) : Number.NaN;
  const at = Number.isNaN(usual) ? readInstant(plain.slice(0, LONGEST_DATE), timeZone) : usual;
  if (at === null || !Number.isFinite(at)) return null;
  if (at < Date.UTC(EARLIEST_YEAR, 0, 1) || at > now.getTime() + FURTHEST_AHEAD_MS) return null;
  return new Date(at).toISOString();
}

/** The first of several candidates that is a date. */
export function firstDate(candidates: readonly string[], context: DateContext): string | null {
  for (const candidate of candidates.slice(0, MOST_CANDIDATES)) {
    const date = readDate(candidate, context);
    if (date !== null) return date;
  }
  return null;
}
