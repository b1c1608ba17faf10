import { type PollHints, paceSeconds } from './feed-rhythm.ts';
import { addSeconds, type IsoTime } from './time.ts';

const CAP_SECONDS = 24 * 3600;
/** No server can put a feed off for longer: a slip in a Retry-After would otherwise end it without a word. */
const LONGEST_SECONDS = 30 * CAP_SECONDS;
/** With a hub that rings, polls only make sure that no push was lost. */
const SAFETY_SECONDS = 6 * 3600;
/** A server that refuses us (401, 402, 403) changes its mind rarely. */
const REFUSED_SECONDS = 6 * 3600;
/** How far polls are spread that all wait for the end of skipped hours. */
const SPREAD_SECONDS = 600;
/** Six skipped days and some hours end within eight days, or never. */
const LONGEST_SKIP_HOURS = 8 * 24;

type PollOutcome = {
  now: IsoTime;
  floorSeconds: number;
  /** From Cache-Control or Expires; a lower bound. */
  freshForSeconds: number | null;
  hints: PollHints;
  /** When a poll last brought something new. */
  lastNewAt: IsoTime | null;
  /** What is left of a live subscription at a hub. */
  hubLeaseSeconds: number | null;
  /** From Retry-After; never earlier, within 30 days. */
  retryAfterSeconds: number | null;
  /** Polls in a row that failed, this one included. */
  failures: number;
  isRefused: boolean;
  /** 0 ≤ x < 1, spreads polls of many feeds. */
  random: number;
};

/**
 * When to ask a feed again. After a good poll: the longest of floor, freshness, ttl and the feed's own pace, at most a
 * day; six hours at least while a hub rings. After failures: the longest of floor and ttl, doubled for each, at most a
 * day. Retry-After is kept up to 30 days. Up to a tenth is added so that feeds do not fall due together, and what falls
 * into hours or days the feed tells us to skip (rssboard.org/skip-hours-days) waits for their end.
 */
export function nextPollAt(outcome: PollOutcome): IsoTime {
  const seconds = outcome.failures > 0 ? backOffSeconds(outcome) : restSeconds(outcome);
  const asked = Math.min(outcome.retryAfterSeconds ?? 0, LONGEST_SECONDS);
  const spread = Math.max(Math.min(seconds, CAP_SECONDS), asked) * (1 + outcome.random / 10);
  return afterSkipped(addSeconds(outcome.now, spread), outcome);
}

function restSeconds(outcome: PollOutcome): number {
  const { floorSeconds, freshForSeconds, hints, hubLeaseSeconds, lastNewAt, now } = outcome;
  const pace = paceSeconds(hints, lastNewAt, now);
  const safety = Math.min(Math.max(hubLeaseSeconds ?? 0, 0), SAFETY_SECONDS);
  return Math.max(floorSeconds, freshForSeconds ?? 0, hints.ttlSeconds ?? 0, pace, safety);
}

function backOffSeconds({ failures, floorSeconds, hints, isRefused }: PollOutcome): number {
  const first = Math.max(floorSeconds, hints.ttlSeconds ?? 0, isRefused ? REFUSED_SECONDS : 0);
  return first * 2 ** Math.min(failures, 9);
}

function afterSkipped(at: IsoTime, { hints: { skipDays, skipHours }, random }: PollOutcome): IsoTime {
  const isSkipped = (time: Date) => skipHours.includes(time.getUTCHours()) || skipDays.includes(time.getUTCDay());
  const time = new Date(at);
  if (!isSkipped(time)) return at;
  time.setUTCMinutes(0, 0, 0);
  for (let hours = 0; hours < LONGEST_SKIP_HOURS; hours += 1) {
    time.setUTCHours(time.getUTCHours() + 1);
    if (!isSkipped(time)) return addSeconds(time.toISOString(), random * SPREAD_SECONDS);
  }
  // Every hour or every day is listed: nobody can mean that.
  return at;
}

/**
 * Whether so much is new at once that a person must look first: more than 20 items, or at least 5 that are over half
 * of the document (ids that were regenerated look like this).
 */
export function isFlood(newItems: number, itemsInDocument: number): boolean {
  return newItems > 20 || (newItems >= 5 && newItems > itemsInDocument / 2);
}
