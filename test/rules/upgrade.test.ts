import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { readMigrations } from '../../scripts/check-migrations.ts';
import { schemaAfter } from '../../scripts/snapshot-schema.ts';
import { allowedWords } from '../support/allowed-words.ts';

const SCHEMAS = join(import.meta.dirname, '../fixtures/schemas');
const { files: migrations, released } = readMigrations();
const snapshots = readdirSync(SCHEMAS).map((name) => name.slice(0, 4));

type Column = { name: string; type: string; notnull: number; pk: number };
type Row = Record<string, unknown>;

function tablesOf(db: DatabaseSync): string[] {
  const rows = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all();
  return rows.map(({ name }) => String(name)).sort();
}

function all(db: DatabaseSync, table: string): Row[] {
  return db.prepare(`SELECT * FROM ${table}`).all() as Row[];
}

/**
 * A row in every table and, where a CHECK names states, one for each of them. Rows point at the row of the same number in the
 * tables they refer to.
 */
function populate(db: DatabaseSync): void {
  db.exec('PRAGMA foreign_keys = OFF');
  for (const table of tablesOf(db)) {
    const columns = db.prepare(`SELECT * FROM pragma_table_info('${table}')`).all() as Column[];
    const sql = String(db.prepare('SELECT sql FROM sqlite_master WHERE name = ?').get(table)?.sql);
    const choices = columns.map(({ name }) => allowedWords(sql, name));
    const rows = Math.max(2, ...choices.map((words) => words.length));
    for (let n = 1; n <= rows; n += 1) {
      const values = columns.map(({ name, type }, index) => {
        const words = choices[index] ?? [];
        const word = words[(n - 1) % Math.max(1, words.length)];
        if (word !== undefined) return type === 'INTEGER' ? Number(word) : word;
        if (type === 'INTEGER') return n;
        return /^(?:plan|audience|subject|intro|filters|data|detail)$/.test(name) ? '{}' : `${table}.${name}.${n}`;
      });
      const marks = columns.map(() => '?').join();
      const names = columns.map(({ name }) => name).join();
      db.prepare(`INSERT OR IGNORE INTO ${table} (${names}) VALUES (${marks})`).run(...values);
    }
  }
  db.exec('PRAGMA foreign_keys = ON');
}

/** Rows that point at a row which is not there. */
function orphans(db: DatabaseSync): unknown[] {
  return db.prepare('PRAGMA foreign_key_check').all();
}

test('the newest released schema has its snapshot, and the first one has as well', () => {
  const numbers = released.split('\n').flatMap((line) => /\s(\d{4})_\S+\.sql$/.exec(line)?.[1] ?? []);
  // A release carries several migrations; its schema is that after the last of them, so the newest needs one.
  expect(snapshots).toEqual(expect.arrayContaining(['0001', ...numbers.slice(-1)]));
});

test.each(snapshots)('a newsroom on the schema of %s keeps every row through all later migrations', (number) => {
  const db = new DatabaseSync(':memory:');
  db.exec(readFileSync(join(SCHEMAS, `${number}.sql`), 'utf8'));
  populate(db);
  const before = new Map(tablesOf(db).map((table) => [table, all(db, table)]));
  const dangling = orphans(db).length;
  expect([...before.values()].every((rows) => rows.length > 0)).toBe(true);

  const later = [...migrations.keys()].sort().filter((name) => name.slice(0, 4) > number);
  for (const name of later) db.exec(`BEGIN IMMEDIATE; ${migrations.get(name)}; COMMIT`);

  for (const [table, rows] of before) {
    const after = all(db, table);
    expect(after.length, table).toBe(rows.length);
    for (const [n, row] of rows.entries()) expect(after[n], table).toMatchObject(row);
  }
  expect(orphans(db).length).toBe(dangling);
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  db.close();
});

test.each(snapshots)('the schema of %s is still what its migrations make, and grows into the newest', (number) => {
  const text = readFileSync(join(SCHEMAS, `${number}.sql`), 'utf8');
  const isReleased = new RegExp(`\\s${number}_\\S+\\.sql$`, 'm').test(released);
  // Before its release a migration may still widen a CHECK.
  if (isReleased) expect(text).toBe(schemaAfter(migrations, number));
  const old = new DatabaseSync(':memory:');
  old.exec(text);
  for (const name of [...migrations.keys()].sort().filter((name) => name.slice(0, 4) > number))
    old.exec(migrations.get(name) ?? '');
  const fresh = new DatabaseSync(':memory:');
  for (const name of [...migrations.keys()].sort()) fresh.exec(migrations.get(name) ?? '');
  const shape = (db: DatabaseSync) =>
    tablesOf(db).map((table) => [
      table,
      db.prepare(`SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('${table}')`).all(),
    ]);
  expect(shape(old)).toEqual(shape(fresh));
});
