import * as z from 'zod';
import { type Database, query, type Statement } from '../database.ts';
import { jsonLists } from '../json-lists.ts';

/** The words one article is found by; the article is named by its public id. */
export type ArticleWords = { publicId: string; words: readonly string[] };

/**
 * Statements that make these the words the articles are found by, to stand behind what stores the articles in the same
 * batch: what they were found by before is read from the article's own row.
 */
export function indexArticles(db: Database, articles: readonly ArticleWords[]): Statement[] {
  const rows = articles.map(({ publicId, words }) => ({ publicId, words: JSON.stringify(words) }));
  const changed = `json_each(?1) e JOIN article a ON a.public_id = e.value->>'publicId'`;
  return jsonLists(rows).flatMap((list) => [
    db
      .prepare(
        `DELETE FROM search_word WHERE (word, article_id) IN (
           SELECT w.value, a.id FROM ${changed} JOIN json_each(a.search_words) w
           WHERE a.search_words <> e.value->>'words')`,
      )
      .bind(list),
    db
      .prepare(
        `INSERT INTO search_word (word, article_id)
         SELECT w.value, a.id FROM ${changed} JOIN json_each(e.value->>'words') w
         WHERE a.search_words IS NULL OR a.search_words <> e.value->>'words'
         ON CONFLICT DO NOTHING`,
      )
      .bind(list),
    db
      .prepare(
        `UPDATE article SET search_words = e.value->>'words' FROM json_each(?1) e
         WHERE article.public_id = e.value->>'publicId'
           AND (search_words IS NULL OR search_words <> e.value->>'words')`,
      )
      .bind(list),
  ]);
}

const TextsRow = z.object({
  id: z.number(),
  publicId: z.string(),
  title: z.string(),
  outlet: z.string().nullable(),
  author: z.string().nullable(),
  extract: z.string(),
  bodyHtml: z.string().nullable(),
});

/** What articles say, in the order of their ids, for making the index anew. */
export async function listTextsAfter(
  db: Database,
  afterId: number,
  limit: number,
): Promise<z.infer<typeof TextsRow>[]> {
  return query(
    TextsRow,
    db
      .prepare(
        `SELECT id, public_id AS publicId, title, outlet, author, extract, body_html AS bodyHtml FROM article
         WHERE id > CAST(?1 AS INTEGER) ORDER BY id LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(afterId, limit),
  );
}
