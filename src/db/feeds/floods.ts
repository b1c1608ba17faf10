import * as z from 'zod';
import type { Transitions } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';

const FLOOD_STATES = ['open', 'announced', 'published', 'dropped'] as const;
export type FloodState = (typeof FLOOD_STATES)[number];

/** open: its articles are held. The first person to decide ends it for good. */
export const FLOOD_TRANSITIONS: Transitions<FloodState> = {
  open: ['announced', 'published', 'dropped'],
  announced: [],
  published: [],
  dropped: [],
};

const FloodRow = z.object({
  id: z.number(),
  publicId: z.string(),
  feedId: z.number(),
  feedTitle: z.string(),
  state: z.enum(FLOOD_STATES),
  articleCount: z.number(),
  decidedBy: z.string().nullable(),
  createdAt: z.string(),
});
export type Flood = z.infer<typeof FloodRow>;

const SELECT = `SELECT w.id, w.public_id AS publicId, w.feed_id AS feedId, f.title AS feedTitle, w.state,
    w.article_count AS articleCount, w.decided_by AS decidedBy, w.created_at AS createdAt
  FROM flood w JOIN feed f ON f.id = w.feed_id`;

/** Feeds with held articles that belong to no flood yet. */
export async function listFloodedFeeds(db: Database): Promise<{ feedId: number }[]> {
  return query(
    z.object({ feedId: z.number() }),
    db.prepare(
      `SELECT DISTINCT f.id AS feedId FROM article a JOIN feed f ON a.created_by = 'feed:' || f.public_id
       WHERE a.state = 'held' AND a.flood_id IS NULL LIMIT 20`,
    ),
  );
}

/** Statements that make one flood of a feed's held articles that belong to none; nothing where there are none. */
export function openFlood(db: Database, flood: { publicId: string; feedId: number }, now: string): Statement[] {
  return [
    db
      .prepare(
        `INSERT INTO flood (public_id, feed_id, state, article_count, created_at)
         SELECT ?1, f.id, 'open', COUNT(*), ?3
         FROM article a JOIN feed f ON a.created_by = 'feed:' || f.public_id
         WHERE a.state = 'held' AND a.flood_id IS NULL AND f.id = CAST(?2 AS INTEGER)
         GROUP BY f.id`,
      )
      .bind(flood.publicId, flood.feedId, now),
    db
      .prepare(
        `UPDATE article SET flood_id = (SELECT id FROM flood WHERE public_id = ?1)
         WHERE state = 'held' AND flood_id IS NULL
           AND created_by = (SELECT 'feed:' || public_id FROM feed WHERE id = CAST(?2 AS INTEGER))`,
      )
      .bind(flood.publicId, flood.feedId),
  ];
}

/** Open floods about which staff were not asked yet. */
export async function listFloodsToAsk(db: Database): Promise<Flood[]> {
  return query(FloodRow, db.prepare(`${SELECT} WHERE w.state = 'open' AND w.asked_at IS NULL ORDER BY w.id LIMIT 10`));
}

/** Open floods, oldest first. */
export async function listOpenFloods(db: Database, limit: number): Promise<Flood[]> {
  return query(
    FloodRow,
    db.prepare(`${SELECT} WHERE w.state = 'open' ORDER BY w.id LIMIT CAST(?1 AS INTEGER)`).bind(limit),
  );
}

/** The flood of a public id; null where there is none. */
export async function findFlood(db: Database, publicId: string): Promise<Flood | null> {
  return queryOne(FloodRow, db.prepare(`${SELECT} WHERE w.public_id = ?1`).bind(publicId));
}

/** Takes the right to ask about a flood, so that it is asked at most once; false when somebody else has it. */
export async function claimQuestion(db: Database, id: number, now: string): Promise<boolean> {
  const changed = await execute(
    db
      .prepare(`UPDATE flood SET asked_at = ?2 WHERE id = CAST(?1 AS INTEGER) AND state = 'open' AND asked_at IS NULL`)
      .bind(id, now),
  );
  return changed === 1;
}

/** Takes back that staff were asked, because the question did not reach them. */
export async function unclaimQuestion(db: Database, id: number): Promise<void> {
  await execute(db.prepare(`UPDATE flood SET asked_at = NULL WHERE id = CAST(?1 AS INTEGER)`).bind(id));
}

/**
 * Statement that ends an open flood. It fails, and its transaction with it, when somebody decided before: an empty
 * state violates NOT NULL, so that no other statement of a late decision takes effect.
 */
export function endFlood(
  db: Database,
  id: number,
  decision: { to: Exclude<FloodState, 'open'>; by: string; now: string },
): Statement {
  return db
    .prepare(
      `UPDATE flood SET state = CASE WHEN state = 'open' THEN ?2 END, decided_by = ?3, decided_at = ?4
       WHERE id = CAST(?1 AS INTEGER)`,
    )
    .bind(id, decision.to, decision.by, decision.now);
}

/** Whether an error says that a flood was decided before. */
export function isFloodEnded(error: unknown): boolean {
  return error instanceof Error && /NOT NULL constraint failed: flood\.state/.test(error.message);
}
