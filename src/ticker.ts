import { addSeconds } from './domain/time.ts';
import type { Context } from './services/context.ts';
import { tick } from './tick.ts';

const IDLE_MS = 1_000;
/** SQLite in the same process sets no limit on statements. */
const LIMITS = { seconds: 20, queryBudget: Number.POSITIVE_INFINITY };

/** Keeps background work going in one process: a tick every second, or at once when rung. */
export type Ticker = {
  ring(): void;
  /** Begins nothing more; resolves when the steps that are under way have ended. */
  stop(): Promise<void>;
};

/** Starts ticking. `contextOf` gets the ticker's own bell. */
export function startTicker(contextOf: (ring: () => void) => Context): Ticker & { context: Context } {
  let isStopped = false;
  let isRung = false;
  let wake: () => void = () => {};
  const ring = () => {
    isRung = true;
    wake();
  };
  const context = contextOf(ring);

  async function run(): Promise<void> {
    const ticking: Context = { ...context, hasBudget: () => !isStopped };
    while (!isStopped) {
      isRung = false;
      const deadline = addSeconds(context.now(), LIMITS.seconds);
      await tick(ticking, LIMITS).catch((error: unknown) => context.log.error('tick.crashed', error, { lane: 'all' }));
      // One that used up its time left work behind.
      const isIdle = !isRung && context.now() < deadline;
      if (isIdle && !isStopped) await pause();
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = run();
  return {
    context,
    ring,
    async stop() {
      isStopped = true;
      wake();
      await running;
    },
  };
}
