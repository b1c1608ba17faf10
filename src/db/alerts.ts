import { ARTICLE_COLUMNS, type Article, ArticleRow } from './articles.ts';
import { type Database, query, type Statement } from './database.ts';

/** Articles meant as alerts that were released after `since` and whose story was not alerted yet; newest first. */
export async function listToAlert(db: Database, { now, since }: { now: string; since: string }): Promise<Article[]> {
  return query(
    ArticleRow,
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} FROM article a
         WHERE a.state = 'published' AND a.email_mode <> 'none' AND a.email_mode = 'alert'
           AND a.released_at > ?2 AND a.released_at <= ?1 AND (a.embargo_until IS NULL OR a.embargo_until <= ?1)
           AND NOT EXISTS (SELECT 1 FROM alerted_story s WHERE s.translation_group = a.translation_group)
         ORDER BY a.published_at DESC, a.id DESC LIMIT 20`,
      )
      .bind(now, since),
  );
}

/** Statement that notes which stories an alert carries. It fails, and its transaction with it, where one was alerted. */
export function insertAlertedStories(db: Database, mailingPublicId: string, groups: readonly string[]): Statement {
  return db
    .prepare(
      `INSERT INTO alerted_story (translation_group, mailing_id)
       SELECT g.value, m.id FROM json_each(?2) g, mailing m WHERE m.public_id = ?1`,
    )
    .bind(mailingPublicId, JSON.stringify(groups));
}

/** Whether an error says that a story was alerted already. */
export function isStoryAlerted(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed: alerted_story\./.test(error.message);
}
