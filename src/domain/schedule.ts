import { AppError } from './errors.ts';
import { addDays, dayOfMonth, instantOf, type LocalDate, localDay, weekdayOf } from './local-day.ts';
import type { IsoTime } from './time.ts';

export const SCHEDULE_FREQUENCIES = ['daily', 'weekly', 'monthly'] as const;
export type ScheduleFrequency = (typeof SCHEDULE_FREQUENCIES)[number];

/** On which local dates, and at which local time, a digest is due. */
export type Rhythm = {
  frequency: ScheduleFrequency;
  /** "HH:MM", 24 hours. */
  time: string;
  /** 1 Monday to 7 Sunday; for weekly. */
  weekday: number;
  /** 1 to 31; a month that is shorter has its last day. For monthly. */
  dayOfMonth: number;
};

/** The first date of a rhythm on or after the given one. */
export function dateOnOrAfter(rhythm: Rhythm, from: LocalDate): LocalDate {
  if (rhythm.frequency === 'daily') return from;
  if (rhythm.frequency === 'weekly') return addDays(from, (rhythm.weekday - weekdayOf(from) + 7) % 7);
  const inMonth = dayOfMonth(from, rhythm.dayOfMonth);
  return inMonth >= from ? inMonth : dayOfMonth(from, rhythm.dayOfMonth, 1);
}

/** The date of a rhythm that follows one of its dates. */
export function dateAfter(rhythm: Rhythm, date: LocalDate): LocalDate {
  return dateOnOrAfter(rhythm, addDays(date, 1));
}

/** The time one period before: news since then belongs into the first digest. */
export function periodBefore(frequency: ScheduleFrequency, now: IsoTime): IsoTime {
  const days = { daily: 1, weekly: 7, monthly: 31 }[frequency];
  return new Date(Date.parse(now) - days * 86_400_000).toISOString();
}

/**
 * The latest date from `next` on whose digest is to be prepared by now; null where not even `next` is. After a downtime
 * over several dates it is the last of them: one digest carries what all would have carried.
 */
export function latestToPrepare(
  rhythm: Rhythm,
  slot: { next: LocalDate; now: IsoTime; hoursAhead: number; zones: readonly string[] },
): LocalDate | null {
  const isToPrepare = (date: LocalDate) => prepareAt(rhythm, date, slot) <= slot.now;
  if (!isToPrepare(slot.next)) return null;
  // The last 35 days hold a date of every rhythm; stepping through a longer downtime date by date would be idle.
  const recent = dateOnOrAfter(rhythm, addDays(localDay(slot.now, 'UTC'), -35));
  let date = slot.next > recent ? slot.next : recent;
  let following = dateAfter(rhythm, date);
  while (isToPrepare(following) && earliestInstant(following, rhythm.time, slot.zones) <= slot.now) {
    date = following;
    following = dateAfter(rhythm, date);
  }
  // A draft made ahead replaces none whose own time has not come.
  return earliestInstant(date, rhythm.time, slot.zones) <= slot.now && isToPrepare(following) ? following : date;
}

/** When the draft of a date is made: so many hours before its first readers are due. */
function prepareAt(
  rhythm: Rhythm,
  date: LocalDate,
  { hoursAhead, zones }: { hoursAhead: number; zones: readonly string[] },
): IsoTime {
  const first = Date.parse(earliestInstant(date, rhythm.time, zones));
  return new Date(first - hoursAhead * 3_600_000).toISOString();
}

/** The earliest instant at which any of the zones shows a local time. */
export function earliestInstant(date: LocalDate, time: string, zones: readonly string[]): IsoTime {
  const instants = zones.map((zone) => instantOf(date, time, zone)).sort();
  const [first] = instants;
  if (first === undefined) throw new AppError('internal', 'A schedule has no time zone.');
  return first;
}
