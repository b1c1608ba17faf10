import { insertAudit } from '../../db/desk/audit.ts';
import {
  type FeedState,
  findFeedsLike,
  findLastChange,
  findNamedFeed,
  moveFeed,
  type NamedFeed,
} from '../../db/feeds/feed-states.ts';
import { ringEveryFeed, ringFeed } from '../../db/feeds/feeds.ts';
import { AppError } from '../../domain/errors.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';

/** For so long a removed feed can be restored as it was. */
export const RESTORE_SECONDS = 30 * 24 * 3600;

const TARGET = { pause: 'paused', resume: 'active', remove: 'removed' } as const;
/** What audit and Undo call it. */
const PAST = { pause: 'paused', resume: 'resumed', remove: 'removed' } as const;
export type FeedAct = keyof typeof TARGET;

/** What came of an act: `changedAt` names it for Undo, null where the feed was so already. */
export type FeedChange = { feed: NamedFeed; changedAt: string | null };

/**
 * Pauses, resumes (also restores, within 30 days) or removes a feed. A feed that somebody else changed in the same moment
 * stays as they left it. Throws AppError('not_found') for an unknown feed and ('conflict') for one removed too long ago.
 */
export async function changeFeed(
  ctx: Context,
  input: { publicId: string; act: FeedAct; by: string },
): Promise<FeedChange> {
  const feed = await knownFeed(ctx, input.publicId);
  const to = TARGET[input.act];
  if (feed.state === to) return { feed, changedAt: null };
  if (feed.state === 'removed') {
    if (input.act !== 'resume')
      throw new AppError('conflict', 'That feed is removed. `/newsdesk feeds resume` restores it. Nothing was done.');
    if ((feed.removedAt ?? '') <= addSeconds(ctx.now(), -RESTORE_SECONDS))
      throw new AppError('conflict', 'That feed was removed over 30 days ago. Add it again. Nothing was done.');
  }
  if (feed.state === 'gone' && input.act === 'pause')
    throw new AppError('conflict', 'That feed is gone and is not asked any more. Nothing was done.');
  const changedAt = await move(ctx, feed, { to, by: input.by, act: PAST[input.act] });
  return { feed: await knownFeed(ctx, input.publicId), changedAt };
}

/** When the feed was moved; null where it had left the state it was seen in. */
async function move(
  ctx: Context,
  feed: NamedFeed,
  change: { to: FeedState; by: string; act: string },
): Promise<string | null> {
  const now = ctx.now();
  const [moved] = await ctx.db.batch([
    moveFeed(ctx.db, { feedId: feed.id, from: feed.state, to: change.to, now }),
    insertAudit(ctx.db, {
      at: now,
      actor: change.by,
      act: `feed.${change.act}`,
      subject: `feed:${feed.publicId}`,
      detail: { feed: feed.title, from: feed.state, to: change.to },
    }),
  ]);
  ctx.ring();
  return moved?.meta.changes === 1 ? now : null;
}

/** Takes back the change made at `changedAt`, unless the feed was changed again since; `isUndone` says which. */
export async function undoFeedChange(
  ctx: Context,
  input: { publicId: string; changedAt: string; by: string },
): Promise<{ feed: NamedFeed; isUndone: boolean }> {
  const feed = await knownFeed(ctx, input.publicId);
  const last = await findLastChange(ctx.db, input.publicId);
  const isLast = last?.at === input.changedAt && last.act !== 'feed.undone' && last.detail.to === feed.state;
  const undoneAt = isLast ? await move(ctx, feed, { to: last.detail.from, by: input.by, act: 'undone' }) : null;
  return { feed: await knownFeed(ctx, input.publicId), isUndone: undoneAt !== null };
}

/** Has a feed polled at once. Throws AppError('not_found'), and ('conflict') where it is not active. */
export async function checkFeed(ctx: Context, { by, publicId }: { publicId: string; by: string }): Promise<NamedFeed> {
  const feed = await knownFeed(ctx, publicId);
  if (feed.state !== 'active')
    throw new AppError('conflict', `That feed is ${feed.state}. Resume it first. Nothing was done.`);
  const now = ctx.now();
  await ctx.db.batch([
    ringFeed(ctx.db, feed.id, now),
    insertAudit(ctx.db, {
      at: now,
      actor: by,
      act: 'feed.checked',
      subject: `feed:${publicId}`,
      detail: { feed: feed.title },
    }),
  ]);
  ctx.ring();
  return feed;
}

/** Has every active feed polled at once; how many there are. */
export async function checkEveryFeed(ctx: Context, by: string): Promise<number> {
  const at = ctx.now();
  const [rung] = await ctx.db.batch([
    ringEveryFeed(ctx.db, at),
    insertAudit(ctx.db, { at, actor: by, act: 'feed.all_checked', subject: 'feed:all' }),
  ]);
  ctx.ring();
  return rung?.meta.changes ?? 0;
}

async function knownFeed(ctx: Context, publicId: string): Promise<NamedFeed> {
  const feed = await findNamedFeed(ctx.db, publicId);
  if (!feed) throw new AppError('not_found', 'That feed is not known here. Nothing was done.');
  return feed;
}

/**
 * The one feed staff mean by its number in the list ("#12" or "12"), its address, or words of its title.
 * Throws AppError('invalid') for nothing, ('not_found') for none and ('conflict') that names the feeds it could be.
 */
export async function findFeedByName(ctx: Context, name: string): Promise<NamedFeed> {
  const words = name.trim();
  if (words === '')
    throw new AppError(
      'invalid',
      'Say which feed: its number in `/newsdesk feeds`, its address, or words of its title. Nothing was done.',
    );
  const number = /^#?(\d{1,9})$/.exec(words)?.[1];
  const id = number === undefined ? null : Number(number);
  const found = await findFeedsLike(ctx.db, { id, url: words, words });
  const [first] = found;
  if (!first)
    throw new AppError(
      'not_found',
      `No feed is called “${words.slice(0, 100)}”. Nothing was done. See \`/newsdesk feeds\`.`,
    );
  const exact = found.filter(
    (feed) =>
      feed.id === id ||
      feed.url.replace(/\/+$/, '') === words.replace(/\/+$/, '') ||
      feed.title.toLowerCase() === words.toLowerCase(),
  );
  const byNumber = exact.find((feed) => feed.id === id);
  const meant = exact.length > 0 ? exact : found;
  if (byNumber || meant.length === 1) return byNumber ?? meant[0] ?? first;
  const list = meant.map((feed) => `#${feed.id} ${feed.title.slice(0, 60)}`).join(', ');
  throw new AppError('conflict', `That could be ${list}. Say its number. Nothing was done.`);
}
