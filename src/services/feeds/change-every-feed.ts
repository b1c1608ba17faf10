import * as z from 'zod';
import type { AuditRow } from '../../db/desk/audit.ts';
import { pauseEveryFeed, resumeEveryFeed } from '../../db/feeds/every-feed.ts';
import type { Context } from '../context.ts';

const Moved = z.object({ feeds: z.array(z.string()) });

/** What happens to all feeds: active ones are paused, and those that were paused so are resumed. */
export type EveryFeedAct = 'pause' | 'resume';

/** Pauses or resumes all in one step, and how many feeds that changed. `only` narrows it to some, by public id. */
export async function changeEveryFeed(
  ctx: Context,
  input: { act: EveryFeedAct; by: string; only?: readonly string[] },
): Promise<number> {
  const move = { at: ctx.now(), by: input.by, only: input.only ?? null };
  const statements = input.act === 'pause' ? pauseEveryFeed(ctx.db, move) : resumeEveryFeed(ctx.db, move);
  const moved = (await ctx.db.batch(statements)).at(-1);
  ctx.ring();
  return moved?.meta.changes ?? 0;
}

/** Takes back a Pause all or Resume all for the feeds it moved that are still so; false where none is. */
export async function undoEveryFeed(ctx: Context, entry: AuditRow, by: string): Promise<boolean> {
  const { feeds } = Moved.parse(entry.detail);
  const act = entry.act === 'feed.all_paused' ? 'resume' : 'pause';
  return (await changeEveryFeed(ctx, { act, by, only: feeds })) > 0;
}
