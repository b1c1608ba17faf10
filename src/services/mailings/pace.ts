import type { Context } from '../context.ts';
import type { Mailer, RateFacts, SendOutcome } from '../ports.ts';

/** Longer than this nothing waits for its turn: the work is given back and a later tick goes on. */
export const LONGEST_WAIT_SECONDS = 5;

/** What is known of the provider's limit, kept from one turn of the lane to the next. */
export type Pacing = {
  /** Requests a second; null while no answer stated any limit. */
  perSecond: number | null;
  /** Nothing may leave before this time, in milliseconds since the epoch. */
  nextAt: number;
};

/** One request that was let go, in milliseconds since the epoch. */
type Request = { leftAt: number; answeredAt: number | null; opensConnection: boolean };

export type Pacer = {
  /** Resolves when one more request may leave, urgent ones first; to null where that would take too long. */
  turn(isUrgent: boolean): Promise<Request | null>;
  /** Takes in what the answer to a request said; null where it threw. */
  learn(request: Request, outcome: SendOutcome | null): void;
  waitSeconds(): number;
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

type Place = (request: Request | null) => void;

/**
 * Spaces requests evenly, and lets no second hold more than the provider's answers say it allows, or `assumedRate` where
 * they say nothing. Until the limit is known requests go one by one.
 */
export function createPacer(ctx: Pick<Context, 'now' | 'sleep'>, start: Pacing, assumedRate: number | null): Pacer {
  const now = () => Date.parse(ctx.now());
  let perSecond = start.perSecond ?? undefined;
  let isUnlimited = false;
  /** When the next request leaves if all leave evenly, and before which none may. */
  let evenAt = start.nextAt;
  let heldUntil = start.nextAt;
  let mostOnTheWay = ON_THE_WAY_MS;
  let recent: Request[] = [];
  let isServing = false;
  let noteAnswer: (() => void) | null = null;
  const waiting: Record<'urgent' | 'bulk', Place[]> = { urgent: [], bulk: [] };

  async function serve(): Promise<void> {
    isServing = true;
    while (waiting.urgent.length + waiting.bulk.length > 0) {
      const wait = nextAt() - now();
      if (wait > LONGEST_WAIT_SECONDS * 1000) {
        for (const leave of [...waiting.urgent.splice(0), ...waiting.bulk.splice(0)]) leave(null);
      } else if (wait > 0) {
        await ctx.sleep(Math.ceil(wait));
      } else {
        const isKnown = isUnlimited || perSecond !== undefined;
        const answer = isKnown ? null : new Promise<void>((resolve) => (noteAnswer = resolve));
        const request = letGo();
        (waiting.urgent.shift() ?? waiting.bulk.shift())?.(request);
        await answer;
      }
    }
    isServing = false;
  }

  function letGo(): Request {
    const request: Request = { leftAt: now(), answeredAt: null, opensConnection: recent.length < OPEN_CONNECTIONS };
    if (isUnlimited) return request;
    recent = [...recent, request].slice(-MOST_RECENT);
    if (perSecond !== undefined) evenAt = Math.max(evenAt, request.leftAt - MAKE_UP_MS) + 1000 / perSecond;
    return request;
  }

  function nextAt(): number {
    if (perSecond === undefined) return heldUntil;
    const most = Math.max(1, Math.floor(perSecond));
    const first = recent.at(-most);
    const window = (1000 * most) / perSecond;
    return Math.max(heldUntil, evenAt, first ? arrivedBy(first, mostOnTheWay) + window : 0);
  }

  /** The limit is the whole team's: where it is used up and not by us, somebody else is sending too. */
  function isUsedByOthers(rate: RateFacts): boolean {
    const from = now() - rate.windowSeconds * 1000;
    return rate.remaining === 0 && recent.filter(({ leftAt }) => leftAt > from).length < rate.limit / 2;
  }

  function holdBack(seconds: number): void {
    heldUntil = Math.max(heldUntil, now() + seconds * 1000);
  }

  return {
    turn: (isUrgent) =>
      new Promise((resolve, reject) => {
        waiting[isUrgent ? 'urgent' : 'bulk'].push(resolve);
        if (!isServing) serve().catch(reject);
      }),
    learn(request, outcome) {
      request.answeredAt = now();
      const rate = outcome?.rate;
      const isAnswered = outcome !== null && outcome.kind !== 'unanswered';
      if (rate) perSecond = rate.limit / rate.windowSeconds;
      else if (isAnswered) perSecond ??= assumedRate ?? undefined;
      if (isAnswered) isUnlimited = perSecond === undefined;
      if (outcome?.kind === 'refused' && !outcome.stop) {
        mostOnTheWay = LONGEST_ON_THE_WAY_MS;
        holdBack(outcome.retryAfterSeconds ?? 1);
      }
      if (rate && isUsedByOthers(rate)) holdBack(rate.resetSeconds ?? rate.windowSeconds);
      noteAnswer?.();
      noteAnswer = null;
    },
    waitSeconds: () => Math.max(0, (nextAt() - now()) / 1000),
    pacing: () => ({ perSecond: perSecond ?? null, nextAt: nextAt() }),
  };
}

/** The latest time at which a request can have reached the provider, `most` milliseconds after it left. */
function arrivedBy({ answeredAt, leftAt, opensConnection }: Request, most: number): number {
  const latest = leftAt + (opensConnection ? LONGEST_ON_THE_WAY_MS : most);
  return answeredAt === null ? latest : Math.min(answeredAt, latest);
}

/** A mailer whose calls wait for their turn. Single mails are transactional and go before batches. */
export function pacedMailer(mailer: Mailer, pacer: Pacer): Mailer {
  async function inTurn(isUrgent: boolean, call: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const request = await pacer.turn(isUrgent);
    if (!request) {
      const message = 'The provider asked us to wait.';
      const retryAfterSeconds = Math.ceil(pacer.waitSeconds());
      return { kind: 'refused', code: 'held_back', message, stop: false, retryAfterSeconds };
    }
    let outcome: SendOutcome | null = null;
    try {
      outcome = await call();
      return outcome;
    } finally {
      pacer.learn(request, outcome);
    }
  }
  return {
    ...mailer,
    send: (mail, key) => inTurn(true, () => mailer.send(mail, key)),
    sendBatch: (body, key) => inTurn(false, () => mailer.sendBatch(body, key)),
  };
}
