import * as z from 'zod';
import { type Database, query, queryOne, type Statement } from '../database.ts';

/**
 * SQL condition in the words of the index announcement_open, by which a statement finds what is under way: with `state = 'pending'`
 * alone SQLite reads every announcement there ever was.
 */
export const IS_OPEN = `state IN ('pending', 'sending')`;

/** SQL condition on an announcement `n`: its route, if it came by one, is active. What waits for another one stays. */
export const ROUTE_IS_OPEN = `NOT EXISTS (SELECT 1 FROM route r WHERE r.id = n.route_id AND r.state <> 'active')`;

/** Statement that sends what waits by a route to its channel of now; an article that stands there already is left. */
export function moveWaiting(db: Database, routeId: number): Statement {
  return db
    .prepare(
      `UPDATE OR IGNORE announcement SET channel_id = r.channel_id FROM route r
       WHERE r.id = CAST(?1 AS INTEGER) AND announcement.route_id = r.id AND announcement.channel_id <> r.channel_id
         AND announcement.state IN ('pending', 'awaiting_approval')`,
    )
    .bind(routeId);
}

/** Statement that drops what has waited by a route since before `before`, when it was news; a no-op unless the route goes on. */
export function dropStale(db: Database, route: { routeId: number; before: string; now: string }): Statement {
  return db
    .prepare(
      `UPDATE announcement SET state = 'skipped', decided_at = ?3, decision_reason = 'stale'
       WHERE ${IS_OPEN} AND state = 'pending' AND created_at < ?2
         AND route_id = (SELECT id FROM route WHERE id = CAST(?1 AS INTEGER) AND state = 'active')`,
    )
    .bind(route.routeId, route.before, route.now);
}

/** How many posts wait by a route. */
export async function countWaitingByRoute(db: Database, routeId: number): Promise<number> {
  const row = await queryOne(
    z.object({ count: z.number() }),
    db
      .prepare(
        `SELECT COUNT(*) AS count FROM announcement
         WHERE ${IS_OPEN} AND route_id = CAST(?1 AS INTEGER) AND state = 'pending'`,
      )
      .bind(routeId),
  );
  return row?.count ?? 0;
}

const BacklogRow = z.object({ channelId: z.string(), count: z.number() });

/** How many posts are due in each channel, those of routes that rest left out. */
export async function listBacklog(db: Database, now: string): Promise<z.infer<typeof BacklogRow>[]> {
  return query(
    BacklogRow,
    db
      .prepare(
        `SELECT n.channel_id AS channelId, COUNT(*) AS count
         FROM announcement n JOIN article a ON a.id = n.article_id
         WHERE n.${IS_OPEN} AND n.state = 'pending' AND a.state = 'published'
           AND (a.embargo_until IS NULL OR a.embargo_until <= ?1)
           AND ${ROUTE_IS_OPEN}
         GROUP BY n.channel_id ORDER BY n.channel_id`,
      )
      .bind(now),
  );
}
