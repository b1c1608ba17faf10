import { countImported, countMoves, type DaySpan } from '../../db/readers/growth.ts';
import { countByState, type SubscriberState } from '../../db/readers/subscribers.ts';
import { localDay, startOfDay } from '../../domain/local-day.ts';
import type { Context } from '../context.ts';

/** The longest time looked back on, in days. */
export const MOST_DAYS = 366;
const MOST_SOURCES = 20;

export type Growth = {
  /** Readers by state now. */
  now: Partial<Record<SubscriberState, number>>;
  /** Each day in the newsroom's zone, the oldest first. */
  days: { day: string; joined: number; left: number }[];
  /** Where those who joined signed up, the most first; `import` are those that staff brought. */
  sources: { source: string; joined: number; left: number }[];
};

/** Growth by day and by source over the last `days` days, today included. */
export async function readGrowth(ctx: Context, days: number): Promise<Growth> {
  const spans = lastDays(ctx, Math.min(MOST_DAYS, Math.max(1, Math.floor(days))));
  const [moves, imported, states] = await Promise.all([
    countMoves(ctx.db, spans),
    countImported(ctx.db, spans),
    countByState(ctx.db),
  ]);
  const all = [...moves, ...imported.map(({ day, readers }) => ({ day, source: 'import', joined: readers, left: 0 }))];
  const sum = (of: typeof all) => ({
    joined: of.reduce((total, { joined }) => total + joined, 0),
    left: of.reduce((total, { left }) => total + left, 0),
  });
  const sources = [...new Set(all.map(({ source }) => source))].map((source) => ({
    source: source || 'erased',
    ...sum(all.filter((move) => move.source === source)),
  }));
  return {
    now: Object.fromEntries(states),
    days: spans.map(({ day }) => ({ day, ...sum(all.filter((move) => move.day === day)) })),
    sources: sources.sort((a, b) => b.joined - a.joined || b.left - a.left).slice(0, MOST_SOURCES),
  };
}

function lastDays({ config, now }: Context, count: number): DaySpan[] {
  const today = localDay(now(), config.timeZone);
  return Array.from({ length: count }, (_, index) => {
    const from = startOfDay(today, config.timeZone, index + 1 - count);
    const to = startOfDay(today, config.timeZone, index + 2 - count);
    return { day: localDay(from, config.timeZone), from, to };
  });
}
