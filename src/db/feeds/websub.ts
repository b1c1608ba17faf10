import * as z from 'zod';
import type { Transitions } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';
import { FEED_STATES } from './feeds.ts';

/**
 * wanted: a document named the hub. asked: a request is out, the hub's verification awaited. active: verified.
 * refused: the hub said no. leaving: an end is asked for. ended: no longer subscribed.
 */
const HUB_STATES = ['wanted', 'asked', 'active', 'refused', 'leaving', 'ended'] as const;
export type HubState = (typeof HUB_STATES)[number];

/** Besides these, a document that names another hub or topic starts anew at wanted. */
export const HUB_TRANSITIONS: Transitions<HubState> = {
  wanted: ['asked'],
  asked: ['asked', 'active', 'refused', 'leaving'],
  active: ['asked', 'refused', 'leaving'],
  refused: ['asked'],
  leaving: ['leaving', 'ended', 'asked'],
  ended: ['asked'],
};

const HubRow = z.object({
  feedId: z.number(),
  feedPublicId: z.string(),
  feedState: z.enum(FEED_STATES),
  feedPolledAt: z.string().nullable(),
  feedRetryAfter: z.string().nullable(),
  state: z.enum(HUB_STATES),
  hubUrl: z.string(),
  topicUrl: z.string(),
  secret: z.string().nullable(),
  leaseUntil: z.string().nullable(),
  nextAt: z.string(),
  failureCount: z.number(),
  lastError: z.string().nullable(),
});
/** A feed's subscription at its hub, and what of the feed decides about it. */
export type HubSubscription = z.infer<typeof HubRow>;

const SELECT = `SELECT hub.feed_id AS feedId, feed.public_id AS feedPublicId, feed.state AS feedState,
    feed.last_polled_at AS feedPolledAt, feed.retry_after AS feedRetryAfter, hub.state, hub.hub_url AS hubUrl,
    hub.topic_url AS topicUrl, hub.secret, hub.lease_until AS leaseUntil, hub.next_at AS nextAt,
    hub.failure_count AS failureCount, hub.last_error AS lastError
  FROM hub_subscription AS hub JOIN feed ON feed.id = hub.feed_id`;

/** Statement that notes which hub a document names. Writes nothing where it is known; another hub or topic starts anew. */
export function wantHub(
  db: Database,
  hub: { feedId: number; hubUrl: string; topicUrl: string; now: string },
): Statement {
  return db
    .prepare(
      `INSERT INTO hub_subscription (feed_id, state, hub_url, topic_url, next_at)
       VALUES (?1, 'wanted', ?2, ?3, ?4)
       ON CONFLICT (feed_id) DO UPDATE SET state = 'wanted', hub_url = ?2, topic_url = ?3, secret = NULL,
         lease_until = NULL, next_at = ?4, failure_count = 0, last_error = NULL
       WHERE hub_url <> ?2 OR topic_url <> ?3`,
    )
    .bind(hub.feedId, hub.hubUrl, hub.topicUrl, hub.now);
}

/** Subscriptions whose hub has to be asked now: to begin, to go on, or to end because the feed is not polled any more. */
export async function listDueHubs(db: Database, now: string, limit: number): Promise<HubSubscription[]> {
  return query(
    HubRow,
    db
      .prepare(
        `${SELECT}
         WHERE (feed.state = 'active' AND (hub.next_at <= ?1 OR hub.state IN ('leaving', 'ended')))
            OR (feed.state <> 'active' AND (hub.state IN ('asked', 'active') OR (hub.state = 'leaving' AND hub.next_at <= ?1)))
         ORDER BY hub.next_at
         LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(now, limit),
  );
}

/** What is known of a feed's hub; null where the feed names none. */
export async function findHub(db: Database, feedPublicId: string): Promise<HubSubscription | null> {
  return queryOne(HubRow, db.prepare(`${SELECT} WHERE feed.public_id = ?1`).bind(feedPublicId));
}

export type HubChange = {
  state: HubState;
  nextAt: string;
  secret?: string;
  leaseUntil?: string | null;
  failureCount?: number;
  lastError?: string | null;
};

/** Moves a subscription on from what was read; null when somebody else did meanwhile, else what it is now. */
export async function swapHub(
  db: Database,
  known: HubSubscription,
  change: HubChange,
): Promise<HubSubscription | null> {
  if (!HUB_TRANSITIONS[known.state].includes(change.state)) {
    throw new Error(`No subscription goes from ${known.state} to ${change.state}.`);
  }
  const next = { ...known, ...change };
  const changed = await execute(
    db
      .prepare(
        `UPDATE hub_subscription SET state = ?5, next_at = ?6, secret = ?7, lease_until = ?8, failure_count = ?9,
           last_error = ?10
         WHERE feed_id = CAST(?1 AS INTEGER) AND state = ?2 AND next_at = ?3 AND hub_url = ?4 AND topic_url = ?11`,
      )
      .bind(
        known.feedId,
        known.state,
        known.nextAt,
        known.hubUrl,
        next.state,
        next.nextAt,
        next.secret,
        next.leaseUntil,
        next.failureCount,
        next.lastError,
        known.topicUrl,
      ),
  );
  return changed === 1 ? next : null;
}

/** Statements for a push: the feed is due at `pollAt`, unless it is sooner anyway. */
export function recordPush(db: Database, push: { feedId: number; now: string; pollAt: string }): Statement[] {
  return [
    db
      .prepare(
        `UPDATE feed SET next_poll_at = MIN(next_poll_at, ?2) WHERE id = CAST(?1 AS INTEGER) AND state = 'active'`,
      )
      .bind(push.feedId, push.pollAt),
    db
      .prepare('UPDATE hub_subscription SET pushed_at = ?2 WHERE feed_id = CAST(?1 AS INTEGER)')
      .bind(push.feedId, push.now),
  ];
}
