import type { Context } from '../context.ts';
import type { Mailer, SendOutcome } from '../ports.ts';
import { createRateLimit, type Pacing, type RateLimit, type Request } from './rate-limit.ts';

/** Longer than this nothing waits for its turn: the work is given back and a later tick goes on. */
export const LONGEST_WAIT_SECONDS = 5;

export type Pacer = Pick<RateLimit, 'learn' | 'pacing'> & {
  /** Resolves when one more request may leave, urgent ones first; to null where that would take too long. */
  turn(isUrgent: boolean): Promise<Request | null>;
  waitSeconds(): number;
};

type Place = (request: Request | null) => void;

/** Lets requests go one after another as the provider's limit allows; one at a time until that is known. */
export function createPacer(ctx: Pick<Context, 'now' | 'sleep'>, start: Pacing, assumedRate: number | null): Pacer {
  const now = () => Date.parse(ctx.now());
  const limit = createRateLimit(now, start, assumedRate);
  let isServing = false;
  let noteAnswer: (() => void) | null = null;
  const waiting: Record<'urgent' | 'bulk', Place[]> = { urgent: [], bulk: [] };

  async function serve(): Promise<void> {
    isServing = true;
    while (waiting.urgent.length + waiting.bulk.length > 0) {
      const wait = limit.nextAt() - now();
      if (wait > LONGEST_WAIT_SECONDS * 1000) {
        for (const leave of [...waiting.urgent.splice(0), ...waiting.bulk.splice(0)]) leave(null);
      } else if (wait > 0) {
        await ctx.sleep(Math.ceil(wait));
      } else {
        const answer = limit.isKnown() ? null : new Promise<void>((resolve) => (noteAnswer = resolve));
        const request = limit.letGo();
        (waiting.urgent.shift() ?? waiting.bulk.shift())?.(request);
        await answer;
      }
    }
    isServing = false;
  }

  return {
    turn: (isUrgent) =>
      new Promise((resolve, reject) => {
        waiting[isUrgent ? 'urgent' : 'bulk'].push(resolve);
        if (!isServing) serve().catch(reject);
      }),
    learn(request, outcome) {
      limit.learn(request, outcome);
      noteAnswer?.();
      noteAnswer = null;
    },
    waitSeconds: () => Math.max(0, (limit.nextAt() - now()) / 1000),
    pacing: limit.pacing,
  };
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
