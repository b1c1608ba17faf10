import { Temporal } from 'temporal-polyfill';
import { AppError } from './errors.ts';
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

/** "YYYY-MM-DD". */
export type LocalDate = string;

/**
 * The instant at which a zone's clocks show a local time. Where they are put forward past it, the first instant after
 * the gap; where they show it twice, the first of the two.
 */
export function instantOf(date: LocalDate, time: string, zone: string): IsoTime {
  const wanted = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  const found = wanted.toZonedDateTime(zone, { disambiguation: 'compatible' });
  const isGap = !found.toPlainDateTime().equals(wanted);
  const first = isGap ? (found.getTimeZoneTransition('previous') ?? found) : found;
  return new Date(first.epochMilliseconds).toISOString();
}

/** The local date in a zone at an instant. */
export function localDate(now: IsoTime, zone: string): LocalDate {
  return Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The first date of a rhythm on or after the given one. */
export function dateOnOrAfter(rhythm: Rhythm, from: LocalDate): LocalDate {
  const date = Temporal.PlainDate.from(from);
  if (rhythm.frequency === 'daily') return date.toString();
  if (rhythm.frequency === 'weekly') return date.add({ days: (rhythm.weekday - date.dayOfWeek + 7) % 7 }).toString();
  const inMonth = date.with({ day: rhythm.dayOfMonth }, { overflow: 'constrain' });
  if (Temporal.PlainDate.compare(inMonth, date) >= 0) return inMonth.toString();
  return date
    .with({ day: 1 })
    .add({ months: 1 })
    .with({ day: rhythm.dayOfMonth }, { overflow: 'constrain' })
    .toString();
}

/** The date of a rhythm that follows one of its dates. */
export function dateAfter(rhythm: Rhythm, date: LocalDate): LocalDate {
  return dateOnOrAfter(rhythm, Temporal.PlainDate.from(date).add({ days: 1 }).toString());
}

/** The date one period before: news since then belongs into the first digest. */
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
  // What lies more than two days back is over; stepping over a long downtime day by day would be idle.
  const recent = dateOnOrAfter(
    rhythm,
    Temporal.PlainDate.from(localDate(slot.now, 'UTC')).subtract({ days: 35 }).toString(),
  );
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
