import * as z from 'zod';
import { type Database, query } from '../database.ts';

const EntryRow = z.object({
  id: z.number(),
  slug: z.string(),
  title: z.string(),
  language: z.string().nullable(),
  publishedAt: z.string(),
  updatedAt: z.string(),
});
export type SitemapEntry = z.infer<typeof EntryRow>;

const COLUMNS = 'id, slug, title, language, published_at AS publishedAt, updated_at AS updatedAt';

/** Ids behind which each further page of a sitemap begins; empty where one page holds everything. */
export async function listSitemapCuts(db: Database, pageSize: number): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        // The plus has SQLite count by the index of what is published, not by reading every article's text.
        `SELECT id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY +id) AS n FROM article WHERE state = 'published')
         WHERE n % CAST(?1 AS INTEGER) = 0 ORDER BY id LIMIT 5000`,
      )
      .bind(pageSize),
  );
  return rows.map(({ id }) => id);
}

/** Published articles in the order of their ids. */
export async function listSitemapPage(
  db: Database,
  page: { afterId: number; limit: number; now: string },
): Promise<SitemapEntry[]> {
  return query(
    EntryRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM article
         WHERE id > CAST(?1 AS INTEGER) AND state = 'published' AND (embargo_until IS NULL OR embargo_until <= ?3)
         ORDER BY id LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(page.afterId, page.limit, page.now),
  );
}

/** Articles that came out since a time, newest first. */
export async function listPublishedSince(
  db: Database,
  page: { since: string; limit: number; now: string },
): Promise<SitemapEntry[]> {
  return query(
    EntryRow,
    db
      .prepare(
        `SELECT ${COLUMNS} FROM article
         WHERE state = 'published' AND published_at >= ?1 AND (embargo_until IS NULL OR embargo_until <= ?3)
         ORDER BY published_at DESC, id DESC LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(page.since, page.limit, page.now),
  );
}
