import * as z from 'zod';
import { json, statesBefore } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';
import { ARTICLE_COLUMNS, ARTICLE_TRANSITIONS, ArticleRow } from './articles.ts';

/** A file that belongs to an article. */
const DocumentShape = z.object({ title: z.string(), url: z.string(), language: z.string().nullable() });

/** An article with all that staff may write of it. */
export const StaffArticleRow = ArticleRow.extend({
  documents: json(z.array(DocumentShape)),
  eventStartsAt: z.string().nullable(),
  eventEndsAt: z.string().nullable(),
  eventPlace: z.string().nullable(),
  eventUrl: z.string().nullable(),
});
export type StaffArticle = z.infer<typeof StaffArticleRow>;

export const STAFF_ARTICLE_COLUMNS = `${ARTICLE_COLUMNS}, a.documents, a.event_starts_at AS eventStartsAt, a.event_ends_at AS eventEndsAt,
  a.event_place AS eventPlace, a.event_url AS eventUrl`;

/** Column of each property that an insert or an edit may set. */
const COLUMN_OF = {
  kind: 'kind',
  title: 'title',
  extract: 'extract',
  bodyHtml: 'body_html',
  author: 'author',
  outlet: 'outlet',
  url: 'url',
  language: 'language',
  translationGroup: 'translation_group',
  image: 'image',
  textRight: 'text_right',
  imageRight: 'image_right',
  documents: 'documents',
  eventStartsAt: 'event_starts_at',
  eventEndsAt: 'event_ends_at',
  eventPlace: 'event_place',
  eventUrl: 'event_url',
  topicIds: 'topic_ids',
  emailMode: 'email_mode',
  publishedAt: 'published_at',
  embargoUntil: 'embargo_until',
  releasedAt: 'released_at',
} as const;
type Property = keyof typeof COLUMN_OF;
const PROPERTIES = Object.keys(COLUMN_OF) as Property[];
const HELD_AS_JSON: ReadonlySet<string> = new Set(['image', 'documents', 'topicIds']);

export type NewStaffArticle = Omit<StaffArticle, 'id' | 'revision' | 'updatedAt'> & {
  createdBy: string;
  createdAt: string;
};

/** What an edit sets; what is not named stays. */
export type StaffEdit = Partial<Pick<StaffArticle, Property>>;

function stored(values: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(values).map(([name, value]) =>
    HELD_AS_JSON.has(name) && value !== null ? [name, JSON.stringify(value)] : [name, value],
  );
  return Object.fromEntries(entries);
}

/** Statement that adds articles by staff: one statement however many. */
export function insertStaffArticles(db: Database, articles: readonly NewStaffArticle[]): Statement {
  const own = PROPERTIES.map((name) => `value->>'${name}'`).join(', ');
  return db
    .prepare(
      `INSERT INTO article (public_id, slug, state, content_hash, created_by, created_at, updated_at,
         ${Object.values(COLUMN_OF).join(', ')})
       SELECT value->>'publicId', value->>'slug', value->>'state', value->>'contentHash', value->>'createdBy',
         value->>'createdAt', value->>'createdAt', ${own}
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(articles.map(stored)));
}

/** `isRevision`: readers saw the article before and now see something else. */
export type AppliedEdit = { changes: StaffEdit; contentHash: string; isRevision: boolean; by: string; now: string };

/**
 * Statement that applies an edit by staff. It fails, and its transaction with it, where the article is not as it was read any
 * more (see isOvertaken). Once staff changed what readers see, no feed changes the article any more.
 */
export function editStaffArticle(
  db: Database,
  before: Pick<StaffArticle, 'id' | 'contentHash'>,
  { changes, contentHash, isRevision, by, now }: AppliedEdit,
): Statement {
  const names = PROPERTIES.filter((name) => name in changes);
  const sets = names.map((name) => `${COLUMN_OF[name]} = ?2->>'${name}', `).join('');
  return db
    .prepare(
      `UPDATE article SET ${sets}
         edited_by = CASE WHEN content_hash <> ?5 THEN ?4 ELSE edited_by END,
         revision = revision + CAST(?7 AS INTEGER),
         updated_at = CASE WHEN ?7 THEN ?6 ELSE updated_at END,
         content_hash = CASE WHEN content_hash = ?3 AND state <> 'withdrawn' THEN ?5 END
       WHERE id = CAST(?1 AS INTEGER)`,
    )
    .bind(before.id, JSON.stringify(stored(changes)), before.contentHash, by, contentHash, now, isRevision ? 1 : 0);
}

/** Whether an error says that an article changed since it was read. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof Error && /NOT NULL constraint failed: article\.content_hash/.test(error.message);
}

/** Statement that keeps what readers saw until now, where the article still is as it was read. */
export function recordRevision(db: Database, before: Pick<StaffArticle, 'id' | 'contentHash'>, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO article_revision (article_id, revision, title, extract, content_hash, recorded_at)
       SELECT id, revision, title, extract, content_hash, ?3 FROM article
       WHERE id = CAST(?1 AS INTEGER) AND content_hash = ?2 AND state <> 'withdrawn'
       ON CONFLICT DO NOTHING`,
    )
    .bind(before.id, before.contentHash, now);
}

/** Statement that withdraws an article; no row changes where it is withdrawn already. */
export function withdrawArticleRow(db: Database, publicId: string): Statement {
  return db
    .prepare(
      `UPDATE article SET state = 'withdrawn'
       WHERE public_id = ?1 AND state IN (SELECT value FROM json_each(?2))`,
    )
    .bind(publicId, statesBefore(ARTICLE_TRANSITIONS, 'withdrawn'));
}

/** Statement that brings a withdrawn article back to the state it had; no row changes where it is not withdrawn. */
export function restoreArticleRow(db: Database, publicId: string, to: 'draft' | 'held' | 'published'): Statement {
  return db.prepare(`UPDATE article SET state = ?2 WHERE public_id = ?1 AND state = 'withdrawn'`).bind(publicId, to);
}

/** Statement that keeps announcements of an article that did not go out yet until `notBefore`. */
export function delayAnnouncements(db: Database, publicId: string, notBefore: string): Statement {
  return db
    .prepare(
      `UPDATE announcement SET not_before = ?2
       WHERE article_id = (SELECT id FROM article WHERE public_id = ?1) AND state IN ('awaiting_approval', 'pending')`,
    )
    .bind(publicId, notBefore);
}

/** The article of a public id in any state, with all that staff may edit; null where there is none. */
export async function findStaffArticle(db: Database, publicId: string): Promise<StaffArticle | null> {
  return queryOne(
    StaffArticleRow,
    db.prepare(`SELECT ${STAFF_ARTICLE_COLUMNS} FROM article a WHERE a.public_id = ?1`).bind(publicId),
  );
}

/** The article of a slug in any state, with its documents and event; null where there is none. */
export async function findArticleBySlug(db: Database, slug: string): Promise<StaffArticle | null> {
  return queryOne(
    StaffArticleRow,
    db.prepare(`SELECT ${STAFF_ARTICLE_COLUMNS} FROM article a WHERE a.slug = ?1`).bind(slug),
  );
}

/** Articles in every state in the order they came in, those after the one named; from the first where none is. */
export async function listArticlesAfter(db: Database, after: string | null, limit: number): Promise<StaffArticle[]> {
  return query(
    StaffArticleRow,
    db
      .prepare(
        `SELECT ${STAFF_ARTICLE_COLUMNS} FROM article a
         WHERE a.id > COALESCE((SELECT b.id FROM article b WHERE b.public_id = ?1), 0)
         ORDER BY a.id LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(after, limit),
  );
}
