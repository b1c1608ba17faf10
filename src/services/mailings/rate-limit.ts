import type { RateFacts, SendOutcome } from '../ports.ts';

/** What is known of the provider's limit, kept from one turn of the lane to the next. */
export type Pacing = {
  /** Requests a second; null while no answer stated any limit. */
  perSecond: number | null;
  /** Nothing may leave before this time, in milliseconds since the epoch. */
  nextAt: number;
};

/** One request that was let go, in milliseconds since the epoch. */
export type Request = { leftAt: number; answeredAt: number | null; opensConnection: boolean };

/** What the provider allows, and when the next request may leave by it. Times are milliseconds since the epoch. */
export type RateLimit = {
  /** False until an answer came: requests then go one by one. */
  isKnown(): boolean;
  nextAt(): number;
  /** Notes that a request leaves now. */
  letGo(): Request;
  /** Takes in what the answer to a request said; null where it threw. */
  learn(request: Request, outcome: SendOutcome | null): void;
  /** What to keep for the next turn of the lane. */
  pacing(): Pacing;
};

/**
 * A request reaches the provider some time after it left and before it is answered. How late can only be told from the
 * answer; to wait for it costs the answer's time in every window, so a slow answer counts as this much at most. It counts in
 * full for the first requests, which open their connections, and after a refusal: then this process, or the way there, is
 * slower than that.
 */
const ON_THE_WAY_MS = 30;
/** As many as are under way at once, each over a connection of its own. */
const OPEN_CONNECTIONS = 4;
/** Longer than any answer takes that still comes. */
const LONGEST_ON_THE_WAY_MS = 30_000;
/** What a busy process sent late is made up for within this time. */
const MAKE_UP_MS = 500;
/** Requests remembered; a provider that allows more in a second is as good as one without a limit. */
const MOST_RECENT = 1000;

/**
 * Spaces requests evenly, and lets no second hold more than the provider's answers say it allows, or `assumedRate` where
 * they say nothing.
 */
export function createRateLimit(now: () => number, start: Pacing, assumedRate: number | null): RateLimit {
  let perSecond = start.perSecond ?? undefined;
  let isUnlimited = false;
  /** When the next request leaves if all leave evenly, and before which none may. */
  let evenAt = start.nextAt;
  let heldUntil = start.nextAt;
  let mostOnTheWay = ON_THE_WAY_MS;
  let recent: Request[] = [];

  function nextAt(): number {
    if (perSecond === undefined) return heldUntil;
    const most = Math.max(1, Math.floor(perSecond));
    const first = recent.at(-most);
    const window = (1000 * most) / perSecond;
    return Math.max(heldUntil, evenAt, first ? arrivedBy(first, mostOnTheWay) + window : 0);
  }

  return {
    nextAt,
    isKnown: () => isUnlimited || perSecond !== undefined,
    pacing: () => ({ perSecond: perSecond ?? null, nextAt: nextAt() }),
    letGo() {
      const request: Request = { leftAt: now(), answeredAt: null, opensConnection: recent.length < OPEN_CONNECTIONS };
      if (isUnlimited) return request;
      recent = [...recent, request].slice(-MOST_RECENT);
      if (perSecond !== undefined) evenAt = Math.max(evenAt, request.leftAt - MAKE_UP_MS) + 1000 / perSecond;
      return request;
    },
    learn(request, outcome) {
      request.answeredAt = now();
      const isAnswered = outcome !== null && outcome.kind !== 'unanswered';
      if (outcome?.rate) perSecond = outcome.rate.limit / outcome.rate.windowSeconds;
      else if (isAnswered) perSecond ??= assumedRate ?? undefined;
      if (isAnswered) isUnlimited = perSecond === undefined;
      if (outcome?.kind === 'refused' && !outcome.stop) mostOnTheWay = LONGEST_ON_THE_WAY_MS;
      const seconds = secondsToHold(outcome, recent, now());
      if (seconds > 0) heldUntil = Math.max(heldUntil, now() + seconds * 1000);
    },
  };
}

/** How long nothing may leave after an answer. */
function secondsToHold(outcome: SendOutcome | null, recent: readonly Request[], now: number): number {
  const rate = outcome?.rate;
  const asked = outcome?.kind === 'refused' && !outcome.stop ? (outcome.retryAfterSeconds ?? 1) : 0;
  const reset = rate && isUsedByOthers(rate, recent, now) ? (rate.resetSeconds ?? rate.windowSeconds) : 0;
  return Math.max(asked, reset);
}

/** The limit is the whole team's: where it is used up and not by us, somebody else is sending too. */
function isUsedByOthers(rate: RateFacts, recent: readonly Request[], now: number): boolean {
  const from = now - rate.windowSeconds * 1000;
  return rate.remaining === 0 && recent.filter(({ leftAt }) => leftAt > from).length < rate.limit / 2;
}

/** The latest time at which a request can have reached the provider, `most` milliseconds after it left. */
function arrivedBy({ answeredAt, leftAt, opensConnection }: Request, most: number): number {
  const latest = leftAt + (opensConnection ? LONGEST_ON_THE_WAY_MS : most);
  return answeredAt === null ? latest : Math.min(answeredAt, latest);
}
