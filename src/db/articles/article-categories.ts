import { type Database, query, type Statement } from '../database.ts';
import { jsonLists } from '../json-lists.ts';
import { FILED_ARTICLE_COLUMNS, FiledArticleRow } from './articles.ts';

/** What a feed files an article under from now on. */
export type Refiling = { id: number; categories: readonly string[] };

/** Statements that keep new categories. Readers see none of them, so that no revision is made and nothing counts as edited. */
export function refileArticles(db: Database, refilings: readonly Refiling[]): Statement[] {
  const update = db.prepare(
    `UPDATE article SET categories = e.value->>'categories' FROM json_each(?1) e
       WHERE article.id = e.value->>'id' AND article.categories <> e.value->>'categories'`,
  );
  const rows = refilings.map(({ id, categories }) => ({ id, categories: JSON.stringify(categories) }));
  return jsonLists(rows).map((list) => update.bind(list));
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
