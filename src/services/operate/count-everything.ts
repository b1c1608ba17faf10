import { COUNTED_THINGS, type Counted, countStates } from '../../db/counters.ts';
import type { Context } from '../context.ts';

/** Rows looked at of each kind: D1 reads them in well under a second, and a dashboard asks every minute. */
export const MOST_COUNTED = 100_000;

/** Rows by state; `isCut` says that there are more than were looked at, and the newest were. */
export type Counter = { total: number; states: Record<string, number>; isCut: boolean };

/** Counts articles, announcements, mailings, batches, readers, messages and feeds by state, one bounded statement each. */
export async function countEverything(
  ctx: Pick<Context, 'db'>,
  most = MOST_COUNTED,
): Promise<Record<Counted, Counter>> {
  const counters: Partial<Record<Counted, Counter>> = {};
  for (const what of COUNTED_THINGS) {
    const states = await countStates(ctx.db, what, most);
    const total = [...states.values()].reduce((sum, count) => sum + count, 0);
    counters[what] = { total, states: Object.fromEntries(states), isCut: total === most };
  }
  return counters as Record<Counted, Counter>;
}
