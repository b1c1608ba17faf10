import { estimateRows, findTable, listMigrations, listTables, readRows, type TableShape } from '../../db/backup.ts';
import type { Database, SqlValue } from '../../db/database.ts';
import { AppError } from '../../domain/errors.ts';

/** Rows asked for at once, and about how many characters of them one page carries. */
const ROWS = 500;
const PAGE_CHARACTERS = 1_000_000;

/**
 * What a backup will hold: tables in the order to read them, and the schema they belong to. `estimates`: about how many rows
 * a table has, for those where that costs nothing to know.
 */
export type BackupPlan = { tables: string[]; migrations: string[]; estimates: Record<string, number> };

/** A part of one table; `next` is the key to go on behind, null at the end. */
export type BackupPage = { table: string; columns: string[]; rows: SqlValue[][]; next: SqlValue[] | null };

/**
 * The tables in the order to read them: what refers before what is referred to. Rows are added while a backup runs, so in
 * this order none is read whose parent came too late; of the few that are deleted, the restore leaves out what belonged to them.
 */
export async function planBackup({ db }: { db: Database }): Promise<BackupPlan> {
  const shapes = await listTables(db);
  return {
    tables: shapes.map(({ name }) => name).reverse(),
    migrations: await listMigrations(db),
    estimates: await estimateRows(db),
  };
}

/** One page of a table, behind the key `after`. Throws AppError('invalid') for a table that is not kept, or a bad key. */
export async function readBackupPage(
  { db }: { db: Database },
  { table, after }: { table: string; after: SqlValue[] | null },
): Promise<BackupPage> {
  const shape = await findShape(db, table);
  if (after && after.length !== shape.key.length) {
    throw new AppError('invalid', `The key to go on behind has not the shape of ${table}'s.`, {
      fields: { after: `must have ${shape.key.length} values` },
    });
  }
  const found = await readRows(db, shape, { after, limit: ROWS });
  const rows = firstOf(found, PAGE_CHARACTERS);
  const last = rows.at(-1);
  const isMore = last !== undefined && (rows.length < found.length || found.length === ROWS);
  return { table, columns: shape.columns, rows, next: isMore ? keyOf(shape, last) : null };
}

/** The table's shape. Throws AppError('invalid') for one that no backup holds. */
export async function findShape(db: Database, table: string): Promise<TableShape> {
  const shape = await findTable(db, table);
  if (shape) return shape;
  throw new AppError('invalid', `There is no table "${table.slice(0, 60)}" to keep. Nothing was done.`, {
    fields: { table: 'is not kept' },
  });
}

/** As many rows as fit, at least one. */
function firstOf(rows: SqlValue[][], characters: number): SqlValue[][] {
  let size = 0;
  const fitting = rows.findIndex((row, index) => {
    size += JSON.stringify(row).length;
    return size > characters && index > 0;
  });
  return fitting < 0 ? rows : rows.slice(0, fitting);
}

function keyOf({ columns, key }: TableShape, row: SqlValue[]): SqlValue[] {
  return key.map((name) => row[columns.indexOf(name)] ?? null);
}
