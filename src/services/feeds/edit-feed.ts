import { findLastAct, insertAudit } from '../../db/desk/audit.ts';
import { type FeedEdit, type FeedSettings, findFeedSettings, writeFeedSettings } from '../../db/feeds/feed-edits.ts';
import { AppError, wrongField } from '../../domain/errors.ts';
import { isTimeZone } from '../../domain/time-zone.ts';
import { topicIdsOf } from '../articles/topic-ids.ts';
import type { Context } from '../context.ts';

/** Topics by slug or public id. `pollFloorSeconds`: the shortest time between two polls. */
export type FeedChanges = Omit<FeedEdit, 'topicIds'> & { topics?: readonly string[] };

/** `editedAt` names the edit for Undo; null where nothing changed. */
export type EditedFeed = { feed: FeedSettings; editedAt: string | null };

/**
 * Changes how a feed is taken in; articles that are there stay as they are. Throws AppError('not_found'), ('invalid')
 * naming fields, and ('conflict') where somebody else was faster.
 */
export async function editFeed(
  ctx: Context,
  input: { publicId: string; changes: FeedChanges; by: string },
): Promise<EditedFeed> {
  const before = await knownFeed(ctx, input.publicId);
  const { topics, ...changes } = input.changes;
  const after = {
    ...before,
    ...changes,
    ...(changes.timeZone === undefined ? {} : { timeZone: checkedZone(changes.timeZone) }),
    ...(topics ? { topicIds: await topicIdsOf(ctx, topics) } : {}),
  };
  if (after.title.trim() === '') throw wrongField('title', 'Give the feed a title.');
  return write(ctx, { before, after, act: 'feed.edited', by: input.by });
}

/** Takes back the edit made at `editedAt`; `isUndone` is false where the feed was changed since. */
export async function undoFeedEdit(
  ctx: Context,
  input: { publicId: string; editedAt: string; by: string },
): Promise<{ feed: FeedSettings; isUndone: boolean }> {
  const feed = await knownFeed(ctx, input.publicId);
  const last = await findLastAct(ctx.db, `feed:${input.publicId}`);
  if (last?.act !== 'feed.edited' || last.at !== input.editedAt) return { feed, isUndone: false };
  const previous = last.detail.previous as FeedEdit;
  const after = { ...feed, ...previous };
  const done = await write(ctx, { before: feed, after, act: 'feed.edit_undone', by: input.by });
  return { feed: done.feed, isUndone: done.editedAt !== null };
}

type Write = { before: FeedSettings; after: FeedSettings; act: string; by: string };

async function write(ctx: Context, { before, after, act, by }: Write): Promise<EditedFeed> {
  const names = Object.keys(after) as (keyof FeedSettings)[];
  const changed = names.filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]));
  if (changed.length === 0) return { feed: before, editedAt: null };
  const at = ctx.now();
  const previous = Object.fromEntries(changed.map((name) => [name, before[name]]));
  const [written] = await ctx.db.batch([
    writeFeedSettings(ctx.db, before, after),
    insertAudit(ctx.db, {
      at,
      actor: by,
      act,
      subject: `feed:${before.publicId}`,
      detail: { feed: before.title, previous },
    }),
  ]);
  if (written?.meta.changes !== 1)
    throw new AppError(
      'conflict',
      'Somebody else changed that feed just now. Nothing was done. Look at it, then try again.',
    );
  return { feed: after, editedAt: at };
}

async function knownFeed(ctx: Context, publicId: string): Promise<FeedSettings> {
  const feed = await findFeedSettings(ctx.db, publicId);
  if (!feed) throw new AppError('not_found', 'That feed is not known here, or removed. Nothing was done.');
  return feed;
}

/** An IANA zone. Offsets such as "+08:00" know no summer time and are refused. Throws AppError('invalid') naming `timeZone`. */
export function checkedZone(written: string): string {
  const zone = written.trim();
  if (!/^[A-Za-z]/.test(zone) || !isTimeZone(zone))
    throw wrongField('timeZone', 'Give a time zone by its name, as in Europe/Berlin or Asia/Shanghai.');
  return zone;
}
