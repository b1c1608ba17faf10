import * as z from 'zod';
import { LOCALES } from '../../domain/locale.ts';
import { json } from '../columns.ts';
import { type Database, query } from '../database.ts';
import { FEED_STATES } from '../feeds/feeds.ts';
import { MAILING_STATES } from '../mailings/mailings.ts';

const DayRow = z.object({ day: z.string(), joined: z.number(), gone: z.number() });
/** How many readers were won and lost on one day (UTC). */
export type ReaderDay = z.infer<typeof DayRow>;

/** Every day on which somebody confirmed (or was imported) or left for good so far, the oldest first. Two passes over the readers. */
export async function listReaderDays(db: Database): Promise<ReaderDay[]> {
  const came = `COALESCE(confirmed_at, CASE WHEN state = 'active' THEN created_at END)`;
  return query(
    DayRow,
    db.prepare(
      `SELECT day, SUM(joined) AS joined, SUM(gone) AS gone FROM (
         SELECT substr(${came}, 1, 10) AS day, COUNT(*) AS joined, 0 AS gone FROM subscriber
         WHERE ${came} IS NOT NULL GROUP BY 1
         UNION ALL
         SELECT substr(left_at, 1, 10), 0, COUNT(*) FROM subscriber
         WHERE left_at >= ${came} GROUP BY 1)
       GROUP BY day ORDER BY day`,
    ),
  );
}

const SendRow = z.object({
  publicId: z.string(),
  state: z.enum(MAILING_STATES),
  subject: json(z.partialRecord(z.enum(LOCALES), z.string())),
  lead: z.string().nullable(),
  startedAt: z.string(),
  submitted: z.number(),
  refused: z.number(),
  problems: json(z.record(z.string(), z.number())),
});
/** What one mailing came to. `problems` counts readers by the gravest report. */
export type SendFigures = z.infer<typeof SendRow>;

/** The newest mailings that began, the latest first. */
export async function listSendFigures(db: Database, limit: number): Promise<SendFigures[]> {
  return query(
    SendRow,
    db
      .prepare(
        `SELECT m.public_id AS publicId, m.state, m.subject, m.started_at AS startedAt, m.submitted_count AS submitted,
           m.failed_count AS refused, m.problems,
           (SELECT a.title FROM mailing_article x JOIN article a ON a.id = x.article_id
            WHERE x.mailing_id = m.id ORDER BY x.position LIMIT 1) AS lead
         FROM mailing m WHERE m.started_at IS NOT NULL ORDER BY m.id DESC LIMIT CAST(?1 AS INTEGER)`,
      )
      .bind(limit),
  );
}

const HealthRow = z.object({
  title: z.string(),
  state: z.enum(FEED_STATES),
  lastPolledAt: z.string().nullable(),
  lastNewAt: z.string().nullable(),
  failingSince: z.string().nullable(),
  lastError: z.string().nullable(),
});
/** How one feed does. */
export type FeedHealth = z.infer<typeof HealthRow>;

/** Feeds that are not removed, those in trouble first, the longest before others. */
export async function listFeedHealth(db: Database, limit: number): Promise<FeedHealth[]> {
  return query(
    HealthRow,
    db
      .prepare(
        `SELECT title, state, last_polled_at AS lastPolledAt, last_new_at AS lastNewAt, failing_since AS failingSince,
           last_error AS lastError
         FROM feed WHERE state <> 'removed'
         ORDER BY state <> 'gone', failing_since IS NULL, failing_since, state = 'active', title
         LIMIT CAST(?1 AS INTEGER)`,
      )
      .bind(limit),
  );
}

const SourceRow = z.object({ source: z.string().nullable(), count: z.number() });
/** Published articles of one source; null: written by staff. */
export type SourceCount = z.infer<typeof SourceRow>;

/** Which outlets and feeds the articles published since `since` came from, those with most first. */
export async function countBySource(db: Database, since: string, limit: number): Promise<SourceCount[]> {
  return query(
    SourceRow,
    db
      .prepare(
        `SELECT COALESCE(a.outlet, (SELECT f.title FROM article_source s JOIN feed f ON f.id = s.feed_id
                                    WHERE s.article_id = a.id LIMIT 1)) AS source, COUNT(*) AS count
         FROM article a WHERE a.state = 'published' AND a.published_at >= ?1
         GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(since, limit),
  );
}
