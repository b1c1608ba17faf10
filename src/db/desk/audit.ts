import * as z from 'zod';
import { json } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';

/** One act of a person or of Newsdesk itself. `actor` is "slack:U…", "api" or "newsdesk"; `subject` is "mailing:<public id>". */
export type AuditEntry = { at: string; actor: string; act: string; subject: string; detail?: Record<string, unknown> };

const AuditRow = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string(),
  act: z.string(),
  subject: z.string(),
  detail: json(z.record(z.string(), z.unknown())),
  /** What its subject is called now: an article's headline, a newsletter's subject; null for others. */
  name: z.string().nullable(),
});
export type AuditRow = z.infer<typeof AuditRow>;

const SELECT = `SELECT id, at, actor, act, subject, detail, CASE
    WHEN subject LIKE 'article:%' THEN (SELECT title FROM article WHERE public_id = substr(audit.subject, 9))
    WHEN subject LIKE 'mailing:%' THEN (SELECT COALESCE(json_extract(m.subject, '$.en'), json_extract(m.subject, '$."zh-Hans"'))
                                        FROM mailing m WHERE m.public_id = substr(audit.subject, 9))
  END AS name FROM audit`;

/** Statement that adds one entry, in the batch of the act itself and right behind it: nothing changed, no entry. */
export function insertAudit(db: Database, entry: AuditEntry): Statement {
  return db
    .prepare('INSERT INTO audit (at, actor, act, subject, detail) SELECT ?1, ?2, ?3, ?4, ?5 WHERE changes() > 0')
    .bind(entry.at, entry.actor, entry.act, entry.subject, JSON.stringify(entry.detail ?? {}));
}

/** Adds one entry of an act that changes no row of its own, as when something is taken out. */
export async function noteAct(db: Database, entry: AuditEntry): Promise<void> {
  const sql = 'INSERT INTO audit (at, actor, act, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)';
  await execute(
    db.prepare(sql).bind(entry.at, entry.actor, entry.act, entry.subject, JSON.stringify(entry.detail ?? {})),
  );
}

/** Statement that adds one entry, unless its subject has one of these acts of the same actor and `detail.code` already. */
export function insertFirstAudit(db: Database, entry: AuditEntry, acts: readonly string[]): Statement {
  return db
    .prepare(
      `INSERT INTO audit (at, actor, act, subject, detail) SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (
         SELECT 1 FROM audit WHERE subject = ?4 AND actor = ?2 AND act IN (SELECT value FROM json_each(?6))
           AND detail->>'code' IS json(?5)->>'code')`,
    )
    .bind(entry.at, entry.actor, entry.act, entry.subject, JSON.stringify(entry.detail ?? {}), JSON.stringify(acts));
}

/** The last acts, newest first. */
export async function listAudit(db: Database, limit: number): Promise<AuditRow[]> {
  return query(AuditRow, db.prepare(`${SELECT} ORDER BY id DESC LIMIT CAST(?1 AS INTEGER)`).bind(limit));
}

/** Acts that leave their subject as it was, and so stand in no Undo's way. */
export const PASSING_ACTS: ReadonlySet<string> = new Set(['feed.checked', 'feed.all_checked', 'feed.newest_announced']);

/** The last act that changed a subject; null if there was none. */
export async function findLastAct(db: Database, subject: string): Promise<AuditRow | null> {
  return queryOne(
    AuditRow,
    db
      .prepare(`${SELECT} WHERE subject = ?1 AND act NOT IN (SELECT value FROM json_each(?2)) ORDER BY id DESC LIMIT 1`)
      .bind(subject, JSON.stringify([...PASSING_ACTS])),
  );
}
