import { addSeconds, type IsoTime } from './time.ts';

const CAP_SECONDS = 24 * 3600;
/** No server can put a feed off for longer: a slip in a Retry-After would otherwise end it without a word. */
const LONGEST_SECONDS = 30 * CAP_SECONDS;

type PollOutcome = {
  now: IsoTime;
  floorSeconds: number;
  /** From Cache-Control or Expires; a lower bound. */
  freshForSeconds: number | null;
  /** The document's own hint. */
  hintSeconds: number | null;
  /** From Retry-After; never earlier, within 30 days. */
  retryAfterSeconds: number | null;
  /** Polls in a row that failed, this one included. */
  failures: number;
  /** 0 ≤ x < 1, spreads polls of many feeds. */
  random: number;
};

/**
 * When to ask a feed again: the longest of floor, freshness and hint; doubled per failure; at most a day; Retry-After
 * is kept up to 30 days. Up to a tenth is added so that feeds do not fall due together.
 */
export function nextPollAt(outcome: PollOutcome): IsoTime {
  const wished = Math.max(outcome.floorSeconds, outcome.freshForSeconds ?? 0, outcome.hintSeconds ?? 0);
  const backedOff = wished * 2 ** Math.min(outcome.failures, 9);
  const seconds = Math.max(Math.min(backedOff, CAP_SECONDS), Math.min(outcome.retryAfterSeconds ?? 0, LONGEST_SECONDS));
  return addSeconds(outcome.now, seconds * (1 + outcome.random / 10));
}

/**
 * Whether so much is new at once that a person must look first: more than 20 items, or at least 5 that are over half
 * of the document (ids that were regenerated look like this).
 */
export function isFlood(newItems: number, itemsInDocument: number): boolean {
  return newItems > 20 || (newItems >= 5 && newItems > itemsInDocument / 2);
}
