import * as z from 'zod';
import { type Database, query, queryOne, type Statement } from '../database.ts';
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

/** Every active topic in its order. */
export async function listTopicChoices(db: Database): Promise<{ slug: string; name: string; id: number }[]> {
  return query(
    z.object({ id: z.number(), slug: z.string(), name: z.string() }),
    db.prepare(`SELECT id, slug, name FROM topic WHERE state = 'active' ORDER BY position, id LIMIT 100`),
  );
}

/** Kinds in use beside the ones every newsroom starts with. */
export async function listKindsInUse(db: Database): Promise<string[]> {
  const rows = await query(
    z.object({ kind: z.string() }),
    db.prepare(
      'SELECT DISTINCT kind FROM article WHERE id > (SELECT COALESCE(MAX(id), 0) - 500 FROM article) LIMIT 50',
    ),
  );
  return rows.map(({ kind }) => kind);
}

/** Statement that keeps what somebody typed into the form for a new article. */
export function saveDraft(db: Database, userId: string, form: unknown, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO article_draft (slack_user_id, form, saved_at) VALUES (?1, ?2, ?3)
       ON CONFLICT (slack_user_id) DO UPDATE SET form = excluded.form, saved_at = excluded.saved_at`,
    )
    .bind(userId, JSON.stringify(form), now);
}

const DraftRow = z.object({
  form: z.string().transform((text): unknown => JSON.parse(text)),
  savedAt: z.string(),
});

/** What somebody typed and did not publish. */
export async function findDraft(db: Database, userId: string): Promise<z.infer<typeof DraftRow> | null> {
  return queryOne(
    DraftRow,
    db.prepare('SELECT form, saved_at AS savedAt FROM article_draft WHERE slack_user_id = ?1').bind(userId),
  );
}

/** Statement that forgets somebody's draft. */
export function dropDraft(db: Database, userId: string): Statement {
  return db.prepare('DELETE FROM article_draft WHERE slack_user_id = ?1').bind(userId);
}
