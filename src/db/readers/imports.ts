import * as z from 'zod';
import { FREQUENCIES } from '../../domain/frequency.ts';
import { LOCALES } from '../../domain/locale.ts';
import { statesBefore, type Transitions } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';
import { dropWhatHangsOn, EMPTIED } from './erasures.ts';

const IMPORT_STATES = ['open', 'finished', 'undoing', 'undone'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** Undoing ends by itself; an import is undone only while nobody whom it brought was mailed. */
export const IMPORT_TRANSITIONS: Transitions<ImportState> = {
  open: ['finished', 'undoing'],
  finished: ['undoing'],
  undoing: ['undone'],
  undone: [],
};

export const ImportRow = z.object({
  id: z.number(),
  publicId: z.string(),
  state: z.enum(IMPORT_STATES),
  consentSource: z.string(),
  consentAt: z.string().nullable(),
  locale: z.enum(LOCALES),
  frequency: z.enum(FREQUENCIES),
  lineDone: z.number(),
  newCount: z.number(),
  knownCount: z.number(),
  refusedCount: z.number(),
  badCount: z.number(),
  optOutCount: z.number(),
  bounceCount: z.number(),
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Import = z.infer<typeof ImportRow>;

const COLUMNS = `id, public_id AS publicId, state, consent_source AS consentSource, consent_at AS consentAt, locale,
  frequency, line_done AS lineDone, new_count AS newCount, known_count AS knownCount, refused_count AS refusedCount,
  bad_count AS badCount, opt_out_count AS optOutCount, bounce_count AS bounceCount, created_by AS createdBy,
  created_at AS createdAt, finished_at AS finishedAt`;

export type NewImport = Pick<
  Import,
  'publicId' | 'consentSource' | 'consentAt' | 'locale' | 'frequency' | 'createdBy'
> & {
  fingerprint: string;
};

/** Statement that opens an import, unless the same file on the same terms came before and was not undone. */
export function insertImport(db: Database, wish: NewImport, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO "import" (public_id, fingerprint, state, consent_source, consent_at, locale, frequency, created_by, created_at)
       VALUES (?1, ?2, 'open', ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING`,
    )
    .bind(
      wish.publicId,
      wish.fingerprint,
      wish.consentSource,
      wish.consentAt,
      wish.locale,
      wish.frequency,
      wish.createdBy,
      now,
    );
}

/** The import of a public id; null where there is none. */
export async function findImport(db: Database, publicId: string): Promise<Import | null> {
  return queryOne(ImportRow, db.prepare(`SELECT ${COLUMNS} FROM import WHERE public_id = ?1`).bind(publicId));
}

/** The import of a file that was not undone. */
export async function findImportOfFile(db: Database, fingerprint: string): Promise<Import | null> {
  const sql = `SELECT ${COLUMNS} FROM import WHERE fingerprint = ?1 AND state IN ('open', 'finished')`;
  return queryOne(ImportRow, db.prepare(sql).bind(fingerprint));
}

/** The last imports, newest first. */
export async function listImports(db: Database, limit: number): Promise<Import[]> {
  return query(
    ImportRow,
    db.prepare(`SELECT ${COLUMNS} FROM import ORDER BY created_at DESC LIMIT CAST(?1 AS INTEGER)`).bind(limit),
  );
}

/** Statement by which an import ends; a no-op for one that is not open. */
export function finishImport(db: Database, publicId: string, now: string): Statement {
  return db
    .prepare(`UPDATE import SET state = 'finished', finished_at = ?2 WHERE public_id = ?1 AND state = 'open'`)
    .bind(publicId, now);
}

/** Statement that closes imports nobody went on with since `before`; whom they brought stays. */
export function closeOldImports(db: Database, before: string, now: string): Statement {
  return db
    .prepare(`UPDATE import SET state = 'finished', finished_at = ?2 WHERE state = 'open' AND created_at < ?1`)
    .bind(before, now);
}

/** Whom the import brought and who did nothing with it since: they can go as if they had never come. */
const UNTOUCHED = `state = 'active' AND NOT EXISTS (
  SELECT 1 FROM consent c WHERE c.subscriber_id = subscriber.id AND c.act IN ('confirmed', 'changed', 'restored'))`;

/**
 * Statements that begin to take an import back: it moves on only while no mailing froze anybody whom it brought, and its readers
 * lose name and address in the same transaction, so that no mailing finds them afterwards. Who left or confirmed since stays.
 */
export function beginUndo(db: Database, publicId: string): [move: Statement, forget: Statement] {
  return [
    db
      .prepare(
        `UPDATE import SET state = 'undoing'
         WHERE public_id = ?1 AND state IN (SELECT value FROM json_each(?2)) AND NOT EXISTS (
           SELECT 1 FROM batch b, json_each(b.recipients) r JOIN subscriber s ON s.id = r.value ->> 0
           WHERE s.import_id = import.id AND b.recipients IS NOT NULL
             AND b.mailing_id IN (SELECT m.id FROM mailing m
               WHERE m.max_id >= (SELECT MIN(id) FROM subscriber WHERE import_id = import.id))
             AND b.hi >= (SELECT MIN(id) FROM subscriber WHERE import_id = import.id)
             AND b.lo <= (SELECT MAX(id) FROM subscriber WHERE import_id = import.id))`,
      )
      .bind(publicId, statesBefore(IMPORT_TRANSITIONS, 'undoing')),
    db
      .prepare(
        `UPDATE subscriber SET ${EMPTIED}
         WHERE import_id = (SELECT id FROM import WHERE public_id = ?1 AND state = 'undoing') AND ${UNTOUCHED}`,
      )
      .bind(publicId),
  ];
}

/** Readers emptied by an undo whose bare rows are still to go; the highest row stays, so that no number is given out again. */
export async function listUndone(db: Database, importId: number, limit: number): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        `SELECT id FROM subscriber WHERE import_id = CAST(?1 AS INTEGER) AND state = 'erased'
           AND id NOT IN (SELECT subscriber_id FROM erasure) ORDER BY id LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(importId, limit),
  );
  return rows.map(({ id }) => id);
}

/** Statements that take bare rows of an undone import away, with what hung on them. */
export function dropUndone(db: Database, ids: readonly number[]): Statement[] {
  const list = JSON.stringify(ids);
  return [
    ...dropWhatHangsOn(db, 'subscriber_id IN (SELECT value FROM json_each(?1))', list),
    db
      .prepare(`DELETE FROM subscriber WHERE id IN (SELECT value FROM json_each(?1)) AND state = 'erased'
        AND id < (SELECT MAX(id) FROM subscriber)`)
      .bind(list),
    db.prepare(`UPDATE subscriber SET import_id = NULL WHERE id IN (SELECT value FROM json_each(?1))`).bind(list),
  ];
}

/** Statement that ends an undo. */
export function endUndo(db: Database, importId: number): Statement {
  return db
    .prepare(`UPDATE import SET state = 'undone' WHERE id = CAST(?1 AS INTEGER) AND state = 'undoing'`)
    .bind(importId);
}

/** Imports whose undo is under way. */
export async function listUndoing(db: Database): Promise<Import[]> {
  return query(ImportRow, db.prepare(`SELECT ${COLUMNS} FROM import WHERE state = 'undoing'`));
}
