import * as z from 'zod';
import { ARTICLE_COLUMNS, type Article, ArticleRow } from '../articles/articles.ts';
import { type Database, query, type Statement } from '../database.ts';

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

const TwinRow = z.object({ mailingPublicId: z.string(), articleId: z.number() });

/** Versions in another language that came while the alert of their story still is a draft that waits for a person. */
export async function listLateTwins(db: Database, now: string): Promise<z.infer<typeof TwinRow>[]> {
  return query(
    TwinRow,
    db
      .prepare(
        `SELECT m.public_id AS mailingPublicId, a.id AS articleId
         FROM mailing m JOIN alerted_story s ON s.mailing_id = m.id
           JOIN article a ON a.translation_group = s.translation_group
         WHERE m.state = 'draft' AND m.kind = 'alert' AND m.is_automatic = 0
           AND a.state = 'published' AND a.email_mode <> 'none' AND a.released_at <= ?1
           AND (a.embargo_until IS NULL OR a.embargo_until <= ?1)
           AND a.language NOT IN (
             SELECT o.language FROM mailing_article mo JOIN article o ON o.id = mo.article_id
             WHERE mo.mailing_id = m.id AND o.translation_group = s.translation_group)
         ORDER BY a.id LIMIT 20`,
      )
      .bind(now),
  );
}

/** Statement that puts an article behind those of a draft; a no-op once it is no draft or has it. */
export function addToDraft(db: Database, mailingPublicId: string, articleId: number): Statement {
  return db
    .prepare(
      `INSERT INTO mailing_article (mailing_id, article_id, position)
       SELECT m.id, CAST(?2 AS INTEGER), (SELECT MAX(position) + 1 FROM mailing_article WHERE mailing_id = m.id)
       FROM mailing m WHERE m.public_id = ?1 AND m.state = 'draft'
       ON CONFLICT DO NOTHING`,
    )
    .bind(mailingPublicId, articleId);
}

/** Whether an error says that a story was alerted already. */
export function isStoryAlerted(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed: alerted_story\./.test(error.message);
}
