import { addDays, instantOf, localDay, localTime, weekdayOf } from './local-day.ts';

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
  const today = localDay(now, zone);
  for (let back = 0; back <= 8; back += 1) {
    const localDate = addDays(today, -back);
    if (plan.mode === 'weekly' && weekdayOf(localDate) !== plan.weekday) continue;
    const at = instantOf(localDate, plan.atTime, zone);
    if (at <= now) return { localDate, at };
  }
  throw new Error('A week has every weekday.');
}

/** Whether a local time of day lies in a span; one that passes midnight ("22:00" to "07:00") too. */
function isWithin(span: { from: string; to: string }, time: string): boolean {
  return span.from <= span.to ? span.from <= time && time < span.to : span.from <= time || time < span.to;
}

/** When the quiet hours in which `now` lies are over; null where it lies in none. */
export function quietUntil(span: { from: string; to: string } | null, now: string, zone: string): string | null {
  if (!span || span.from === span.to) return null;
  const time = localTime(now, zone);
  if (!isWithin(span, time)) return null;
  const today = localDay(now, zone);
  return instantOf(time < span.to ? today : addDays(today, 1), span.to, zone);
}
