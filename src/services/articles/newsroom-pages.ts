import { findSpan, listKinds, listUpcoming } from '../../db/articles/newsroom-articles.ts';
import type { StaffArticle } from '../../db/articles/staff-articles.ts';
import { listPublicTopics, type PublicTopic } from '../../db/articles/topics.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';

/** What the lists can be narrowed by, and what is coming up. */
export type Facets = { kinds: string[]; years: number[]; topics: PublicTopic[]; upcoming: StaffArticle[] };

const FRESH_MS = 5000;
const cache = new WeakMap<object, { readAt: number; facets: Promise<Facets> }>();

/** The newsroom's kinds, years, topics and coming events, at most five seconds old: every list asks for them. */
export function readFacets(ctx: Pick<Context, 'db' | 'now' | 'config'>): Promise<Facets> {
  const readAt = Date.parse(ctx.now());
  const known = cache.get(ctx.db);
  if (known && Math.abs(readAt - known.readAt) < FRESH_MS) return known.facets;
  const facets = collect(ctx);
  cache.set(ctx.db, { readAt, facets });
  facets.catch(() => cache.delete(ctx.db));
  return facets;
}

async function collect(ctx: Pick<Context, 'db' | 'now' | 'config'>): Promise<Facets> {
  const now = ctx.now();
  const [kinds, span, topics, upcoming] = await Promise.all([
    listKinds(ctx.db),
    findSpan(ctx.db),
    listPublicTopics(ctx.db),
    // Three are shown, each perhaps in two languages.
    upcomingEvents(ctx, 6),
  ]);
  const zone = ctx.config.timeZone;
  const newest = span && span.newest < now ? span.newest : now;
  const [first, last] = span ? [yearIn(span.oldest, zone), yearIn(newest, zone)] : [1, 0];
  const years = Array.from({ length: Math.min(60, Math.max(0, last - first + 1)) }, (_, n) => last - n);
  return { kinds, years, topics, upcoming };
}

/** Events that are not over: those that began up to half a day ago may still be on. */
export async function upcomingEvents(ctx: Pick<Context, 'db' | 'now'>, limit: number): Promise<StaffArticle[]> {
  const now = ctx.now();
  return listUpcoming(ctx.db, { now, startedAfter: addSeconds(now, -12 * 3600), limit });
}

/** The year in which a time falls in a zone. */
function yearIn(iso: string, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(Date.parse(iso)));
}

/** Midnight at which a year begins in a zone. */
export function yearStart(year: number, timeZone: string): string {
  const utc = Date.UTC(year, 0, 1);
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(utc);
  const offset = /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '');
  const minutes = offset ? (Number(offset[2]) * 60 + Number(offset[3])) * (offset[1] === '-' ? -1 : 1) : 0;
  return new Date(utc - minutes * 60_000).toISOString();
}
