import type { Context } from './context.ts';
import type { Mailer, RateFacts, SendOutcome } from './ports.ts';

/** Longer than this nothing waits for its turn: the work is given back and a later tick goes on. */
export const LONGEST_WAIT_SECONDS = 5;

/** What is known of the provider's limit, kept from one turn of the lane to the next. */
export type Pacing = {
  /** Requests a second; null while no answer stated any limit. */
  perSecond: number | null;
  /** Nothing may leave before this time, in milliseconds since the epoch. */
  nextAt: number;
};

export type Pacer = {
  /** Resolves to true when one more request may leave, urgent ones first; to false where that would take too long. */
  turn(isUrgent: boolean): Promise<boolean>;
  /** Takes in what the answer to that request said; null where the request threw. */
  learn(outcome: SendOutcome | null): void;
  waitSeconds(): number;
  pacing(): Pacing;
};

/** Requests leave a little slower than allowed: they arrive less evenly than they left. */
const SLACK = 1.025;
const MOST_SLACK = 1.25;
/** A timer that comes this late is made up for; making up for a later one would be a burst. */
const MAKE_UP_MS = 10;

type Place = (mayLeave: boolean) => void;

/**
 * Spaces requests evenly, so that no second holds more than the provider's answers say it allows, or `assumedRate` a
 * second where they say nothing. Until the limit is known requests go one by one.
 */
export function createPacer(ctx: Pick<Context, 'now' | 'sleep'>, start: Pacing, assumedRate: number | null): Pacer {
  const now = () => Date.parse(ctx.now());
  let { nextAt } = start;
  let perSecond = start.perSecond ?? undefined;
  let isUnlimited = false;
  let slack = SLACK;
  let recent: number[] = [];
  let isServing = false;
  let noteAnswer: (() => void) | null = null;
  const waiting: Record<'urgent' | 'bulk', Place[]> = { urgent: [], bulk: [] };

  async function serve(): Promise<void> {
    isServing = true;
    for (let place = waiting.urgent[0] ?? waiting.bulk[0]; place; place = waiting.urgent[0] ?? waiting.bulk[0]) {
      const wait = nextAt - now();
      if (wait > LONGEST_WAIT_SECONDS * 1000) {
        for (const leave of [...waiting.urgent.splice(0), ...waiting.bulk.splice(0)]) leave(false);
      } else if (wait > 0) {
        await ctx.sleep(Math.ceil(wait));
      } else {
        const isKnown = isUnlimited || perSecond !== undefined;
        const answer = isKnown ? null : new Promise<void>((resolve) => (noteAnswer = resolve));
        reserve();
        (waiting.urgent.shift() ?? waiting.bulk.shift())?.(true);
        await answer;
      }
    }
    isServing = false;
  }

  function reserve(): void {
    if (perSecond === undefined) return;
    const at = now();
    nextAt = (at - nextAt > MAKE_UP_MS ? at : nextAt) + (1000 * slack) / perSecond;
    recent = [...recent.filter((earlier) => at - earlier < 1000), at];
  }

  /** The limit is the whole team's: where it is used up and not by us, somebody else is sending too. */
  function isUsedByOthers(rate: RateFacts): boolean {
    return rate.remaining === 0 && recent.length < rate.limit / 2;
  }

  function holdBack(seconds: number): void {
    nextAt = Math.max(nextAt, now() + seconds * 1000);
  }

  return {
    turn: (isUrgent) =>
      new Promise((resolve, reject) => {
        waiting[isUrgent ? 'urgent' : 'bulk'].push(resolve);
        if (!isServing) serve().catch(reject);
      }),
    learn(outcome) {
      const rate = outcome?.rate;
      const wasKnown = perSecond !== undefined;
      if (rate) perSecond = rate.limit / rate.windowSeconds;
      else if (outcome && outcome.kind !== 'unanswered') perSecond ??= assumedRate ?? undefined;
      if (outcome && outcome.kind !== 'unanswered') isUnlimited = perSecond === undefined;
      // The request that taught the limit counts against it.
      if (!wasKnown && perSecond !== undefined) holdBack(slack / perSecond);
      if (outcome?.kind === 'refused' && !outcome.stop) {
        if (nextAt <= now()) slack = Math.min(slack * 1.05, MOST_SLACK);
        holdBack(outcome.retryAfterSeconds ?? 1);
      }
      if (rate && isUsedByOthers(rate)) holdBack(rate.resetSeconds ?? rate.windowSeconds);
      noteAnswer?.();
      noteAnswer = null;
    },
    waitSeconds: () => Math.max(0, (nextAt - now()) / 1000),
    pacing: () => ({ perSecond: perSecond ?? null, nextAt }),
  };
}

/** A mailer whose calls wait for their turn. Single mails are transactional and go before batches. */
export function pacedMailer(mailer: Mailer, pacer: Pacer): Mailer {
  async function inTurn(isUrgent: boolean, call: () => Promise<SendOutcome>): Promise<SendOutcome> {
    if (!(await pacer.turn(isUrgent))) {
      const retryAfterSeconds = Math.ceil(pacer.waitSeconds());
      return {
        kind: 'refused',
        code: 'held_back',
        message: 'The provider asked us to wait.',
        stop: false,
        retryAfterSeconds,
      };
    }
    let outcome: SendOutcome | null = null;
    try {
      outcome = await call();
      return outcome;
    } finally {
      pacer.learn(outcome);
    }
  }
  return {
    ...mailer,
    send: (mail, key) => inTurn(true, () => mailer.send(mail, key)),
    sendBatch: (body, key) => inTurn(false, () => mailer.sendBatch(body, key)),
  };
}
