import * as z from 'zod';
import { json, type Transitions } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';
import { FEED_STATES } from './feeds.ts';

export type FeedState = (typeof FEED_STATES)[number];

/** removed → active is a person's act within 30 days; later the feed is added anew. */
export const FEED_TRANSITIONS: Transitions<FeedState> = {
  active: ['paused', 'gone', 'removed'],
  paused: ['active', 'removed'],
  gone: ['active', 'removed'],
  removed: ['active', 'paused', 'gone'],
};

export const NamedFeedRow = z.object({
  id: z.number(),
  publicId: z.string(),
  url: z.string(),
  title: z.string(),
  siteUrl: z.string().nullable(),
  state: z.enum(FEED_STATES),
  lastPolledAt: z.string().nullable(),
  lastNewAt: z.string().nullable(),
  lastError: z.string().nullable(),
  failingSince: z.string().nullable(),
  alertedSince: z.string().nullable(),
  removedAt: z.string().nullable(),
  addedBy: z.string(),
});
/** A feed as staff see and name it. */
export type NamedFeed = z.infer<typeof NamedFeedRow>;

const SELECT = `SELECT id, public_id AS publicId, url, title, site_url AS siteUrl, state, last_polled_at AS lastPolledAt,
    last_new_at AS lastNewAt, last_error AS lastError, failing_since AS failingSince, alerted_since AS alertedSince,
    removed_at AS removedAt, added_by AS addedBy
  FROM feed`;

/** One page of feeds in the order they were added, removed ones left out. */
export async function listFeedPage(db: Database, page: { afterId: number; limit: number }): Promise<NamedFeed[]> {
  return query(
    NamedFeedRow,
    db
      .prepare(`${SELECT} WHERE id > CAST(?1 AS INTEGER) AND state <> 'removed' ORDER BY id LIMIT CAST(?2 AS INTEGER)`)
      .bind(page.afterId, page.limit),
  );
}

/** How many feeds are not removed. */
export async function countFeeds(db: Database): Promise<number> {
  const row = await queryOne(
    z.object({ count: z.number() }),
    db.prepare(`SELECT COUNT(*) AS count FROM feed WHERE state <> 'removed'`),
  );
  return row?.count ?? 0;
}

/** Feeds removed after `since`, the latest first. */
export async function listRemovedFeeds(db: Database, since: string): Promise<NamedFeed[]> {
  return query(
    NamedFeedRow,
    db.prepare(`${SELECT} WHERE state = 'removed' AND removed_at > ?1 ORDER BY removed_at DESC LIMIT 20`).bind(since),
  );
}

/** The feed of a public id, a removed one too; null where there is none. */
export async function findNamedFeed(db: Database, publicId: string): Promise<NamedFeed | null> {
  return queryOne(NamedFeedRow, db.prepare(`${SELECT} WHERE public_id = ?1`).bind(publicId));
}

/** Feeds that staff may mean: by number, by address, or by words of the title. At most six. */
export async function findFeedsLike(
  db: Database,
  name: { id: number | null; url: string; words: string },
): Promise<NamedFeed[]> {
  return query(
    NamedFeedRow,
    db
      .prepare(
        `${SELECT} WHERE id = CAST(?1 AS INTEGER) OR rtrim(url, '/') = rtrim(?2, '/') OR instr(lower(title), lower(?3)) > 0
         ORDER BY id = CAST(?1 AS INTEGER) DESC, rtrim(url, '/') = rtrim(?2, '/') DESC, lower(title) = lower(?3) DESC,
           state = 'removed', id
         LIMIT 6`,
      )
      .bind(name.id, name.url, name.words),
  );
}

/** Statement that moves a feed from the state somebody saw it in; a no-op when it has another. Active: polled at once. */
export function moveFeed(
  db: Database,
  move: { feedId: number; from: FeedState; to: FeedState; now: string },
): Statement {
  if (!FEED_TRANSITIONS[move.from].includes(move.to)) throw new Error(`No feed goes from ${move.from} to ${move.to}.`);
  return db
    .prepare(
      `UPDATE feed SET state = ?3, removed_at = CASE WHEN ?3 = 'removed' THEN ?4 END,
         next_poll_at = CASE WHEN ?3 = 'active' THEN ?4 ELSE next_poll_at END
       WHERE id = CAST(?1 AS INTEGER) AND state = ?2`,
    )
    .bind(move.feedId, move.from, move.to, move.now);
}

/** Statement that lets a removed feed begin anew with a silent baseline, so that what it brought meanwhile is not news. */
export function restartRemovedFeed(
  db: Database,
  feed: { url: string; startWith: 'none' | 'newest_1' | 'newest_3' },
): Statement {
  return db
    .prepare(
      `UPDATE feed SET baselined_at = NULL, start_with = ?2, etag = NULL, last_modified = NULL, body_hash = NULL,
         failing_since = NULL, failure_count = 0, last_error = NULL, alerted_since = NULL, removed_at = NULL
       WHERE url = ?1 AND state = 'removed'`,
    )
    .bind(feed.url, feed.startWith);
}

const ChangeRow = z.object({
  at: z.string(),
  act: z.string(),
  detail: json(z.object({ from: z.enum(FEED_STATES), to: z.enum(FEED_STATES) })),
});

/** The last change of a feed's state by a person; null if there was none. */
export async function findLastChange(db: Database, publicId: string): Promise<z.infer<typeof ChangeRow> | null> {
  return queryOne(
    ChangeRow,
    db
      .prepare(
        `SELECT at, act, detail FROM audit
         WHERE subject = ?1 AND detail->>'from' IS NOT NULL AND detail->>'to' IS NOT NULL
         ORDER BY id DESC LIMIT 1`,
      )
      .bind(`feed:${publicId}`),
  );
}

/** Feeds that have failed since before `before`, or are gone, and of which staff were not told. */
export async function listFeedsToAlert(db: Database, before: string): Promise<NamedFeed[]> {
  return query(
    NamedFeedRow,
    db
      .prepare(
        `${SELECT} WHERE alerted_since IS NULL AND failing_since IS NOT NULL
           AND (state = 'gone' OR (state = 'active' AND failing_since <= ?1))
         ORDER BY id LIMIT 10`,
      )
      .bind(before),
  );
}

/** Feeds of whose failure staff were told and that answer again. */
export async function listRecoveredFeeds(db: Database): Promise<NamedFeed[]> {
  return query(
    NamedFeedRow,
    db.prepare(
      `${SELECT} WHERE alerted_since IS NOT NULL AND failing_since IS NULL AND state = 'active' ORDER BY id LIMIT 10`,
    ),
  );
}

/** Notes that staff were told of a feed's failure (null: of its end); false when somebody else did. */
export async function swapAlert(
  db: Database,
  alert: { feedId: number; from: string | null; to: string | null },
): Promise<boolean> {
  const changed = await execute(
    db
      .prepare(`UPDATE feed SET alerted_since = ?3 WHERE id = CAST(?1 AS INTEGER) AND alerted_since IS ?2`)
      .bind(alert.feedId, alert.from, alert.to),
  );
  return changed === 1;
}
