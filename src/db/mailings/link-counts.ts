import * as z from 'zod';
import { type Database, query, queryOne, type Statement } from '../database.ts';

/** Statement that counts one visit to an article from a mailing it stands in; nothing of the visitor is kept. */
export function countVisit(db: Database, mailingId: string, articleId: string): Statement {
  return db
    .prepare(
      `INSERT INTO link_count (mailing_id, article_id, count)
       SELECT ma.mailing_id, ma.article_id, 1
       FROM mailing m JOIN mailing_article ma ON ma.mailing_id = m.id JOIN article a ON a.id = ma.article_id
       WHERE m.public_id = ?1 AND a.public_id = ?2
       ON CONFLICT (mailing_id, article_id) DO UPDATE SET count = count + 1`,
    )
    .bind(mailingId, articleId);
}

/** Visits by article id. */
export async function countFollowed(db: Database, mailingId: number): Promise<Map<number, number>> {
  const rows = await query(
    z.object({ id: z.number(), count: z.number() }),
    db.prepare('SELECT article_id AS id, count FROM link_count WHERE mailing_id = CAST(?1 AS INTEGER)').bind(mailingId),
  );
  return new Map(rows.map(({ count, id }) => [id, count]));
}

const TargetRow = z.object({ slug: z.string(), url: z.string().nullable() });

/** Where an article of a mailing stands; null where the mailing does not hold it or it is not shown. */
export async function findTarget(
  db: Database,
  mailingId: string,
  articleId: string,
): Promise<z.infer<typeof TargetRow> | null> {
  return queryOne(
    TargetRow,
    db
      .prepare(
        `SELECT a.slug, a.url FROM mailing m JOIN mailing_article ma ON ma.mailing_id = m.id
           JOIN article a ON a.id = ma.article_id
         WHERE m.public_id = ?1 AND a.public_id = ?2 AND a.state = 'published'`,
      )
      .bind(mailingId, articleId),
  );
}
