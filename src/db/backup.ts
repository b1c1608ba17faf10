import * as z from 'zod';
import { type Database, query, type SqlValue, type Statement } from './database.ts';
import { jsonLists } from './json-lists.ts';

/** Leases, counters and keys of requests mean nothing elsewhere; the search index is rebuilt from the articles. */
const LEFT_OUT: ReadonlySet<string> = new Set(['lane', 'slack_seen', 'rate_count', 'd1_migrations', 'search_word']);

/** One table as the database itself describes it. */
export type TableShape = {
  name: string;
  columns: string[];
  key: string[];
  /** Columns that name a row of another table, by that table and its column. */
  parents: { column: string; table: string; key: string }[];
};

/** About how many rows each of the tables has, without counting: its last row's number; 0 for a table whose rows have none. */
export async function estimateRows(db: Database): Promise<Record<string, number>> {
  const numbered = await query(
    z.object({ name: z.string() }),
    db.prepare(`SELECT m.name FROM sqlite_master AS m WHERE ${IS_TABLE} AND m.sql NOT LIKE '%WITHOUT ROWID'`),
  );
  const kept = numbered.filter(({ name }) => !LEFT_OUT.has(name));
  const lasts = kept.map(({ name }) => `(SELECT COALESCE(MAX(rowid), 0) FROM ${quoted(name)}) AS ${quoted(name)}`);
  const [row] = await query(z.record(z.string(), z.number()), db.prepare(`SELECT ${lasts.join(', ')}`));
  return row ?? {};
}

/** Every table that a backup holds, those that others refer to first. */
export async function listTables(db: Database): Promise<TableShape[]> {
  return inOrder(await readShapes(db, null));
}

/** One table's shape; null for one that no backup holds. */
export async function findTable(db: Database, name: string): Promise<TableShape | null> {
  return (await readShapes(db, name))[0] ?? null;
}

const COLUMN = z.object({ table: z.string(), name: z.string(), pk: z.number() });
const REFERENCE = z.object({ table: z.string(), column: z.string(), target: z.string(), key: z.string() });

const IS_TABLE = `m.type = 'table' AND m.name NOT GLOB 'sqlite_*' AND m.name NOT GLOB '_cf_*'`;

/** Of one table, or of all where `only` is null. */
async function readShapes(db: Database, only: string | null): Promise<TableShape[]> {
  const wanted = `${IS_TABLE} AND (?1 IS NULL OR m.name = ?1)`;
  const columns = await query(
    COLUMN,
    db
      .prepare(
        `SELECT m.name AS "table", c.name, c.pk FROM sqlite_master AS m, pragma_table_info(m.name) AS c
         WHERE ${wanted} ORDER BY m.name, c.cid`,
      )
      .bind(only),
  );
  const references = await query(
    REFERENCE,
    db
      .prepare(
        `SELECT m.name AS "table", f."from" AS "column", f."table" AS target, COALESCE(f."to", 'id') AS key FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
         WHERE ${wanted}`,
      )
      .bind(only),
  );
  const names = [...new Set(columns.map(({ table }) => table))].filter((name) => !LEFT_OUT.has(name));
  return names.map((name) => {
    const own = columns.filter(({ table }) => table === name);
    return {
      name,
      columns: own.map((column) => column.name),
      key: own
        .filter(({ pk }) => pk > 0)
        .sort((x, y) => x.pk - y.pk)
        .map((column) => column.name),
      parents: references
        .filter(({ table, target }) => table === name && target !== name)
        .map(({ column, key, target }) => ({ column, table: target, key })),
    };
  });
}

function inOrder(shapes: readonly TableShape[]): TableShape[] {
  const ordered: TableShape[] = [];
  const isPlaced = (name: string) => ordered.some((shape) => shape.name === name) || LEFT_OUT.has(name);
  while (ordered.length < shapes.length) {
    const next = shapes.filter((shape) => !isPlaced(shape.name) && shape.parents.every(({ table }) => isPlaced(table)));
    if (next.length === 0) throw new Error('Tables refer to each other in a circle.');
    ordered.push(...next);
  }
  return ordered;
}

/** Rows behind the key `after` (null: from the first), in the order of the key, each with its columns in the table's order. */
export async function readRows(
  db: Database,
  shape: TableShape,
  { after, limit }: { after: SqlValue[] | null; limit: number },
): Promise<SqlValue[][]> {
  const key = shape.key.map(quoted).join(', ');
  const marks = shape.key.map((_, index) => `?${index + 2}`).join(', ');
  const behind = after ? `WHERE (${key}) > (${marks})` : '';
  const { results } = await db
    .prepare(`SELECT * FROM ${quoted(shape.name)} ${behind} ORDER BY ${key} LIMIT ?1`)
    .bind(limit, ...(after ?? []))
    .all();
  return results.map((row) => shape.columns.map((column) => row[column] as SqlValue));
}

/**
 * Statements that put rows back; those that are there already stay as they are, and those whose parent is missing are left
 * out: each row of `orphans`, which are to run first, counts some of these. `columns` must be names of the table's own.
 */
export function insertRows(
  db: Database,
  shape: TableShape,
  { columns, rows }: { columns: string[]; rows: SqlValue[][] },
): { orphans: Statement[]; inserts: Statement[] } {
  const values = columns.map((_, index) => `value ->> ${index}`).join(', ');
  const whole = ['TRUE', ...shape.parents.flatMap((parent) => hasParent(parent, columns.indexOf(parent.column)))];
  const isWhole = whole.join(' AND ');
  const count = db.prepare(`SELECT COUNT(*) AS count FROM json_each(?1) WHERE NOT (${isWhole})`);
  const insert = db.prepare(
    `INSERT INTO ${quoted(shape.name)} (${columns.map(quoted).join(', ')})
     SELECT ${values} FROM json_each(?1) WHERE ${isWhole} ON CONFLICT DO NOTHING`,
  );
  const lists = jsonLists(rows);
  return { orphans: lists.map((list) => count.bind(list)), inserts: lists.map((list) => insert.bind(list)) };
}

/** Whether the parent that stands at `place` of a row is there, or none is named. */
function hasParent({ key, table }: TableShape['parents'][number], place: number): string[] {
  if (place < 0) return [];
  return [
    `(value ->> ${place} IS NULL OR EXISTS (
      SELECT 1 FROM ${quoted(table)} p WHERE p.${quoted(key)} = json_each.value ->> ${place}))`,
  ];
}

/** How many rows each of the tables has, by one statement. */
export async function countRows(db: Database, tables: readonly string[]): Promise<Record<string, number>> {
  const counts = tables.map((table) => `(SELECT COUNT(*) FROM ${quoted(table)}) AS ${quoted(table)}`);
  const [row] = await query(z.record(z.string(), z.number()), db.prepare(`SELECT ${counts.join(', ')}`));
  return row ?? {};
}

/** Names of the migrations that the database has run. */
export async function listMigrations(db: Database): Promise<string[]> {
  const rows = await query(z.object({ name: z.string() }), db.prepare('SELECT name FROM d1_migrations ORDER BY name'));
  return rows.map(({ name }) => name);
}

/** Names come from the database's own schema; quoting keeps even odd ones names. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
