import * as z from 'zod';
import { type Database, query } from '../database.ts';
import { ARTICLE_COLUMNS, type Article, ArticleRow } from './articles.ts';

/** Articles for staff, withdrawn ones left out, newest first; every word stands in title, outlet or extract, whatever its case. */
export async function listForStaff(
  db: Database,
  page: { words: readonly string[]; offset: number; limit: number },
): Promise<Article[]> {
  return query(
    ArticleRow,
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} FROM article a
         WHERE a.state <> 'withdrawn' AND NOT EXISTS (
           SELECT 1 FROM json_each(?1) w
           WHERE instr(lower(a.title || ' ' || COALESCE(a.outlet, '') || ' ' || a.extract), w.value) = 0)
         ORDER BY a.published_at DESC, a.id DESC LIMIT CAST(?2 AS INTEGER) OFFSET CAST(?3 AS INTEGER)`,
      )
      .bind(JSON.stringify(page.words.map((word) => word.toLowerCase())), page.limit, page.offset),
  );
}

/** Articles of one story, in every state but withdrawn, the given one left out. */
export async function listTwins(db: Database, article: Pick<Article, 'id' | 'translationGroup'>): Promise<Article[]> {
  return query(
    ArticleRow,
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} FROM article a
         WHERE a.translation_group = ?1 AND a.id <> CAST(?2 AS INTEGER) AND a.state <> 'withdrawn' ORDER BY a.id LIMIT 5`,
      )
      .bind(article.translationGroup, article.id),
  );
}

const MailedRow = z.object({
  articleId: z.number(),
  kind: z.enum(['digest', 'alert', 'correction']),
  state: z.string(),
  finishedAt: z.string().nullable(),
});
/** A mailing that carries an article. */
export type Mailed = z.infer<typeof MailedRow>;

/** The mailings that carry articles, cancelled ones left out, newest first. */
export async function listMailingsOfArticles(db: Database, articleIds: readonly number[]): Promise<Mailed[]> {
  return query(
    MailedRow,
    db
      .prepare(
        `SELECT ma.article_id AS articleId, m.kind, m.state, m.finished_at AS finishedAt
         FROM mailing_article ma JOIN mailing m ON m.id = ma.mailing_id
         WHERE ma.article_id IN (SELECT value FROM json_each(?1)) AND m.state <> 'cancelled'
         ORDER BY m.id DESC LIMIT 50`,
      )
      .bind(JSON.stringify(articleIds)),
  );
}
