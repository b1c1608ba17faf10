import type { Statement } from '../../db/database.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { type Feed, type PollRecord, recordPoll, recordPollFailure, relocateFeed } from '../../db/feeds/feeds.ts';
import { wantHub } from '../../db/feeds/websub.ts';
import { hostOf } from '../../domain/feed-host.ts';
import type { FeedDocument } from '../../domain/feed-item.ts';
import { isMoveDue, moveAfter } from '../../domain/feed-move.ts';
import { NO_HINTS, type PollHints, publishingRhythm } from '../../domain/feed-rhythm.ts';
import { nextPollAt } from '../../domain/feed-schedule.ts';
import { addSeconds, secondsBetween } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import type { FeedAnswer, FeedRequest } from '../ports.ts';

type GoodAnswer = Exclude<FeedAnswer, { kind: 'failed' }>;
type BadAnswer = Extract<FeedAnswer, { kind: 'failed' }>;

/** No feed is asked more often, whatever its settings; only our own stand-ins (PRIVATE_FEED_HOSTS) are. */
const FLOOR_SECONDS = 300;
/** A push may come before the feed's cache is fresh: look again soon, for a while. */
const PUSH_SECONDS = 180;
const PUSH_AGAIN_SECONDS = 60;

/** What to ask a feed's server. Once a move is due, no validators: the address it led to must show a feed, not a 304. */
export function feedRequest(feed: Feed, now: string): FeedRequest {
  const { bodyHash, etag, lastModified, timeZone, url } = feed;
  const validators = isMoveDue(feed, now) ? { etag: null, lastModified: null } : { etag, lastModified };
  return { url, validators, timeZone, bodyHash };
}

/** What a good poll found out about the feed itself. */
export function pollRecord(ctx: Context, feed: Feed, answer: GoodAnswer): PollRecord {
  const now = ctx.now();
  const document = answer.kind === 'document' ? answer.document : null;
  const pollHints = document && hintsOf(document, now);
  return {
    feedId: feed.id,
    now,
    nextPollAt: afterGoodPoll(ctx, feed, answer, pollHints ?? feed.pollHints),
    etag: answer.validators.etag,
    lastModified: answer.validators.lastModified,
    bodyHash: answer.kind === 'document' ? answer.bodyHash : null,
    title: document?.title || null,
    language: document?.language ?? null,
    hubUrl: document?.hubUrl ?? null,
    topicUrl: document?.selfUrl ?? null,
    pollHints,
    move: moveAfter(feed, answer.movedTo ?? null, now),
    // A 304 proves no feed at the new address; the next poll asks for the whole document.
    isFeedSeen: answer.kind === 'document' || answer.hasBody === true,
    isBaselined: true,
    hasNew: false,
  };
}

/** Statements that record a good poll: one row, and more only where the feed moved or names another hub. */
export function pollStatements(ctx: Context, feed: Feed, poll: PollRecord): Statement[] {
  const { hubUrl, isFeedSeen, move, now, topicUrl } = poll;
  const movesTo = isFeedSeen && isMoveDue(move, now) ? move.movedTo : null;
  const hub = hubUrl === null || topicUrl === null ? [] : [wantHub(ctx.db, { feedId: feed.id, hubUrl, topicUrl, now })];
  if (movesTo === null) return [recordPoll(ctx.db, poll), ...hub];
  const subject = `feed:${feed.publicId}`;
  return [
    // Counted anew, so that an address another feed has is not tried at every poll.
    recordPoll(ctx.db, { ...poll, move: { movedTo: movesTo, movedSightings: 1, movedSince: now } }),
    relocateFeed(ctx.db, feed.id, movesTo),
    insertAudit(ctx.db, {
      at: now,
      actor: 'newsdesk',
      act: 'feed.relocated',
      subject,
      detail: { before: feed.url, after: movesTo },
    }),
    ...hub,
  ];
}

/** Records that a poll failed, why, and when to try again. */
export async function recordFailure(ctx: Context, feed: Feed, failure: BadAnswer): Promise<void> {
  const now = ctx.now();
  const failures = feed.failureCount + 1;
  const { retryAfterSeconds } = failure;
  const next = nextPollAt({
    ...baseOf(ctx, feed, feed.pollHints),
    freshForSeconds: null,
    retryAfterSeconds,
    failures,
    isRefused: failure.reason === 'refused',
  });
  await recordPollFailure(ctx.db, {
    feedId: feed.id,
    now,
    nextPollAt: next,
    retryAfter: retryAfterSeconds === null ? null : next,
    error: failure.message,
    isGone: failure.reason === 'gone',
  });
  ctx.log.warn('feed.failed', { feed: feed.publicId, reason: failure.reason, failures });
}

function hintsOf(document: FeedDocument, now: string): PollHints {
  const dates = document.items.map((item) => item.publishedAt);
  return { ...NO_HINTS, ttlSeconds: document.hintSeconds, ...document.pollHints, ...publishingRhythm(dates, now) };
}

function afterGoodPoll(ctx: Context, feed: Feed, answer: GoodAnswer, hints: PollHints): string {
  const { freshForSeconds } = answer;
  const now = ctx.now();
  const isAwaited = feed.pushedAt !== null && secondsBetween(feed.pushedAt, now) < PUSH_SECONDS;
  if (answer.kind === 'unchanged' && isAwaited) return addSeconds(now, PUSH_AGAIN_SECONDS);
  const base = baseOf(ctx, feed, hints);
  return nextPollAt({ ...base, freshForSeconds, retryAfterSeconds: null, failures: 0, isRefused: false });
}

function baseOf(ctx: Context, feed: Feed, hints: PollHints) {
  const now = ctx.now();
  const isStandIn = ctx.config.privateFeedHosts.includes(hostOf(feed.url) ?? '');
  return {
    now,
    floorSeconds: isStandIn ? feed.pollFloorSeconds : Math.max(feed.pollFloorSeconds, FLOOR_SECONDS),
    hints: isStandIn ? NO_HINTS : hints,
    lastNewAt: isStandIn ? null : feed.lastNewAt,
    hubLeaseSeconds: feed.hubLeaseUntil === null || isStandIn ? null : secondsBetween(now, feed.hubLeaseUntil),
    random: ctx.ids.random(),
  };
}
