import * as z from 'zod';
import { FILED_ARTICLE_COLUMNS, FiledArticleRow } from '../articles/articles.ts';
import { flag, json, statesBefore, type Transitions } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';

const SUMMARY_STATES = ['pending', 'sending', 'posted', 'unknown', 'failed'] as const;
export type SummaryState = (typeof SUMMARY_STATES)[number];

/** unknown: Slack may have it. It is posted again only when a person says so. */
export const SUMMARY_TRANSITIONS: Transitions<SummaryState> = {
  pending: ['sending'],
  sending: ['posted', 'pending', 'unknown', 'failed'],
  posted: [],
  unknown: ['posted', 'pending'],
  failed: [],
};

const SummaryRow = z.object({
  id: z.number(),
  publicId: z.string(),
  channelId: z.string(),
  localDate: z.string(),
  state: z.enum(SUMMARY_STATES),
  articleIds: json(z.array(z.number())),
  since: z.string(),
  isWeekly: flag,
  isCompact: flag,
  attempts: z.number(),
});
export type ChannelSummary = z.infer<typeof SummaryRow>;

/** In the words of the index channel_summary_open: a single state would not be found by it. */
const IS_OPEN = `state IN ('pending', 'sending')`;

const COLUMNS = `id, public_id AS publicId, channel_id AS channelId, local_date AS localDate, state,
  article_ids AS articleIds, since, is_weekly AS isWeekly, is_compact AS isCompact, attempts`;

export type NewSummary = {
  publicId: string;
  channelId: string;
  localDate: string;
  articleIds: number[];
  since: string;
  isWeekly: boolean;
  isCompact: boolean;
  /** The routes whose articles these are. */
  routeIds: number[];
  now: string;
};

/**
 * Statements that plan one channel's summary of one date and move its routes on, both or neither; a second plan for the
 * same channel and date does nothing. Without articles only the routes move on.
 */
export function insertSummary(db: Database, summary: NewSummary): Statement[] {
  const routes = JSON.stringify(summary.routeIds);
  if (summary.articleIds.length === 0)
    return [
      db
        .prepare('UPDATE route SET summarised_until = ?2 WHERE id IN (SELECT value FROM json_each(?1))')
        .bind(routes, summary.now),
    ];
  return [
    db
      .prepare(
        `INSERT INTO channel_summary (public_id, channel_id, local_date, state, article_ids, is_weekly, is_compact,
           not_before, created_at, since)
         SELECT ?1, ?2, ?3, 'pending', ?4, ?5, ?6, ?7, ?7, ?8 WHERE true
         ON CONFLICT DO NOTHING`,
      )
      .bind(
        summary.publicId,
        summary.channelId,
        summary.localDate,
        JSON.stringify(summary.articleIds),
        summary.isWeekly ? 1 : 0,
        summary.isCompact ? 1 : 0,
        summary.now,
        summary.since,
      ),
    db
      .prepare(
        `UPDATE route SET summarised_until = ?2
         WHERE id IN (SELECT value FROM json_each(?1)) AND EXISTS (SELECT 1 FROM channel_summary WHERE public_id = ?3)`,
      )
      .bind(routes, summary.now, summary.publicId),
  ];
}

/** Statement that leaves the articles of routes to their next summary: those were too few for this one. */
export function rollOver(db: Database, routeIds: readonly number[], now: string): Statement {
  return db
    .prepare('UPDATE route SET rolled_over_at = ?2 WHERE id IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(routeIds), now);
}

/** Whether a channel has its summary of a date. */
export async function hasSummary(db: Database, channelId: string, localDate: string): Promise<boolean> {
  const row = await queryOne(
    z.object({ found: z.number() }),
    db
      .prepare('SELECT EXISTS (SELECT 1 FROM channel_summary WHERE channel_id = ?1 AND local_date = ?2) AS found')
      .bind(channelId, localDate),
  );
  return row?.found === 1;
}

/** Whether a summary is due, or one's sender vanished. */
export async function hasSummaryWork(db: Database, now: string): Promise<boolean> {
  const row = await queryOne(
    z.object({ work: z.number() }),
    db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM channel_summary
           WHERE ${IS_OPEN} AND (state = 'pending' AND not_before <= ?1 OR state = 'sending' AND lease_until <= ?1)) AS work`,
      )
      .bind(now),
  );
  return row?.work === 1;
}

/** Sets aside every summary whose sender vanished between asking Slack and recording the answer; gives them back. */
export async function expireSummaries(db: Database, now: string): Promise<ChannelSummary[]> {
  return query(
    SummaryRow,
    db
      .prepare(
        `UPDATE channel_summary SET state = 'unknown', lease_until = NULL
         WHERE ${IS_OPEN} AND state = 'sending' AND lease_until <= ?1 RETURNING ${COLUMNS}`,
      )
      .bind(now),
  );
}

/** The summary of a public id; null where there is none. */
export async function findSummary(db: Database, publicId: string): Promise<ChannelSummary | null> {
  return queryOne(SummaryRow, db.prepare(`SELECT ${COLUMNS} FROM channel_summary WHERE public_id = ?1`).bind(publicId));
}

/** Takes the next summary that may go out; null when none is due. */
export async function claimSummary(
  db: Database,
  claim: { now: string; leaseUntil: string },
): Promise<ChannelSummary | null> {
  return queryOne(
    SummaryRow,
    db
      .prepare(
        `UPDATE channel_summary SET state = 'sending', lease_until = ?2, attempts = attempts + 1
         WHERE state = 'pending' AND id = (
           SELECT id FROM channel_summary
           WHERE ${IS_OPEN} AND state = 'pending' AND not_before <= ?1 ORDER BY not_before, id LIMIT 1)
         RETURNING ${COLUMNS}`,
      )
      .bind(claim.now, claim.leaseUntil),
  );
}

/** Statement that moves a summary on; a no-op unless its state, or `from` alone, allows the move. */
export function moveSummary(
  db: Database,
  id: number,
  move: { to: SummaryState; from?: SummaryState; ts?: string; notBefore?: string; error?: string },
): Statement {
  return db
    .prepare(
      `UPDATE channel_summary SET state = ?2, ts = COALESCE(?3, ts), not_before = COALESCE(?4, not_before),
         last_error = ?5, lease_until = NULL
       WHERE id = CAST(?1 AS INTEGER) AND state IN (SELECT value FROM json_each(?6))`,
    )
    .bind(
      id,
      move.to,
      move.ts ?? null,
      move.notBefore ?? null,
      move.error ?? null,
      move.from ? JSON.stringify([move.from]) : statesBefore(SUMMARY_TRANSITIONS, move.to),
    );
}

/** Statement that lets a channel's routes sum up again from where they stood before a summary that Slack refused. */
export function rewindRoutes(db: Database, summary: Pick<ChannelSummary, 'channelId' | 'since'>): Statement {
  return db
    .prepare(
      `UPDATE route SET summarised_until = MAX(MIN(?2, COALESCE(summarised_until, created_at)), created_at)
       WHERE channel_id = ?1 AND mode <> 'each' AND state <> 'removed'`,
    )
    .bind(summary.channelId, summary.since);
}

const ReleasedRow = FiledArticleRow.extend({ createdBy: z.string(), feedIds: json(z.array(z.number())) });
export type ReleasedArticle = z.infer<typeof ReleasedRow>;

/**
 * Articles released after `since` and until `now` that were in no summary of the channel since then and not announced
 * there one by one, newest first, behind the one `after`; each with the feeds that brought it. Those of a feed's silent
 * baseline are left out.
 */
export async function listReleased(
  db: Database,
  window: {
    channelId: string;
    since: string;
    now: string;
    limit: number;
    after: Pick<ReleasedArticle, 'publishedAt' | 'id'> | null;
  },
): Promise<ReleasedArticle[]> {
  return query(
    ReleasedRow,
    db
      .prepare(
        `SELECT ${FILED_ARTICLE_COLUMNS}, a.created_by AS createdBy,
           (SELECT json_group_array(s.feed_id) FROM article_source s WHERE s.article_id = a.id) AS feedIds
         FROM article a
         WHERE a.state = 'published' AND a.released_at > ?2 AND a.released_at <= ?3
           AND (a.email_mode <> 'none' OR a.created_by NOT LIKE 'feed:%')
           AND (?5 IS NULL OR (a.published_at, a.id) < (?5, CAST(?6 AS INTEGER)))
           AND NOT EXISTS (SELECT 1 FROM announcement n WHERE n.article_id = a.id AND n.channel_id = ?1)
           AND NOT EXISTS (SELECT 1 FROM channel_summary s, json_each(s.article_ids) listed
             WHERE s.channel_id = ?1 AND s.created_at > ?2 AND s.state <> 'failed' AND listed.value = a.id)
         ORDER BY a.published_at DESC, a.id DESC LIMIT CAST(?4 AS INTEGER)`,
      )
      .bind(
        window.channelId,
        window.since,
        window.now,
        window.limit,
        window.after?.publishedAt ?? null,
        window.after?.id ?? null,
      ),
  );
}
