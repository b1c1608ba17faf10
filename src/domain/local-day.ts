import { Temporal } from 'temporal-polyfill';
import type { IsoTime } from './time.ts';

/** The day it is at `now` in an IANA zone, such as 2026-03-02. */
export function localDay(now: IsoTime, zone: string): string {
  return Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** When the day `days` after `day` begins in the zone; a day whose midnight does not exist begins at its first instant. */
export function startOfDay(day: string, zone: string, days = 0): IsoTime {
  const start = Temporal.PlainDate.from(day).add({ days }).toZonedDateTime(zone);
  return new Date(start.epochMilliseconds).toISOString();
}

/** Whole days from one day to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}
