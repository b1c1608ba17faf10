import * as z from 'zod';
import { type Database, query, queryOne, type Statement } from '../database.ts';

/** `path` as domain/old-path.ts writes it. */
export type NewRedirect = { path: string; articlePublicId: string };

/** Statement that sends old paths on to articles; a path that leads somewhere already keeps leading there. */
export function insertRedirects(db: Database, redirects: readonly NewRedirect[], now: string): Statement {
  return db
    .prepare(
      `INSERT INTO redirect (path, article_id, created_at)
       SELECT r.value->>'path', a.id, ?2
       FROM json_each(?1) r JOIN article a ON a.public_id = r.value->>'articlePublicId'
       WHERE true
       ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(redirects), now);
}

/** Which articles the given old paths lead to. */
export async function findRedirected(
  db: Database,
  paths: readonly string[],
): Promise<{ path: string; articlePublicId: string }[]> {
  return query(
    z.object({ path: z.string(), articlePublicId: z.string() }),
    db
      .prepare(
        `SELECT r.path, a.public_id AS articlePublicId
         FROM json_each(?1) wanted JOIN redirect r ON r.path = wanted.value JOIN article a ON a.id = r.article_id`,
      )
      .bind(JSON.stringify(paths)),
  );
}

/**
 * The slug an old path leads to; the first of `paths` wins. Null where none does, or where the article may not be known
 * yet: under embargo not even its address is told.
 */
export async function findRedirectTarget(db: Database, paths: readonly string[], now: string): Promise<string | null> {
  const row = await queryOne(
    z.object({ slug: z.string() }),
    db
      .prepare(
        `SELECT a.slug
         FROM json_each(?1) wanted JOIN redirect r ON r.path = wanted.value JOIN article a ON a.id = r.article_id
         WHERE a.state IN ('published', 'withdrawn') AND (a.embargo_until IS NULL OR a.embargo_until <= ?2)
         ORDER BY wanted.key LIMIT 1`,
      )
      .bind(JSON.stringify(paths), now),
  );
  return row?.slug ?? null;
}
