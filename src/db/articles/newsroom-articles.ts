import * as z from 'zod';
import type { WordRange } from '../../domain/search-words.ts';
import { type Database, query, queryOne } from '../database.ts';
import { ARTICLE_COLUMNS, type Article, ArticleRow } from './articles.ts';
import { STAFF_ARTICLE_COLUMNS, type StaffArticle, StaffArticleRow } from './staff-articles.ts';

/** Where a list goes on: behind this article. */
export type ArticlePlace = { publishedAt: string; id: number };

/** What a list shows; null or empty narrows nothing. `from` and `to` are times, `to` not included. */
export type NewsFilter = {
  kind: string | null;
  topicId: number | null;
  from: string | null;
  to: string | null;
  /** The beginning of a language tag: "zh". Articles of no stated language are in every language. */
  language: string | null;
  /** The beginning of a language tag: of a story that is told in it too, no other version is shown. */
  preferred: string | null;
  words: readonly WordRange[];
};

export type NewsPage = { filter: NewsFilter; before: ArticlePlace | null; limit: number; now: string };

/** Every range of `?9` must hold a word of the article. */
const FOUND = `AND a.id IN (
  SELECT s.article_id FROM json_each(?9) q
  JOIN search_word s ON s.word >= q.value->>'from' AND s.word < q.value->>'to'
  GROUP BY s.article_id HAVING COUNT(DISTINCT q.key) = (SELECT COUNT(*) FROM json_each(?9)))`;

/** One page of what the newsroom shows, newest first. */
export async function listNewsPage(db: Database, { filter, before, limit, now }: NewsPage): Promise<Article[]> {
  return query(
    ArticleRow,
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} FROM article a
         WHERE (a.published_at, a.id) < (?1, CAST(?2 AS INTEGER)) ${passes('a', filter)}
           ${filter.words.length === 0 ? '' : FOUND} ${filter.preferred === null ? '' : toldOnce(filter)}
           -- Every value is bound, and each is named once so that none is left over.
           AND COALESCE(?5, ?6, ?7, ?8, ?9, ?10, ?11, '') IS NOT NULL
         ORDER BY a.published_at DESC, a.id DESC
         LIMIT CAST(?3 AS INTEGER)`,
      )
      .bind(
        before?.publishedAt ?? '9999',
        before?.id ?? 0,
        limit,
        now,
        filter.kind,
        filter.from,
        filter.to,
        filter.topicId,
        JSON.stringify(filter.words),
        filter.language,
        filter.preferred,
      ),
  );
}

/** The conditions under which an article is out and fits, whatever is searched for. */
function passes(article: 'a' | 'twin', filter: NewsFilter): string {
  return [
    `AND ${article}.state = 'published' AND (${article}.embargo_until IS NULL OR ${article}.embargo_until <= ?4)`,
    filter.kind === null ? '' : `AND ${article}.kind = ?5`,
    filter.from === null ? '' : `AND ${article}.published_at >= ?6 AND ${article}.published_at < ?7`,
    filter.topicId === null
      ? ''
      : `AND EXISTS (SELECT 1 FROM json_each(${article}.topic_ids) t WHERE t.value = CAST(?8 AS INTEGER))`,
    filter.language === null ? '' : `AND (${article}.language IS NULL OR ${article}.language LIKE ?10 || '%')`,
  ].join(' ');
}

/** Keeps out what the same list tells in the preferred language. */
function toldOnce(filter: NewsFilter): string {
  return `AND (a.language LIKE ?11 || '%' OR NOT EXISTS (
    SELECT 1 FROM article twin
    WHERE twin.translation_group = a.translation_group AND twin.language LIKE ?11 || '%' ${passes('twin', filter)}))`;
}

/** Published events that are not over, the next one first. An event without an end lasts half a day. */
export async function listUpcoming(
  db: Database,
  page: { now: string; startedAfter: string; limit: number },
): Promise<StaffArticle[]> {
  return query(
    StaffArticleRow,
    db
      .prepare(
        `SELECT ${STAFF_ARTICLE_COLUMNS} FROM article a
         WHERE a.state = 'published' AND a.event_starts_at IS NOT NULL
           AND (a.embargo_until IS NULL OR a.embargo_until <= ?1)
           AND (a.event_starts_at >= ?2 OR a.event_ends_at >= ?1)
         ORDER BY a.event_starts_at, a.id LIMIT CAST(?3 AS INTEGER)`,
      )
      .bind(page.now, page.startedAfter, page.limit),
  );
}

/** Newest articles like the given one: of one of its topics, else of its kind; its other language versions left out. */
export async function listRelated(db: Database, article: Article, now: string): Promise<Article[]> {
  return query(
    ArticleRow,
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} FROM (
           SELECT * FROM article WHERE state = 'published' AND (embargo_until IS NULL OR embargo_until <= ?1)
           ORDER BY published_at DESC, id DESC LIMIT 200) a
         WHERE a.id <> CAST(?2 AS INTEGER) AND a.translation_group <> ?3
           AND (?6 IS NULL OR a.language IS NULL OR a.language LIKE ?6 || '%')
         ORDER BY EXISTS (SELECT 1 FROM json_each(a.topic_ids) t WHERE t.value IN (SELECT value FROM json_each(?4))) DESC,
           a.kind = ?5 DESC, a.published_at DESC, a.id DESC
         LIMIT 3`,
      )
      .bind(
        now,
        article.id,
        article.translationGroup,
        JSON.stringify(article.topicIds),
        article.kind,
        article.language?.slice(0, 2) ?? null,
      ),
  );
}

/** The kinds of what is published, by index, however many articles there are. */
export async function listKinds(db: Database): Promise<string[]> {
  const next = `SELECT MIN(kind) FROM article WHERE state = 'published'`;
  const rows = await query(
    z.object({ kind: z.string() }),
    db.prepare(
      `WITH RECURSIVE found (kind) AS (
         SELECT (${next}) UNION ALL SELECT (${next} AND kind > found.kind) FROM found WHERE found.kind IS NOT NULL)
       SELECT kind FROM found WHERE kind IS NOT NULL LIMIT 30`,
    ),
  );
  return rows.map(({ kind }) => kind);
}

/** When the oldest and the newest published article came out; null where there is none. */
export async function findSpan(db: Database): Promise<{ oldest: string; newest: string } | null> {
  return queryOne(
    z.object({ oldest: z.string(), newest: z.string() }),
    db.prepare(
      `SELECT (SELECT MIN(published_at) FROM article WHERE state = 'published') AS oldest,
         (SELECT MAX(published_at) FROM article WHERE state = 'published') AS newest
       WHERE EXISTS (SELECT 1 FROM article WHERE state = 'published')`,
    ),
  );
}
