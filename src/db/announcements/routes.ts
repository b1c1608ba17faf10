import * as z from 'zod';
import type { RouteFilters } from '../../domain/route.ts';
import { flag, json, type Transitions } from '../columns.ts';
import { type Database, query, type Statement } from '../database.ts';

export const ROUTE_STATES = ['active', 'paused', 'removed'] as const;
export type RouteState = (typeof ROUTE_STATES)[number];

/** Paused by staff, or because Slack refuses the channel. A removed route can be brought back as it was. */
export const ROUTE_TRANSITIONS: Transitions<RouteState> = {
  active: ['paused', 'removed'],
  paused: ['active', 'removed'],
  removed: ['active', 'paused'],
};

export const ROUTE_MODES = ['each', 'daily', 'weekly'] as const;
export type RouteMode = (typeof ROUTE_MODES)[number];

/** Where the articles of a day go behind its first: into the channel, into the first one's thread, or into both. */
export const ROUTE_THREADS = ['off', 'thread', 'broadcast'] as const;

export const FiltersShape: z.ZodType<RouteFilters> = z.object({
  includeWords: z.array(z.string()).optional(),
  excludeWords: z.array(z.string()).optional(),
  kinds: z.array(z.string()).optional(),
  languages: z.array(z.string()).optional(),
  topicIds: z.array(z.number()).optional(),
  includeCategories: z.array(z.string()).optional(),
  excludeCategories: z.array(z.string()).optional(),
});

export const RouteRow = z.object({
  id: z.number(),
  publicId: z.string(),
  channelId: z.string(),
  feedId: z.number().nullable(),
  mode: z.enum(ROUTE_MODES),
  needsApproval: flag,
  showsImages: flag,
  /** Headline, source and time only. */
  isCompact: flag,
  threads: z.enum(ROUTE_THREADS),
  filters: json(FiltersShape),
  state: z.enum(ROUTE_STATES),
});
export type Route = z.infer<typeof RouteRow>;

/** The active routes that an article of this feed passes through; null for an article written by staff. */
export async function listRoutesForFeed(db: Database, feedId: number | null): Promise<Route[]> {
  return query(
    RouteRow,
    db
      .prepare(
        `SELECT id, public_id AS publicId, channel_id AS channelId, feed_id AS feedId, mode,
           needs_approval AS needsApproval, shows_images AS showsImages, is_compact AS isCompact,
           threads, filters, state
         FROM route
         WHERE state = 'active' AND (feed_id IS NULL OR feed_id = CAST(?1 AS INTEGER))
         ORDER BY id`,
      )
      .bind(feedId),
  );
}

/** Statement that routes a feed (by URL) to a channel; one that is there stays. */
export function insertRoute(
  db: Database,
  route: {
    publicId: string;
    channelId: string;
    feedUrl: string;
    needsApproval: boolean;
    addedBy: string;
    mode?: RouteMode;
    showsImages?: boolean;
    isCompact?: boolean;
    filters?: RouteFilters;
    /** Local time and ISO weekday of a summary. */
    atTime?: string;
    weekday?: number;
    /** Fewest articles of a summary. */
    minimumCount?: number;
  },
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO route (public_id, channel_id, feed_id, mode, needs_approval, shows_images, state, added_by, created_at,
         filters, at_time, weekday, minimum_count, is_compact)
       SELECT ?1, ?2, f.id, ?7, ?4, ?8, 'active', ?5, ?6, ?9, ?10, CAST(?11 AS INTEGER), CAST(?12 AS INTEGER),
         CAST(?13 AS INTEGER)
       FROM feed f WHERE f.url = ?3
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      route.publicId,
      route.channelId,
      route.feedUrl,
      route.needsApproval ? 1 : 0,
      route.addedBy,
      now,
      route.mode ?? 'each',
      route.showsImages === false ? 0 : 1,
      JSON.stringify(route.filters ?? {}),
      route.atTime ?? '09:00',
      route.weekday ?? 1,
      route.minimumCount ?? 1,
      route.isCompact ? 1 : 0,
    );
}

/** Statement that pauses every route into a channel and says why; whoever added them is still to be told. */
export function pauseRoutes(db: Database, channelId: string, reason: string): Statement {
  return db
    .prepare(
      `UPDATE route SET state = 'paused', paused_reason = ?2, told_at = NULL, revision = revision + 1
       WHERE channel_id = ?1 AND state = 'active'`,
    )
    .bind(channelId, reason);
}

const FeedChannelRow = z.object({ feedId: z.number(), channelId: z.string(), isOwn: flag });

/** The channels that each of some feeds goes to, oldest route first; `isOwn`: by a route of its own, not by one for everything. */
export async function listChannelsOfFeeds(
  db: Database,
  feedIds: readonly number[],
): Promise<z.infer<typeof FeedChannelRow>[]> {
  return query(
    FeedChannelRow,
    db
      .prepare(
        `SELECT f.value AS feedId, r.channel_id AS channelId, MAX(r.feed_id IS NOT NULL) AS isOwn
         FROM json_each(?1) f JOIN route r ON r.state = 'active' AND (r.feed_id = f.value OR r.feed_id IS NULL)
         GROUP BY f.value, r.channel_id ORDER BY MIN(r.id)`,
      )
      .bind(JSON.stringify(feedIds)),
  );
}
