import { type Database, query, type Statement } from '../database.ts';
import { type Article, FILED_ARTICLE_COLUMNS, type FiledArticle, FiledArticleRow } from './articles.ts';

/** Articles of a flood that are still held, newest first; of one time, as the feed had them. */
export async function listHeldArticles(db: Database, floodId: number, limit: number): Promise<FiledArticle[]> {
  return query(
    FiledArticleRow,
    db
      .prepare(
        `SELECT ${FILED_ARTICLE_COLUMNS} FROM article a
         WHERE a.state = 'held' AND a.flood_id = CAST(?1 AS INTEGER)
         ORDER BY a.published_at DESC, a.id LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(floodId, limit),
  );
}

/** Statement that publishes the held articles of a flood, for the next digest or for the newsroom only. */
export function publishHeld(
  db: Database,
  release: { floodId: number; emailMode: Article['emailMode']; now: string },
): Statement {
  return db
    .prepare(
      `UPDATE article SET state = 'published', released_at = ?2, email_mode = ?3
       WHERE state = 'held' AND flood_id = CAST(?1 AS INTEGER)`,
    )
    .bind(release.floodId, release.now, release.emailMode);
}

/** Statement that withdraws the held articles of a flood. Their keys stay, so they never come in again. */
export function withdrawHeld(db: Database, floodId: number): Statement {
  return db
    .prepare(`UPDATE article SET state = 'withdrawn' WHERE state = 'held' AND flood_id = CAST(?1 AS INTEGER)`)
    .bind(floodId);
}

/** The newest published articles that a feed brought; of one time, those it had first, as feeds put the newest on top. */
export async function listNewestOfFeed(db: Database, feedId: number, limit: number): Promise<FiledArticle[]> {
  return query(
    FiledArticleRow,
    db
      .prepare(
        `SELECT ${FILED_ARTICLE_COLUMNS} FROM article_source s JOIN article a ON a.id = s.article_id
         WHERE s.feed_id = CAST(?1 AS INTEGER) AND a.state = 'published'
         ORDER BY a.published_at DESC, a.id LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(feedId, limit),
  );
}

/** Statement that puts published articles into the next digest where they were meant for none. */
export function markForDigest(db: Database, ids: readonly number[]): Statement {
  return db
    .prepare(
      `UPDATE article SET email_mode = 'next_digest'
       WHERE email_mode = 'none' AND state = 'published' AND id IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(ids));
}
