import { type Database, query, type Statement } from '../database.ts';
import { FILED_ARTICLE_COLUMNS, FiledArticleRow } from './articles.ts';

/** What a feed files an article under from now on. */
export type Refiling = { id: number; categories: readonly string[] };

/** Statement that keeps new categories. Readers see none of them, so that no revision is made and nothing counts as edited. */
export function refileArticles(db: Database, refilings: readonly Refiling[]): Statement {
  return db
    .prepare(
      `UPDATE article SET categories = e.value->>'categories' FROM json_each(?1) e
       WHERE article.id = e.value->>'id' AND article.categories <> e.value->>'categories'`,
    )
    .bind(JSON.stringify(refilings.map(({ id, categories }) => ({ id, categories: JSON.stringify(categories) }))));
}

/** Those of the given articles that were released at `since` or later, with the categories that are kept of them. */
export async function listFiledSince(db: Database, ids: readonly number[], since: string) {
  return query(
    FiledArticleRow,
    db
      .prepare(
        `SELECT ${FILED_ARTICLE_COLUMNS} FROM json_each(?1) wanted JOIN article a ON a.id = wanted.value
         WHERE a.released_at >= ?2`,
      )
      .bind(JSON.stringify(ids), since),
  );
}
