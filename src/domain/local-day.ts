import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime';
import * as PlainTime from 'temporal-polyfill/fns/PlainTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import type { IsoTime } from './time.ts';

/** A day of the calendar, "YYYY-MM-DD": later days sort behind earlier ones. */
export type LocalDate = string;

const read = (day: LocalDate) => PlainDate.fromString(day, getISO);
const isoOf = (epochMilliseconds: number): IsoTime => new Date(epochMilliseconds).toISOString();
const clockAt = (now: IsoTime, zone: string) => Instant.toZonedDateTimeISO(Instant.fromString(now), zone);

/** The day it is at `now` in an IANA zone, such as 2026-03-02. */
export function localDay(now: IsoTime, zone: string): LocalDate {
  return PlainDate.toString(ZonedDateTime.toPlainDate(clockAt(now, zone)));
}

/** The time of day that clocks in a zone show at `now`, "HH:MM". */
export function localTime(now: IsoTime, zone: string): string {
  return PlainTime.toString(ZonedDateTime.toPlainTime(clockAt(now, zone)), { smallestUnit: 'minute' });
}

/** When the day `days` after `day` begins in the zone; a day whose midnight does not exist begins at its first instant. */
export function startOfDay(day: LocalDate, zone: string, days = 0): IsoTime {
  return isoOf(PlainDate.toZonedDateTime(PlainDate.addDays(read(day), days), zone).epochMilliseconds);
}

/** Whole days from one day to another; negative when the other is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return PlainDate.diffDays(read(from), read(to));
}

/** The day so many days later; earlier where negative. */
export function addDays(day: LocalDate, days: number): LocalDate {
  return PlainDate.toString(PlainDate.addDays(read(day), days));
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(day: LocalDate): number {
  return PlainDate.dayOfWeek(read(day));
}

/** The day with this number in the month that is `months` after that of `day`; the month's last where it is shorter. */
export function dayOfMonth(day: LocalDate, number: number, months = 0): LocalDate {
  const first = PlainDate.addMonths(PlainDate.withFields(read(day), { day: 1 }), months);
  return PlainDate.toString(PlainDate.withFields(first, { day: number }, { overflow: 'constrain' }));
}

/**
 * The instant at which a zone's clocks show a local time, "HH:MM". Where they are put forward past it, the first instant
 * after the gap; where they show it twice, the first of the two.
 */
export function instantOf(day: LocalDate, time: string, zone: string): IsoTime {
  const wanted = PlainDate.toPlainDateTime(read(day), PlainTime.fromString(time));
  const found = PlainDateTime.toZonedDateTime(wanted, zone, { disambiguation: 'compatible' });
  const isGap = !PlainDateTime.equals(ZonedDateTime.toPlainDateTime(found), wanted);
  const first = isGap ? (ZonedDateTime.getTimeZoneTransition(found, 'previous') ?? found) : found;
  return isoOf(first.epochMilliseconds);
}
