import * as z from 'zod';
import { statesBefore } from '../columns.ts';
import { type Database, query, type Statement } from '../database.ts';
import { SUBSCRIBER_TRANSITIONS } from './subscribers.ts';

/** What becomes of a row. refused: they left or may not be mailed, and stay out. */
const ROW_OUTCOMES = ['new', 'known', 'refused', 'opt_out', 'bounce'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

const ROWS = `json_each(?1) r LEFT JOIN subscriber s ON s.email_key = r.value ->> 'key'`;

/** Whoever is a reader here stays as they are, whatever another list says; a hash speaks for those who are gone. */
const OUTCOME = `CASE r.value ->> 'status' WHEN 'unsubscribed' THEN 'opt_out' WHEN 'cleaned' THEN 'bounce' ELSE
  CASE WHEN s.state IN ('active', 'pending') THEN 'known'
    WHEN s.id IS NOT NULL THEN 'refused'
    WHEN EXISTS (SELECT 1 FROM suppression p WHERE p.email_hash = r.value ->> 'hash') THEN 'refused'
    ELSE 'new' END END`;

const OutcomeRow = z.object({ line: z.number(), outcome: z.enum(ROW_OUTCOMES), state: z.string().nullable() });

/** What would become of rows (JSON, see GoodRow) if they were taken now. */
export async function judgeRows(db: Database, rows: string): Promise<z.infer<typeof OutcomeRow>[]> {
  const sql = `SELECT CAST(r.value ->> 'line' AS INTEGER) AS line, ${OUTCOME} AS outcome, s.state FROM ${ROWS}`;
  return query(OutcomeRow, db.prepare(sql).bind(rows));
}

/** A page of an import; `bad`, `doubles` and `refused` are rows that are not in `rows`. `from` is its first line, `through` its last, bad rows included. */
export type ImportPage = {
  importId: number;
  rows: string;
  bad: number;
  doubles: number;
  refused: number;
  from: number;
  through: number;
};

/**
 * Statements that take one page, all or nothing. They act only while the import is open and has not come as far as the page, so
 * that a page that comes twice, or two programs with one file, change nothing twice.
 */
export function takePage(db: Database, page: ImportPage, now: string): Statement[] {
  const { from, importId, through } = page;
  return [
    countPage(db, page),
    ...takeReaders(db, page, now),
    ...takeLeavers(db, page, now),
    db
      .prepare(
        `UPDATE import SET line_done = CAST(?3 AS INTEGER)
         WHERE id = CAST(?1 AS INTEGER) AND state = 'open' AND line_done < CAST(?2 AS INTEGER)`,
      )
      .bind(importId, from, through),
  ];
}

/** Whether the page (?2 its import, ?3 its first line) is still to be taken. */
const IS_DUE = `EXISTS (SELECT 1 FROM import i WHERE i.id = CAST(?2 AS INTEGER) AND i.state = 'open'
    AND i.line_done < CAST(?3 AS INTEGER))`;

/** Counts what becomes of the rows, before any of them is taken. */
function countPage(db: Database, { bad, doubles, from, importId, refused, rows }: ImportPage): Statement {
  const tally = (outcome: RowOutcome) => `(SELECT COUNT(*) FROM ${ROWS} WHERE ${OUTCOME} = '${outcome}')`;
  return db
    .prepare(
      `UPDATE import SET new_count = new_count + ${tally('new')}, refused_count = refused_count + CAST(?6 AS INTEGER) + ${tally('refused')},
           known_count = known_count + CAST(?5 AS INTEGER) + ${tally('known')},
           opt_out_count = opt_out_count + ${tally('opt_out')}, bounce_count = bounce_count + ${tally('bounce')},
           bad_count = bad_count + CAST(?4 AS INTEGER)
         WHERE id = CAST(?2 AS INTEGER) AND state = 'open' AND line_done < CAST(?3 AS INTEGER)`,
    )
    .bind(rows, importId, from, bad, doubles, refused);
}

/** Readers who are new, with what they agreed to and their topics. */
function takeReaders(db: Database, { from, importId, rows }: ImportPage, now: string): Statement[] {
  return [
    db
      .prepare(
        `INSERT INTO subscriber (public_id, email, email_key, name, company, occupation, locale, frequency, state, source,
           confirmed_at, created_at, import_id)
         SELECT r.value ->> 'id', r.value ->> 'email', r.value ->> 'key', r.value ->> 'name', r.value ->> 'company',
           r.value ->> 'occupation', r.value ->> 'locale', i.frequency, 'active', 'import', r.value ->> 'consentAt', ?4, i.id
         FROM import i, ${ROWS}
         WHERE i.id = CAST(?2 AS INTEGER) AND ${OUTCOME} = 'new' AND ${IS_DUE}
         ON CONFLICT (email_key) DO NOTHING`,
      )
      .bind(rows, importId, from, now),
    // Public ids are made for this very page. The plus keeps the planner from walking the whole import for each row.
    db
      .prepare(
        `INSERT INTO consent (subscriber_id, act, text_version, locale, page, address_hash, at, detail)
         SELECT s.id, 'imported', 'elsewhere', s.locale, 'import', NULL, ?3,
           json_object('source', r.value ->> 'consentSource', 'at', r.value ->> 'consentAt', 'line', r.value ->> 'line')
         FROM json_each(?1) r JOIN subscriber s ON s.public_id = r.value ->> 'id'
         WHERE +s.import_id = CAST(?2 AS INTEGER)`,
      )
      .bind(rows, importId, now),
    db
      .prepare(
        `INSERT INTO subscription (subscriber_id, topic_id, state, created_at)
         SELECT s.id, t.value, 'chosen', ?3
         FROM json_each(?1) r JOIN subscriber s ON s.public_id = r.value ->> 'id', json_each(r.value, '$.topics') t
         WHERE +s.import_id = CAST(?2 AS INTEGER)
         ON CONFLICT (subscriber_id, topic_id) DO NOTHING`,
      )
      .bind(rows, importId, now),
  ];
}

/** Those who left or bounced elsewhere: they leave here, and none of them comes back by an import. */
function takeLeavers(db: Database, { from, importId, rows }: ImportPage, now: string): Statement[] {
  const withKey = (status: string) =>
    `(SELECT r.value ->> 'key' FROM json_each(?1) r WHERE r.value ->> 'status' = '${status}')`;
  return [
    // Who confirmed here after leaving there stays.
    db
      .prepare(
        `UPDATE subscriber SET state = 'unsubscribed', left_at = ?4, confirm_expires_at = NULL
         WHERE email_key IN ${withKey('unsubscribed')} AND state = 'active' AND ${IS_DUE}
           AND NOT EXISTS (SELECT 1 FROM json_each(?1) r WHERE r.value ->> 'key' = subscriber.email_key
             AND subscriber.confirmed_at > r.value ->> 'leftAt')`,
      )
      .bind(rows, importId, from, now),
    db
      .prepare(
        `UPDATE subscriber SET state = 'suppressed', left_at = ?4
         WHERE email_key IN ${withKey('cleaned')} AND state IN (SELECT value FROM json_each(?5)) AND ${IS_DUE}`,
      )
      .bind(rows, importId, from, now, statesBefore(SUBSCRIBER_TRANSITIONS, 'suppressed')),
    db
      .prepare(
        `INSERT INTO consent (subscriber_id, act, text_version, locale, page, address_hash, at)
         SELECT s.id, CASE s.state WHEN 'suppressed' THEN 'suppressed' ELSE 'left' END, 'elsewhere', s.locale, 'import', NULL, ?4
         FROM json_each(?1) r JOIN subscriber s ON s.email_key = r.value ->> 'key'
         WHERE r.value ->> 'status' <> 'subscribed' AND s.state IN ('unsubscribed', 'suppressed') AND s.left_at = ?4 AND ${IS_DUE}`,
      )
      .bind(rows, importId, from, now),
    db
      .prepare(
        `INSERT INTO suppression (email_hash, reason, created_at)
         SELECT r.value ->> 'hash', CASE r.value ->> 'status' WHEN 'cleaned' THEN 'bounce' ELSE 'opt_out' END, ?4
         FROM ${ROWS}
         WHERE r.value ->> 'status' <> 'subscribed' AND COALESCE(s.state, '') <> 'active' AND ${IS_DUE}
         ON CONFLICT (email_hash) DO UPDATE SET reason = excluded.reason
         WHERE excluded.reason = 'bounce' AND suppression.reason = 'opt_out'`,
      )
      .bind(rows, importId, from, now),
  ];
}
