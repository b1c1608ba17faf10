import * as z from 'zod';
import { type Database, query } from '../../src/db/database.ts';

/** Tables that grow with what a newsroom holds or sends; the others have some hundred rows, whatever happens. */
const GROWING = [
  'announcement',
  'article',
  'article_key',
  'article_source',
  'audit',
  'batch',
  'channel_summary',
  'consent',
  'delivery_problem',
  'email_event',
  'mailing_article',
  'message',
  'search_word',
  'subscriber',
  'subscription',
  'variant',
];

const PlanRow = z.object({ detail: z.string() });

/**
 * A database that remembers the statements that are prepared on it, for telling which of them read a growing table from end to
 * end, as SQLite plans it (https://sqlite.org/eqp.html). A scan by an index, or of one that holds few rows, is none;
 * one by the index of a UNIQUE is, for it holds every row.
 */
export function watchScans(db: Database): { db: Database; scans(): Promise<string[]> } {
  const seen = new Set<string>();
  return {
    db: {
      prepare(sql) {
        seen.add(sql);
        return db.prepare(sql);
      },
      batch: (statements) => db.batch(statements),
    },
    async scans() {
      const found: string[] = [];
      for (const sql of seen) {
        const plan = await query(PlanRow, db.prepare(`EXPLAIN QUERY PLAN ${sql}`));
        const names = plan.flatMap(
          ({ detail }) => /^SCAN (\w+)(?: USING (?:COVERING )?INDEX sqlite_autoindex_\w+)?$/.exec(detail)?.[1] ?? [],
        );
        const tables = names.flatMap((name) => tableOf(name, sql) ?? []);
        found.push(...tables.map((table) => `${table}: ${sql.replaceAll(/\s+/g, ' ')}`));
      }
      return found;
    },
  };
}

/**
 * The growing table that goes by a name in a statement; null for another. What refers to a row that is deleted is looked through
 * without being named; of a row that is added nothing is.
 */
function tableOf(name: string, sql: string): string | null {
  const isDelete = /^\s*DELETE\b/.test(sql);
  const isNamed = (table: string) =>
    table === name
      ? isDelete || new RegExp(`\\b(?:FROM|JOIN|UPDATE|IGNORE) ${table}\\b(?! [a-z]| AS )`).test(sql)
      : new RegExp(`\\b${table} (?:AS )?${name}\\b`).test(sql);
  return GROWING.find(isNamed) ?? null;
}
