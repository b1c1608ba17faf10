import { type IsoTime, secondsBetween } from './time.ts';

/** What a document says, and its items show, about how often it is worth polling. Days and hours are GMT. */
export type PollHints = {
  /** From RSS `ttl`: not to be asked sooner. */
  ttlSeconds: number | null;
  /** From `sy:updatePeriod` and `sy:updateFrequency`. */
  updateSeconds: number | null;
  /** 0 to 23. */
  skipHours: number[];
  /** 0 (Sunday) to 6. */
  skipDays: number[];
  /** Median time between the newest items, or null with fewer than two dates. */
  gapSeconds: number | null;
  newestAt: IsoTime | null;
};

export const NO_HINTS: PollHints = {
  ttlSeconds: null,
  updateSeconds: null,
  skipHours: [],
  skipDays: [],
  gapSeconds: null,
  newestAt: null,
};

/** A press release must not wait for a feed's usual rhythm: an hour at most, three where a month brought nothing. */
const LONGEST_PACE_SECONDS = 3600;
const SILENT_PACE_SECONDS = 3 * 3600;
const SILENT_SECONDS = 30 * 24 * 3600;
/** Gaps further back say little about the present. */
const NEWEST_ITEMS = 10;
/** Within this factor the publisher's own word on its rhythm is believed. */
const NEAR = 3;

/** How often a feed publishes by the dates of its newest items. Dates still to come (events, slips) count for nothing. */
export function publishingRhythm(
  dates: readonly (IsoTime | null)[],
  now: IsoTime,
): Pick<PollHints, 'gapSeconds' | 'newestAt'> {
  const newest = dates
    .filter((date): date is IsoTime => date !== null && date <= now)
    .sort()
    .reverse()
    .slice(0, NEWEST_ITEMS);
  const gaps = newest.slice(1).map((date, n) => secondsBetween(date, newest[n] ?? date));
  return { gapSeconds: median(gaps), newestAt: newest[0] ?? null };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/**
 * Seconds between polls that fit how often the feed really publishes, from 0 to an hour: half the gap between its items,
 * an eighth of the time since the only one; three hours after a month of silence. The publisher's stated period counts
 * where it is near that or nothing else is known: many programs state "hourly" for every feed.
 *
 * @param lastNewAt when a poll last brought something new; stands in for dates the feed does not have
 */
export function paceSeconds(hints: PollHints, lastNewAt: IsoTime | null, now: IsoTime): number {
  const newestAt = hints.newestAt ?? lastNewAt;
  const { gapSeconds, updateSeconds } = hints;
  if (newestAt === null) return Math.min(updateSeconds ?? 0, LONGEST_PACE_SECONDS);
  const age = Math.max(0, secondsBetween(newestAt, now));
  if (age >= SILENT_SECONDS) return SILENT_PACE_SECONDS;
  const own = gapSeconds === null ? age / 8 : gapSeconds / 2;
  const isNear = updateSeconds !== null && updateSeconds <= own * NEAR && own <= updateSeconds * NEAR;
  return Math.min(isNear ? updateSeconds : own, LONGEST_PACE_SECONDS);
}
