import * as z from 'zod';
import { ArticleRow } from '../articles/articles.ts';
import { flag, json } from '../columns.ts';
import { type Database, query, type Statement } from '../database.ts';

const EventShape = z.object({
  startsAt: z.string(),
  endsAt: z.string().nullable(),
  place: z.string().nullable(),
  url: z.string().nullable(),
});

const ShownShape = ArticleRow.pick({
  id: true,
  publicId: true,
  slug: true,
  state: true,
  kind: true,
  title: true,
  extract: true,
  outlet: true,
  language: true,
  translationGroup: true,
  image: true,
  imageRight: true,
  topicIds: true,
  publishedAt: true,
}).extend({ event: EventShape.nullable(), url: z.string().nullable().default(null) });
/** What of an article a mailing shows, and what decides which readers get it. */
export type ShownArticle = z.infer<typeof ShownShape>;

/** ShownArticle as JSON, of article `a`. D1 takes 32 arguments to a function: 16 fields at most. */
const SHOWN = `json_object('id', a.id, 'publicId', a.public_id, 'slug', a.slug, 'state', a.state, 'kind', a.kind,
  'title', a.title, 'extract', a.extract, 'outlet', a.outlet, 'language', a.language,
  'translationGroup', a.translation_group, 'image', a.image, 'imageRight', a.image_right, 'topicIds', a.topic_ids,
  'publishedAt', a.published_at, 'url', a.url, 'event', CASE WHEN a.event_starts_at IS NOT NULL THEN
    json_object('startsAt', a.event_starts_at, 'endsAt', a.event_ends_at, 'place', a.event_place, 'url', a.event_url) END)`;

/**
 * The articles of a mailing in their order, as its mails show them: as they stood when it started and, before that, as
 * they stand. Those that are or were withdrawn by then are left out, but of a correction: it says that they are.
 */
export async function listShownArticles(db: Database, mailingId: number): Promise<ShownArticle[]> {
  const rows = await query(
    z.object({ shown: json(ShownShape), namesWithdrawn: flag }),
    db
      .prepare(
        `SELECT COALESCE(ma.shown, ${SHOWN}) AS shown, m.kind = 'correction' AS namesWithdrawn
         FROM mailing_article ma JOIN article a ON a.id = ma.article_id JOIN mailing m ON m.id = ma.mailing_id
         WHERE ma.mailing_id = CAST(?1 AS INTEGER) ORDER BY ma.position`,
      )
      .bind(mailingId),
  );
  return rows.flatMap(({ namesWithdrawn, shown }) => (shown.state === 'withdrawn' && !namesWithdrawn ? [] : [shown]));
}

/** What a start is bound to: what was approved, and the articles it was made of. */
export type Start = {
  id: number;
  approvedHash: string;
  articles: readonly { id: number; contentHash: string; state: string }[];
  /** JSON: what of the settings the mails show. */
  settings: string;
  now: string;
};

/**
 * Statement that starts a mailing whose hold is over: only while its approval and each of its articles still are what was
 * compared, so that no edit slips in between, and none is under embargo. It keeps the settings its mails are made with.
 */
export function startMailing(db: Database, { approvedHash, articles, id, now, settings }: Start): Statement {
  const compared = JSON.stringify(articles.map((article) => [article.id, article.contentHash, article.state]));
  return db
    .prepare(
      `UPDATE mailing SET state = 'sending', pause_reason = NULL, started_at = ?2, shown_settings = ?5
       WHERE id = CAST(?1 AS INTEGER) AND state = 'holding' AND hold_until <= ?2 AND approved_hash = ?3
         AND json_array_length(?4) = (SELECT COUNT(*) FROM mailing_article WHERE mailing_id = CAST(?1 AS INTEGER))
         AND json_array_length(?4) = (
           SELECT COUNT(*) FROM json_each(?4) e
             JOIN mailing_article ma ON ma.mailing_id = CAST(?1 AS INTEGER) AND ma.article_id = e.value->>0
             JOIN article a ON a.id = ma.article_id
           WHERE a.content_hash = e.value->>1 AND a.state = e.value->>2
             AND (a.embargo_until IS NULL OR a.embargo_until <= ?2))`,
    )
    .bind(id, now, approvedHash, compared, settings);
}

/**
 * Statement, in the transaction of the start, that keeps the articles of the mailing as they stand; a no-op for one that
 * did not start. What is kept stays: it holds nothing of readers, and says for good what they were mailed.
 */
export function keepShownArticles(db: Database, mailingId: number): Statement {
  return db
    .prepare(
      `UPDATE mailing_article SET shown = (SELECT ${SHOWN} FROM article a WHERE a.id = mailing_article.article_id)
       WHERE mailing_id = CAST(?1 AS INTEGER) AND shown IS NULL
         AND EXISTS (SELECT 1 FROM mailing WHERE id = CAST(?1 AS INTEGER) AND state = 'sending')`,
    )
    .bind(mailingId);
}

/** What of the settings the mails of a mailing show, as JSON; null before its start. */
export async function readShownSettings(db: Database, mailingId: number): Promise<string | null> {
  const rows = await query(
    z.object({ settings: z.string().nullable() }),
    db.prepare('SELECT shown_settings AS settings FROM mailing WHERE id = CAST(?1 AS INTEGER)').bind(mailingId),
  );
  return rows[0]?.settings ?? null;
}

const ChangedRow = z.object({ title: z.string(), isWithdrawn: flag, isNew: flag });
/**
 * An article that is no longer what a started mailing shows. `title` is the one its readers see; `isNew`: withdrawn since
 * the mailing was last let go on.
 */
export type ChangedArticle = z.infer<typeof ChangedRow>;

/** The articles of a mailing that were edited or withdrawn since it started. */
export async function listChangedSince(db: Database, mailingId: number): Promise<ChangedArticle[]> {
  return query(
    ChangedRow,
    db
      .prepare(
        `SELECT ma.shown->>'title' AS title, a.state = 'withdrawn' AS isWithdrawn,
           a.state = 'withdrawn' AND EXISTS (
             SELECT 1 FROM audit WHERE subject = 'article:' || a.public_id AND act = 'article.withdrawn'
               AND at >= COALESCE(m.watched_from->>'at', m.started_at)) AS isNew
         FROM mailing m JOIN mailing_article ma ON ma.mailing_id = m.id JOIN article a ON a.id = ma.article_id
         WHERE ma.mailing_id = CAST(?1 AS INTEGER) AND ma.shown <> ${SHOWN} AND ma.shown->>'state' <> 'withdrawn'
         ORDER BY ma.position`,
      )
      .bind(mailingId),
  );
}
