import * as z from 'zod';
import { json } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';
import { FiltersShape, ROUTE_MODES, ROUTE_STATES, ROUTE_THREADS, RouteRow } from './routes.ts';

/** What staff decide about a route; the whole of it goes into the audit, so that a change can be taken back. */
export const RouteSettingsShape = z.object({
  channelId: z.string(),
  feedId: z.number().nullable(),
  mode: z.enum(ROUTE_MODES),
  /** Local time of a summary in the newsroom's zone, "09:00". */
  atTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** ISO weekday of a weekly summary; 1 is Monday. */
  weekday: z.number().int().min(1).max(7),
  /** A summary of fewer articles does not come; they wait for the next one. */
  minimumCount: z.number().int().min(1).max(20),
  needsApproval: z.boolean(),
  showsImages: z.boolean(),
  isCompact: z.boolean(),
  threads: z.enum(ROUTE_THREADS),
  filters: FiltersShape,
  state: z.enum(ROUTE_STATES),
});
export type RouteSettings = z.infer<typeof RouteSettingsShape>;

const FullRouteRow = RouteRow.extend({
  atTime: z.string(),
  weekday: z.number(),
  minimumCount: z.number(),
  revision: z.number(),
  pausedReason: z.string().nullable(),
  addedBy: z.string(),
  createdAt: z.string(),
  summarisedUntil: z.string().nullable(),
  /** When its articles were last too few for a summary. */
  rolledOverAt: z.string().nullable(),
  /** Null: articles of every feed and those written by staff. */
  feedTitle: z.string().nullable(),
});
export type FullRoute = z.infer<typeof FullRouteRow>;

const SELECT = `SELECT r.id, r.public_id AS publicId, r.channel_id AS channelId, r.feed_id AS feedId, r.mode,
  r.needs_approval AS needsApproval, r.shows_images AS showsImages, r.is_compact AS isCompact, r.threads, r.filters, r.state, r.at_time AS atTime, r.weekday,
  r.minimum_count AS minimumCount, r.revision, r.paused_reason AS pausedReason, r.added_by AS addedBy,
  r.created_at AS createdAt, r.summarised_until AS summarisedUntil,
  r.rolled_over_at AS rolledOverAt, f.title AS feedTitle
  FROM route r LEFT JOIN feed f ON f.id = r.feed_id`;

/** Routes behind the one of number `afterId`, those that were removed left out. */
export async function listRoutePage(db: Database, page: { afterId: number; limit: number }): Promise<FullRoute[]> {
  return query(
    FullRouteRow,
    db
      .prepare(
        `${SELECT} WHERE r.state <> 'removed' AND r.id > CAST(?1 AS INTEGER) ORDER BY r.id LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(page.afterId, page.limit),
  );
}

/** How many routes stand in the list, paused ones included. */
export async function countRoutes(db: Database): Promise<number> {
  const row = await queryOne(
    z.object({ count: z.number() }),
    db.prepare(`SELECT COUNT(*) AS count FROM route WHERE state <> 'removed'`),
  );
  return row?.count ?? 0;
}

/** The route of a public id, a removed one too; null where there is none. */
export async function findRoute(db: Database, publicId: string): Promise<FullRoute | null> {
  return queryOne(FullRouteRow, db.prepare(`${SELECT} WHERE r.public_id = ?1`).bind(publicId));
}

/** The route of a number in the list, a removed one too. */
export async function findRouteByNumber(db: Database, id: number): Promise<FullRoute | null> {
  return queryOne(FullRouteRow, db.prepare(`${SELECT} WHERE r.id = CAST(?1 AS INTEGER)`).bind(id));
}

/** The route that stands between a feed (null: everything) and a channel. */
export async function findRouteBetween(
  db: Database,
  between: { feedId: number | null; channelId: string },
): Promise<FullRoute | null> {
  return queryOne(
    FullRouteRow,
    db
      .prepare(
        `${SELECT} WHERE r.channel_id = ?1 AND COALESCE(r.feed_id, 0) = COALESCE(CAST(?2 AS INTEGER), 0)
           AND r.state <> 'removed'`,
      )
      .bind(between.channelId, between.feedId),
  );
}

/** The first routes of a channel, paused ones included. */
export async function listRoutesOf(db: Database, channelId: string): Promise<FullRoute[]> {
  return query(
    FullRouteRow,
    db.prepare(`${SELECT} WHERE r.channel_id = ?1 AND r.state <> 'removed' ORDER BY r.id LIMIT 20`).bind(channelId),
  );
}

/** Active routes whose articles are summed up. */
export async function listSummaryRoutes(db: Database): Promise<FullRoute[]> {
  return query(
    FullRouteRow,
    db.prepare(`${SELECT} WHERE r.mode <> 'each' AND r.state = 'active' ORDER BY r.id LIMIT 500`),
  );
}

const RestRow = z.object({ publicId: z.string(), from: z.string(), until: z.string().nullable() });
/** A time in which staff had a route paused or removed; `until` null while it lasts. */
export type RouteRest = z.infer<typeof RestRow>;

/** The times after `since` in which routes (by public id) rested by hand: what was released then is not for them. */
export async function listRests(db: Database, publicIds: readonly string[], since: string): Promise<RouteRest[]> {
  return query(
    RestRow,
    db
      .prepare(
        `SELECT publicId, since AS "from", until FROM (
           SELECT substr(subject, 7) AS publicId, at AS since, detail ->> '$.after.state' AS state,
             lead(at) OVER (PARTITION BY subject ORDER BY id) AS until
           FROM audit WHERE subject IN (SELECT 'route:' || value FROM json_each(?1))
             AND detail ->> '$.before.state' <> detail ->> '$.after.state')
         WHERE state <> 'active' AND (until IS NULL OR until > ?2)`,
      )
      .bind(JSON.stringify(publicIds), since),
  );
}

/** Statement that adds a route; no row where one of its feed and channel stands already. */
export function insertFullRoute(
  db: Database,
  route: { publicId: string; settings: RouteSettings; addedBy: string; now: string },
): Statement {
  const { settings } = route;
  return db
    .prepare(
      `INSERT INTO route (public_id, channel_id, feed_id, mode, at_time, weekday, needs_approval, shows_images,
         filters, state, added_by, created_at, summarised_until, minimum_count, is_compact,
         threads)
       SELECT ?1, ?2, CAST(?3 AS INTEGER), ?4, ?5, CAST(?6 AS INTEGER), ?7, ?8, ?9, ?10, ?11, ?12, ?12,
         CAST(?13 AS INTEGER), CAST(?14 AS INTEGER), ?15 WHERE true
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      route.publicId,
      settings.channelId,
      settings.feedId,
      ...boundValues(settings),
      route.addedBy,
      route.now,
      settings.minimumCount,
      settings.isCompact ? 1 : 0,
      settings.threads,
    );
}

/** That a route which staff had laid to rest goes on; ?10 is its state to be. */
const IS_BACK = `(state <> 'active' AND paused_reason IS NULL AND ?10 = 'active')`;

/**
 * Statement that gives a route other settings where it is still of that revision, and where no other route stands between
 * the same feed and channel. A route that begins to be summed up starts with what is released from now on; one that goes on
 * after a rest keeps what waited for it since `waitedSince` at most, and waits with it for its next time.
 */
export function saveRoute(
  db: Database,
  change: { id: number; revision: number; settings: RouteSettings; waitedSince: string; now: string },
): Statement {
  const { settings } = change;
  return db
    .prepare(
      `UPDATE OR IGNORE route SET channel_id = ?3, mode = ?4, at_time = ?5, weekday = CAST(?6 AS INTEGER),
         needs_approval = ?7, shows_images = ?8, filters = ?9, state = ?10,
         paused_reason = CASE WHEN ?10 = 'paused' THEN paused_reason END, told_at = ?11,
         removed_at = CASE WHEN ?10 = 'removed' THEN ?11 END,
         summarised_until = CASE WHEN mode = 'each' THEN ?11
           WHEN ${IS_BACK} THEN MAX(COALESCE(summarised_until, created_at), ?14) ELSE summarised_until END,
         rolled_over_at = CASE WHEN mode <> 'each' AND ${IS_BACK} THEN ?11 ELSE rolled_over_at END,
         minimum_count = CAST(?12 AS INTEGER), is_compact = CAST(?13 AS INTEGER), threads = ?15,
         revision = revision + 1
       WHERE id = CAST(?1 AS INTEGER) AND revision = CAST(?2 AS INTEGER)`,
    )
    .bind(
      change.id,
      change.revision,
      settings.channelId,
      ...boundValues(settings),
      change.now,
      settings.minimumCount,
      settings.isCompact ? 1 : 0,
      change.waitedSince,
      settings.threads,
    );
}

/** Mode, time, weekday, approval, pictures, filters and state, as both statements bind them. */
function boundValues(settings: RouteSettings) {
  const { atTime, filters, mode, needsApproval, showsImages, state, weekday } = settings;
  return [mode, atTime, weekday, needsApproval ? 1 : 0, showsImages ? 1 : 0, JSON.stringify(filters), state];
}

/** Routes that Slack's refusal paused and whose adder does not know yet. */
export async function listRoutesToTell(db: Database): Promise<FullRoute[]> {
  return query(
    FullRouteRow,
    db.prepare(
      `${SELECT} WHERE r.state = 'paused' AND r.told_at IS NULL AND r.paused_reason IS NOT NULL ORDER BY r.id LIMIT 10`,
    ),
  );
}

/** Statement that notes that the adder was told (null: not yet after all). Its count of changes says who was first. */
export function markRouteTold(db: Database, id: number, told: { from: string | null; to: string | null }): Statement {
  return db
    .prepare('UPDATE route SET told_at = ?3 WHERE id = CAST(?1 AS INTEGER) AND told_at IS ?2')
    .bind(id, told.from, told.to);
}

/** Titles and all else that filters look at, of the newest published articles that a feed (null: anything) brought. */
export async function listNewestToMatch(
  db: Database,
  newest: { feedId: number | null; limit: number },
): Promise<z.infer<typeof MatchRow>[]> {
  return query(
    MatchRow,
    db
      .prepare(
        `SELECT a.title, a.extract, a.kind, a.language, a.topic_ids AS topicIds, a.categories FROM article a
         WHERE a.state = 'published' AND (?1 IS NULL OR EXISTS (
           SELECT 1 FROM article_source s WHERE s.article_id = a.id AND s.feed_id = CAST(?1 AS INTEGER)))
         ORDER BY a.published_at DESC, a.id DESC LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(newest.feedId, newest.limit),
  );
}

const MatchRow = z.object({
  title: z.string(),
  extract: z.string(),
  kind: z.string(),
  language: z.string().nullable(),
  topicIds: json(z.array(z.number())),
  categories: json(z.array(z.string())),
});

/** Routes into a channel that a refusal of Slack paused. */
export async function listRefusedRoutes(db: Database, channelId: string, reason: string): Promise<FullRoute[]> {
  return query(
    FullRouteRow,
    db
      .prepare(`${SELECT} WHERE r.state = 'paused' AND r.channel_id = ?1 AND r.paused_reason = ?2 ORDER BY r.id`)
      .bind(channelId, reason),
  );
}

/** What a feed (null: any) filed its newest articles under, the most frequent first. */
export async function listCategories(db: Database, feedId: number | null): Promise<string[]> {
  const rows = await query(
    z.object({ name: z.string() }),
    db
      .prepare(
        `SELECT c.value AS name FROM (
           SELECT a.categories FROM article a
           WHERE a.state = 'published' AND (?1 IS NULL OR EXISTS (
             SELECT 1 FROM article_source s WHERE s.article_id = a.id AND s.feed_id = CAST(?1 AS INTEGER)))
           ORDER BY a.published_at DESC, a.id DESC LIMIT 200) newest, json_each(newest.categories) c
         GROUP BY c.value ORDER BY COUNT(*) DESC, c.value LIMIT 100`,
      )
      .bind(feedId),
  );
  return rows.map(({ name }) => name);
}
