import * as z from 'zod';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { withLane } from '../lane.ts';
import { lastTick, noteTick } from '../note-tick.ts';
import { checkHealth } from './check-health.ts';
import type { WorkNote } from './work-note.ts';

const WATCHED = 'work_watched';
const WATCH_EVERY_SECONDS = 300;
/** Shorter gaps are a deployment or a cron that came late. */
const GAP_SECONDS = 900;
/** Of notes that Slack did not take, so many of the newest are kept. */
const MOST_UNTOLD = 5;

const NoteShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('work_stuck'), problems: z.array(z.string()) }),
  z.object({ kind: z.literal('work_recovered'), stuckSince: z.string() }),
  z.object({ kind: z.literal('work_stood_still'), from: z.string(), until: z.string() }),
]);
const WatchShape = z.object({
  at: z.string(),
  stuckSince: z.string().nullable(),
  untold: z.array(NoteShape).default([]),
});
type Watch = z.infer<typeof WatchShape>;

/**
 * Each minute, from the tick itself, by one tick at a time: notes that background work runs, and tells staff once when work is
 * stuck and once when it goes on, and, after a gap, that nothing ran meanwhile. What Slack does not take is told again by
 * the next tick.
 */
export async function watchWork(ctx: Context, deadline: string): Promise<void> {
  await withLane(ctx, { name: 'watch', deadline }, async () => {
    const watched = await readSetting(ctx.db, WATCHED, WatchShape);
    const seen = await look(ctx, watched);
    // Kept before it is told, so that it outlives this tick; whoever is killed in between tells it twice rather than never.
    if (seen !== watched) await writeSetting(ctx.db, WATCHED, seen, ctx.now());
    await noteTick(ctx);
    const untold: Watch['untold'] = [];
    for (const note of seen.untold) if (!(await isTold(ctx, note))) untold.push(note);
    if (untold.length < seen.untold.length) await writeSetting(ctx.db, WATCHED, { ...seen, untold }, ctx.now());
  });
}

/** What there is to tell beside what was not told yet; `watched` itself where nothing changed. */
async function look(ctx: Context, watched: Watch | null): Promise<Watch> {
  const now = ctx.now();
  const last = await lastTick(ctx);
  const isGap = last !== null && last < addSeconds(now, -GAP_SECONDS);
  const gap: WorkNote[] = isGap ? [{ kind: 'work_stood_still', from: last, until: now }] : [];
  const isFresh = watched !== null && watched.at > addSeconds(now, -WATCH_EVERY_SECONDS);
  if (isFresh && !isGap) return watched;
  const untold = watched?.untold ?? [];
  if (isFresh) return { ...watched, untold: keep(untold, gap) };
  const { overdue } = await checkHealth(ctx);
  // Just after a gap everything is late and is being done: it gets one round of time.
  const stuckSince = overdue.length > 0 ? (watched?.stuckSince ?? now) : null;
  return { at: now, stuckSince, untold: keep(untold, [...gap, ...stuckNotes(watched, stuckSince, overdue)]) };
}

/** Told at the second look that finds work stuck, and at the first that finds it going on. */
function stuckNotes(watched: Watch | null, stuckSince: string | null, problems: string[]): WorkNote[] {
  if (!watched?.stuckSince) return [];
  if (stuckSince) return watched.stuckSince === watched.at ? [{ kind: 'work_stuck', problems }] : [];
  return watched.stuckSince < watched.at ? [{ kind: 'work_recovered', stuckSince: watched.stuckSince }] : [];
}

function keep(untold: Watch['untold'], notes: WorkNote[]): Watch['untold'] {
  return [...untold, ...notes.flatMap((note) => NoteShape.safeParse(note).data ?? [])].slice(-MOST_UNTOLD);
}

/** Whether the note needs no further attempt: posted, or refused in a way that another attempt will not change. */
async function isTold(ctx: Context, note: WorkNote): Promise<boolean> {
  ctx.log.warn('work.told', { note: note.kind });
  if (!ctx.config.reviewChannel) return true;
  const outcome = await ctx.announcer.post(ctx.config.reviewChannel, note);
  return outcome.kind === 'posted' || (outcome.kind === 'refused' && outcome.retryAfterSeconds === null);
}
