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
  /** Where those who joined signed up, the most first; `import` are those that staff brought, `others` all beyond the first 20. */
  sources: { source: string; joined: number; left: number }[];
  /** Both at once: what each source brought and lost on each day that anything happened. */
  moves: { day: string; source: string; joined: number; left: number }[];
};

/** Growth by day and by source over the last `days` days, today included. */
export async function readGrowth(ctx: Context, days: number): Promise<Growth> {
  const spans = lastDays(ctx, Math.min(MOST_DAYS, Math.max(1, Math.floor(days))));
  const [moves, imported, states] = await Promise.all([
    countMoves(ctx.db, spans),
    countImported(ctx.db, spans),
    countByState(ctx.db),
  ]);
  const all = [
    ...moves.map((move) => ({ ...move, source: move.source || 'erased' })),
    ...imported.map(({ day, readers }) => ({ day, source: 'import', joined: readers, left: 0 })),
  ].filter(({ joined, left }) => joined > 0 || left > 0);
  const sources = [...Map.groupBy(all, ({ source }) => source)]
    .map(([source, own]) => ({ source, ...sumOf(own) }))
    .sort((a, b) => b.joined - a.joined || b.left - a.left);
  // A form names its own source, so there may be any number of them.
  const shown = sources.slice(0, MOST_SOURCES);
  const rest = sources.slice(MOST_SOURCES);
  const names = new Set(shown.map(({ source }) => source));
  const named = all.map((move) => (names.has(move.source) ? move : { ...move, source: 'others' }));
  const byDay = Map.groupBy(all, ({ day }) => day);
  return {
    now: Object.fromEntries(states),
    days: spans.map(({ day }) => ({ day, ...sumOf(byDay.get(day) ?? []) })),
    sources: rest.length === 0 ? shown : [...shown, { source: 'others', ...sumOf(rest) }],
    moves: [...Map.groupBy(named, ({ day, source }) => JSON.stringify([day, source])).values()]
      .flatMap((own) => (own[0] ? [{ day: own[0].day, source: own[0].source, ...sumOf(own) }] : []))
      .sort((a, b) => a.day.localeCompare(b.day) || b.joined - a.joined || b.left - a.left),
  };
}

type Count = { joined: number; left: number };

function sumOf(counts: readonly Count[]): Count {
  return {
    joined: counts.reduce((total, { joined }) => total + joined, 0),
    left: counts.reduce((total, { left }) => total + left, 0),
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
