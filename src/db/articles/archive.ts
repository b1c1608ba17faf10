import * as z from 'zod';
import { type Database, query, queryOne } from '../database.ts';

const ArchivedRow = z.object({
  id: z.number(),
  publicId: z.string(),
  kind: z.enum(['digest', 'alert', 'correction']),
  /** When it was sent; of one that still is being sent, since when. */
  sentAt: z.string(),
});
/** A mailing that everybody may read: marked for the archive, and gone out. */
export type ArchivedMailing = z.infer<typeof ArchivedRow>;

const SELECT = `SELECT id, public_id AS publicId, kind, COALESCE(finished_at, started_at) AS sentAt FROM mailing
  WHERE is_archived = 1`;

/** Archived mailings, newest first; those before the one named. */
export async function listArchived(
  db: Database,
  page: { beforeId: number | null; limit: number },
): Promise<ArchivedMailing[]> {
  return query(
    ArchivedRow,
    db
      .prepare(
        `${SELECT} AND state = 'finished' AND id < CAST(?1 AS INTEGER) ORDER BY id DESC LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(page.beforeId ?? Number.MAX_SAFE_INTEGER, page.limit),
  );
}

/** One by its id, also while it is on its way: its first readers follow the link to it before its last ones are mailed. */
export async function findArchived(db: Database, publicId: string): Promise<ArchivedMailing | null> {
  return queryOne(
    ArchivedRow,
    db.prepare(`${SELECT} AND state IN ('sending', 'paused', 'finished') AND public_id = ?1`).bind(publicId),
  );
}

const SubjectRow = z.object({ mailingId: z.number(), key: z.string(), subject: z.string() });

/** Names and subjects of the variants of mailings. */
export async function listVariantSubjects(
  db: Database,
  mailingIds: readonly number[],
): Promise<z.infer<typeof SubjectRow>[]> {
  return query(
    SubjectRow,
    db
      .prepare(
        `SELECT mailing_id AS mailingId, key, subject FROM variant
         WHERE mailing_id IN (SELECT value FROM json_each(?1)) ORDER BY mailing_id, key`,
      )
      .bind(JSON.stringify(mailingIds)),
  );
}

/** The HTML of one variant; null where there is none. */
export async function findVariantHtml(db: Database, mailingId: number, key: string): Promise<string | null> {
  const row = await queryOne(
    z.object({ html: z.string() }),
    db.prepare('SELECT html FROM variant WHERE mailing_id = CAST(?1 AS INTEGER) AND key = ?2').bind(mailingId, key),
  );
  return row?.html ?? null;
}

/** Ids among these of articles that not everybody may read: withdrawn, or of a topic that staff invite to. */
export async function listPrivateArticleIds(db: Database, ids: readonly number[]): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        `SELECT a.id FROM article a
         WHERE a.id IN (SELECT value FROM json_each(?1)) AND (a.state <> 'published' OR EXISTS (
           SELECT 1 FROM json_each(a.topic_ids) t JOIN topic ON topic.id = t.value
           WHERE topic.visibility = 'invite_only'))`,
      )
      .bind(JSON.stringify(ids)),
  );
  return rows.map(({ id }) => id);
}
