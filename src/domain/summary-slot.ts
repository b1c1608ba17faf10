import { Temporal } from 'temporal-polyfill';

/** A slot that has come: its local date and its instant, ISO. */
export type Slot = { localDate: string; at: string };

export type SlotPlan = {
  mode: 'daily' | 'weekly';
  /** Local time, "09:00". */
  atTime: string;
  /** ISO weekday, 1 is Monday; counts for weekly only. */
  weekday: number;
};

/**
 * The latest slot at or before `now` in an IANA zone. A time the clocks skip stands for the next valid instant after the
 * gap; of one they show twice, the first counts.
 */
export function latestSlot(plan: SlotPlan, now: string, zone: string): Slot {
  const instant = Temporal.Instant.from(now);
  const today = instant.toZonedDateTimeISO(zone).toPlainDate();
  for (let back = 0; back <= 8; back += 1) {
    const date = today.subtract({ days: back });
    if (plan.mode === 'weekly' && date.dayOfWeek !== plan.weekday) continue;
    const at = date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(plan.atTime) }).toInstant();
    if (Temporal.Instant.compare(at, instant) <= 0) return { localDate: date.toString(), at: isoOf(at) };
  }
  throw new Error('A week has every weekday.');
}

/** Whether a local time of day lies in a span; one that passes midnight ("22:00" to "07:00") too. */
export function isWithin(span: { from: string; to: string }, localTime: string): boolean {
  return span.from <= span.to
    ? span.from <= localTime && localTime < span.to
    : span.from <= localTime || localTime < span.to;
}

/** When the quiet hours in which `now` lies are over; null where it lies in none. */
export function quietUntil(span: { from: string; to: string } | null, now: string, zone: string): string | null {
  if (!span || span.from === span.to) return null;
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
  if (!isWithin(span, local.toPlainTime().toString({ smallestUnit: 'minute' }))) return null;
  const end = Temporal.PlainTime.from(span.to);
  const isToday = Temporal.PlainTime.compare(local.toPlainTime(), end) < 0;
  const date = isToday ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  return isoOf(date.toZonedDateTime({ timeZone: zone, plainTime: end }).toInstant());
}

function isoOf(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString();
}
