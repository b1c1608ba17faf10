import type { Database, Statement } from './database.ts';

/** One act of a person or of Newsdesk itself. `actor` is "slack:U…", "api" or "newsdesk"; `subject` is "mailing:<public id>". */
export type AuditEntry = { at: string; actor: string; act: string; subject: string; detail?: Record<string, unknown> };

/** Statement that adds one entry, in the batch of the act itself and right behind it: nothing changed, no entry. */
export function insertAudit(db: Database, entry: AuditEntry): Statement {
  return db
    .prepare('INSERT INTO audit (at, actor, act, subject, detail) SELECT ?1, ?2, ?3, ?4, ?5 WHERE changes() > 0')
    .bind(entry.at, entry.actor, entry.act, entry.subject, JSON.stringify(entry.detail ?? {}));
}
