import * as z from 'zod';
import type { Move } from '../../domain/feed-move.ts';
import type { PollHints } from '../../domain/feed-rhythm.ts';
import { json } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';

/** active ⇄ paused; either → gone (the server said 410) or removed; removed → active again within 30 days. */
export const FEED_STATES = ['active', 'paused', 'gone', 'removed'] as const;

const Hints = z.object({
  ttlSeconds: z.number().nullable().default(null),
  updateSeconds: z.number().nullable().default(null),
  skipHours: z.array(z.number()).default([]),
  skipDays: z.array(z.number()).default([]),
  gapSeconds: z.number().nullable().default(null),
  newestAt: z.string().nullable().default(null),
});

const FeedRow = z.object({
  id: z.number(),
  publicId: z.string(),
  url: z.string(),
  title: z.string(),
  siteUrl: z.string().nullable(),
  state: z.enum(FEED_STATES),
  startWith: z.enum(['none', 'newest_1', 'newest_3']),
  baselinedAt: z.string().nullable(),
  kind: z.string(),
  textRight: z.enum(['link', 'extract', 'full']),
  imageRight: z.enum(['none', 'licensed', 'own']),
  topicIds: json(z.array(z.number())),
  language: z.string().nullable(),
  timeZone: z.string(),
  pollFloorSeconds: z.number(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  bodyHash: z.string().nullable(),
  nextPollAt: z.string(),
  lastPolledAt: z.string().nullable(),
  lastNewAt: z.string().nullable(),
  failingSince: z.string().nullable(),
  failureCount: z.number(),
  lastError: z.string().nullable(),
  movedTo: z.string().nullable(),
  movedSightings: z.number(),
  movedSince: z.string().nullable(),
  pollHints: json(Hints),
  /** Until when a hub rings; null without one. */
  hubLeaseUntil: z.string().nullable(),
  /** When the hub last rang. */
  pushedAt: z.string().nullable(),
  addedBy: z.string(),
});
export type Feed = z.infer<typeof FeedRow>;

const COLUMNS = `id, public_id AS publicId, url, title, site_url AS siteUrl, state, start_with AS startWith,
  baselined_at AS baselinedAt, kind, text_right AS textRight, image_right AS imageRight, topic_ids AS topicIds, language,
  time_zone AS timeZone, poll_floor_seconds AS pollFloorSeconds, etag, last_modified AS lastModified,
  body_hash AS bodyHash, next_poll_at AS nextPollAt, last_polled_at AS lastPolledAt, last_new_at AS lastNewAt,
  failing_since AS failingSince, failure_count AS failureCount, last_error AS lastError, added_by AS addedBy,
  moved_to AS movedTo, moved_sightings AS movedSightings, moved_since AS movedSince, poll_hints AS pollHints,
  (SELECT lease_until FROM hub_subscription WHERE feed_id = feed.id) AS hubLeaseUntil,
  (SELECT pushed_at FROM hub_subscription WHERE feed_id = feed.id) AS pushedAt`;

export type NewFeed = Pick<
  Feed,
  | 'publicId'
  | 'url'
  | 'title'
  | 'siteUrl'
  | 'startWith'
  | 'kind'
  | 'textRight'
  | 'imageRight'
  | 'timeZone'
  | 'pollFloorSeconds'
  | 'addedBy'
> & { topicIds?: readonly number[] };

/** Statement that adds a feed, due at once. A feed already there keeps what it has. */
export function insertFeed(db: Database, feed: NewFeed, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO feed (public_id, url, title, site_url, state, start_with, kind, text_right, image_right, time_zone,
         poll_floor_seconds, next_poll_at, added_by, created_at, topic_ids)
       VALUES (?1, ?2, ?3, ?4, 'active', ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?11, ?13)
       ON CONFLICT (url) DO UPDATE SET state = 'active', next_poll_at = ?11 WHERE feed.state <> 'active'`,
    )
    .bind(
      feed.publicId,
      feed.url,
      feed.title,
      feed.siteUrl,
      feed.startWith,
      feed.kind,
      feed.textRight,
      feed.imageRight,
      feed.timeZone,
      feed.pollFloorSeconds,
      now,
      feed.addedBy,
      JSON.stringify(feed.topicIds ?? []),
    );
}

/** The feed of exactly this address, a removed one too; null where there is none. */
export async function findFeedByUrl(db: Database, url: string): Promise<Feed | null> {
  return queryOne(FeedRow, db.prepare(`SELECT ${COLUMNS} FROM feed WHERE url = ?1`).bind(url));
}

/** Feeds that are not removed, newest first. */
export async function listFeeds(db: Database): Promise<Feed[]> {
  return query(FeedRow, db.prepare(`SELECT ${COLUMNS} FROM feed WHERE state <> 'removed' ORDER BY id DESC LIMIT 200`));
}

/** Feeds whose next poll is due, the longest waiting first. */
export async function listDueFeeds(db: Database, now: string, limit: number): Promise<Feed[]> {
  return query(
    FeedRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM feed
         WHERE state = 'active' AND next_poll_at <= ?1
         ORDER BY next_poll_at
         LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(now, limit),
  );
}

/** What a poll found out about the feed itself. */
export type PollRecord = {
  feedId: number;
  now: string;
  nextPollAt: string;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  title: string | null;
  language: string | null;
  /** The hub the document names, if any. */
  hubUrl: string | null;
  /** Null: keep what is known. */
  pollHints: PollHints | null;
  /** The feed's own name for itself, which its hub knows it by. */
  topicUrl: string | null;
  move: Move;
  /** Whether the answer held a feed, and was not a mere 304. */
  isFeedSeen: boolean;
  isBaselined: boolean;
  hasNew: boolean;
};

/** Statement that records a good poll: validators, next poll, end of any failure. One row. */
export function recordPoll(db: Database, poll: PollRecord): Statement {
  return db
    .prepare(
      `UPDATE feed SET last_polled_at = ?2, next_poll_at = ?3, etag = ?4, last_modified = ?5,
         body_hash = COALESCE(?6, body_hash), title = COALESCE(?7, title), language = COALESCE(?8, language),
         baselined_at = CASE WHEN ?9 = 1 THEN COALESCE(baselined_at, ?2) ELSE baselined_at END,
         last_new_at = CASE WHEN ?10 = 1 THEN ?2 ELSE last_new_at END,
         poll_hints = COALESCE(?11, poll_hints), moved_to = ?12, moved_sightings = ?13, moved_since = ?14,
         failing_since = NULL, failure_count = 0, last_error = NULL, retry_after = NULL
       WHERE id = ?1`,
    )
    .bind(
      poll.feedId,
      poll.now,
      poll.nextPollAt,
      poll.etag,
      poll.lastModified,
      poll.bodyHash,
      poll.title,
      poll.language,
      poll.isBaselined ? 1 : 0,
      poll.hasNew ? 1 : 0,
      poll.pollHints && JSON.stringify(poll.pollHints),
      poll.move.movedTo,
      poll.move.movedSightings,
      poll.move.movedSince,
    );
}

/**
 * Statement that gives a feed another address and drops the validators, which belong to the old one. A no-op where any
 * feed has that address.
 */
export function relocateFeed(db: Database, feedId: number, url: string): Statement {
  return db
    .prepare(
      `UPDATE feed SET url = ?2, etag = NULL, last_modified = NULL
       WHERE id = CAST(?1 AS INTEGER) AND NOT EXISTS (SELECT 1 FROM feed AS other WHERE other.url = ?2)`,
    )
    .bind(feedId, url);
}

/** Records a failed poll; `isGone` stops polling for good. */
export async function recordPollFailure(
  db: Database,
  failure: {
    feedId: number;
    now: string;
    nextPollAt: string;
    retryAfter: string | null;
    error: string;
    isGone: boolean;
  },
): Promise<void> {
  await execute(
    db
      .prepare(
        `UPDATE feed SET last_polled_at = ?2, next_poll_at = ?3, last_error = ?4, retry_after = ?6,
           failing_since = COALESCE(failing_since, ?2), failure_count = failure_count + 1,
           state = CASE WHEN ?5 = 1 AND state = 'active' THEN 'gone' ELSE state END
         WHERE id = ?1`,
      )
      .bind(failure.feedId, failure.now, failure.nextPollAt, failure.error, failure.isGone ? 1 : 0, failure.retryAfter),
  );
}

/** Statement that makes a feed due at once. */
export function ringFeed(db: Database, feedId: number, now: string): Statement {
  return db.prepare(`UPDATE feed SET next_poll_at = ?2 WHERE id = ?1 AND state = 'active'`).bind(feedId, now);
}

/** Statement that makes every active feed due now. */
export function ringEveryFeed(db: Database, now: string): Statement {
  return db.prepare(`UPDATE feed SET next_poll_at = ?1 WHERE state = 'active'`).bind(now);
}
