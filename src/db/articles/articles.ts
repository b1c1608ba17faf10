import * as z from 'zod';
import type { Picture } from '../../domain/feed-item.ts';
import { flag, json, type Transitions } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';
import { jsonLists } from '../json-lists.ts';

const ARTICLE_STATES = ['draft', 'held', 'published', 'withdrawn'] as const;
export type ArticleState = (typeof ARTICLE_STATES)[number];

/** held: waiting for a person after a flood. Withdrawn stays withdrawn unless staff undo it. */
export const ARTICLE_TRANSITIONS: Transitions<ArticleState> = {
  draft: ['published', 'withdrawn'],
  held: ['published', 'withdrawn'],
  published: ['withdrawn'],
  withdrawn: ['draft', 'held', 'published'],
};

const PictureShape: z.ZodType<Picture> = z.object({
  url: z.string(),
  alt: z.string().nullable(),
  caption: z.string().nullable(),
  credit: z.string().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
});

export const ArticleRow = z.object({
  id: z.number(),
  publicId: z.string(),
  slug: z.string(),
  state: z.enum(ARTICLE_STATES),
  kind: z.string(),
  title: z.string(),
  extract: z.string(),
  bodyHtml: z.string().nullable(),
  author: z.string().nullable(),
  outlet: z.string().nullable(),
  url: z.string().nullable(),
  language: z.string().nullable(),
  translationGroup: z.string(),
  image: json(PictureShape).nullable(),
  textRight: z.enum(['link', 'extract', 'full']),
  imageRight: z.enum(['none', 'licensed', 'own']),
  topicIds: json(z.array(z.number())),
  emailMode: z.enum(['alert', 'next_digest', 'none']),
  publishedAt: z.string(),
  sourceUpdatedAt: z.string().nullable(),
  embargoUntil: z.string().nullable(),
  releasedAt: z.string().nullable(),
  contentHash: z.string(),
  revision: z.number(),
  updatedAt: z.string(),
});
export type Article = z.infer<typeof ArticleRow>;

export const ARTICLE_COLUMNS = `a.id, a.public_id AS publicId, a.slug, a.state, a.kind, a.title, a.extract,
  a.body_html AS bodyHtml, a.author, a.outlet, a.url, a.language, a.translation_group AS translationGroup, a.image,
  a.text_right AS textRight, a.image_right AS imageRight, a.topic_ids AS topicIds, a.email_mode AS emailMode,
  a.published_at AS publishedAt, a.source_updated_at AS sourceUpdatedAt, a.embargo_until AS embargoUntil,
  a.released_at AS releasedAt, a.content_hash AS contentHash, a.revision, a.updated_at AS updatedAt`;

/** An article with what its feed filed it under. */
export const FiledArticleRow = ArticleRow.extend({ categories: json(z.array(z.string())) });
export type FiledArticle = z.infer<typeof FiledArticleRow>;
export const FILED_ARTICLE_COLUMNS = `${ARTICLE_COLUMNS}, a.categories`;

/** An article as ingest or staff make it. */
export type NewArticle = Omit<Article, 'id' | 'revision' | 'updatedAt'> & {
  createdBy: string;
  createdAt: string;
  /** What its feed filed it under; see categoriesOf. */
  categories?: readonly string[];
};

/** Statements that add articles: one, and more only where their texts are long. */
export function insertArticles(db: Database, articles: readonly NewArticle[]): Statement[] {
  const rows = articles.map((article) => ({
    ...article,
    image: article.image === null ? null : JSON.stringify(article.image),
    topicIds: JSON.stringify(article.topicIds),
    categories: JSON.stringify(article.categories ?? []),
  }));
  const insert = db.prepare(
    `INSERT INTO article (public_id, slug, state, kind, title, extract, body_html, author, outlet, url, language,
         translation_group, image, text_right, image_right, topic_ids, email_mode, published_at, source_updated_at,
         embargo_until, released_at, content_hash, created_by, created_at, updated_at, categories)
       SELECT value->>'publicId', value->>'slug', value->>'state', value->>'kind', value->>'title', value->>'extract',
         value->>'bodyHtml', value->>'author', value->>'outlet', value->>'url', value->>'language',
         value->>'translationGroup', value->>'image', value->>'textRight', value->>'imageRight', value->>'topicIds',
         value->>'emailMode', value->>'publishedAt', value->>'sourceUpdatedAt', value->>'embargoUntil',
         value->>'releasedAt', value->>'contentHash', value->>'createdBy', value->>'createdAt', value->>'createdAt',
         value->>'categories'
       FROM json_each(?1)`,
  );
  return jsonLists(rows).map((list) => insert.bind(list));
}

/** What an edit at the source changes. */
export type ArticleEdit = Pick<
  Article,
  | 'id'
  | 'publicId'
  | 'title'
  | 'extract'
  | 'bodyHtml'
  | 'author'
  | 'outlet'
  | 'url'
  | 'image'
  | 'sourceUpdatedAt'
  | 'contentHash'
>;

/** Statements that apply edits and record each as a revision. The slug, dates and rights stay. */
export function updateArticles(db: Database, edits: readonly ArticleEdit[], now: string): Statement[] {
  const rows = edits.map((edit) => ({ ...edit, image: edit.image === null ? null : JSON.stringify(edit.image) }));
  return jsonLists(rows).flatMap((list) => [
    db
      .prepare(
        `INSERT INTO article_revision (article_id, revision, title, extract, content_hash, recorded_at)
         SELECT a.id, a.revision, a.title, a.extract, a.content_hash, ?2
         FROM json_each(?1) e JOIN article a ON a.id = e.value->>'id'
         WHERE a.content_hash <> e.value->>'contentHash'
         ON CONFLICT DO NOTHING`,
      )
      .bind(list, now),
    db
      .prepare(
        `UPDATE article SET title = e.value->>'title', extract = e.value->>'extract', body_html = e.value->>'bodyHtml',
           author = e.value->>'author', outlet = e.value->>'outlet', url = e.value->>'url', image = e.value->>'image',
           source_updated_at = e.value->>'sourceUpdatedAt', content_hash = e.value->>'contentHash',
           revision = revision + 1, updated_at = ?2
         FROM json_each(?1) e
         WHERE article.id = e.value->>'id' AND article.content_hash <> e.value->>'contentHash'`,
      )
      .bind(list, now),
  ]);
}

/** One key to store for an article named by its public id. `feedId` 0 counts across feeds. */
export type NewKey = { feedId: number; key: string; kind: string; publicId: string };

/**
 * Statements that store keys that nobody had when they were looked up. They fail, and their transaction with them, when
 * somebody took one since: the same story then came from another feed at the same moment.
 */
export function insertArticleKeys(db: Database, keys: readonly NewKey[]): Statement[] {
  const insert = db.prepare(
    `INSERT INTO article_key (feed_id, key, kind, article_id)
       SELECT k.value->>'feedId', k.value->>'key', k.value->>'kind', a.id
       FROM json_each(?1) k JOIN article a ON a.public_id = k.value->>'publicId'`,
  );
  return jsonLists(keys).map((list) => insert.bind(list));
}

/** Whether an error says that such a key is taken. */
export function isKeyTaken(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed: article(_key\.feed_id|\.slug)/.test(error.message);
}

/** Statements that note which feed brought which article. */
export function insertArticleSources(
  db: Database,
  sources: readonly { feedId: number; publicId: string; url: string | null }[],
  now: string,
): Statement[] {
  const insert = db.prepare(
    `INSERT INTO article_source (article_id, feed_id, url, first_seen_at)
       SELECT a.id, s.value->>'feedId', s.value->>'url', ?2
       FROM json_each(?1) s JOIN article a ON a.public_id = s.value->>'publicId'
       WHERE true
       ON CONFLICT DO NOTHING`,
  );
  return jsonLists(sources).map((list) => insert.bind(list, now));
}

const KnownRow = z.object({
  key: z.string(),
  id: z.number(),
  publicId: z.string(),
  contentHash: z.string(),
  /** The feed that brought it first: only that one edits it. Null for an article staff wrote. */
  sourceFeedId: z.number().nullable(),
  /** Whether staff edited it since, so that no feed does any more. */
  isStaffs: flag,
  categories: json(z.array(z.string())),
});
export type KnownArticle = z.infer<typeof KnownRow>;

/** The articles that the given keys already name, within one feed or across feeds. */
export async function findByKeys(db: Database, feedId: number, keys: readonly string[]): Promise<KnownArticle[]> {
  const select = db.prepare(
    `SELECT k.key, a.id, a.public_id AS publicId, a.content_hash AS contentHash,
           a.edited_by IS NOT NULL AS isStaffs, a.categories,
           CASE WHEN a.created_by LIKE 'feed:%' THEN
             (SELECT s.feed_id FROM article_source s WHERE s.article_id = a.id ORDER BY s.first_seen_at, s.feed_id LIMIT 1)
           END AS sourceFeedId
         FROM json_each(?2) wanted
         JOIN article_key k ON k.key = wanted.value AND k.feed_id IN (0, CAST(?1 AS INTEGER))
         JOIN article a ON a.id = k.article_id`,
  );
  const found = await Promise.all(jsonLists(keys).map((list) => query(KnownRow, select.bind(feedId, list))));
  return found.flat();
}

/** Which of the wished slugs, or numbered forms of them, are taken. */
export async function findTakenSlugs(db: Database, slugs: readonly string[]): Promise<Set<string>> {
  const rows = await query(
    z.object({ slug: z.string() }),
    db
      .prepare(
        `SELECT a.slug FROM json_each(?1) wanted
         JOIN article a ON a.slug >= wanted.value AND a.slug < wanted.value || '.'`,
      )
      .bind(JSON.stringify([...new Set(slugs)])),
  );
  return new Set(rows.map((row) => row.slug));
}

/** One page of published articles, newest first. `before` is the last article of the page before. */
export async function listPublished(
  db: Database,
  page: { before: { publishedAt: string; id: number } | null; limit: number; now: string },
): Promise<Article[]> {
  return query(
    ArticleRow,
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} FROM article a
         WHERE a.state = 'published' AND (a.embargo_until IS NULL OR a.embargo_until <= ?4)
           AND (a.published_at, a.id) < (?1, CAST(?2 AS INTEGER))
         ORDER BY a.published_at DESC, a.id DESC
         LIMIT CAST(?3 AS INTEGER)`,
      )
      .bind(page.before?.publishedAt ?? '9999', page.before?.id ?? 0, page.limit, page.now),
  );
}

/** Published articles of one story, the given one left out. */
export async function listTranslations(db: Database, article: Article, now: string): Promise<Article[]> {
  return query(
    ArticleRow,
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} FROM article a
         WHERE a.translation_group = ?1 AND a.id <> CAST(?2 AS INTEGER) AND a.state = 'published'
           AND (a.embargo_until IS NULL OR a.embargo_until <= ?3)
         ORDER BY a.id LIMIT 10`,
      )
      .bind(article.translationGroup, article.id, now),
  );
}

/** The articles of a mailing in their order, withdrawn ones included. */
export async function listMailingArticles(db: Database, mailingId: number): Promise<Article[]> {
  return query(
    ArticleRow,
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} FROM mailing_article ma JOIN article a ON a.id = ma.article_id
         WHERE ma.mailing_id = CAST(?1 AS INTEGER) ORDER BY ma.position`,
      )
      .bind(mailingId),
  );
}

/** The article of an internal id, in any state; null where there is none. */
export async function findArticleById(db: Database, id: number): Promise<Article | null> {
  return queryOne(ArticleRow, db.prepare(`SELECT ${ARTICLE_COLUMNS} FROM article a WHERE a.id = ?1`).bind(id));
}
