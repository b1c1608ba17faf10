import { join } from 'node:path';
import { NodeDatabase } from '../../src/db/d1-node.ts';
import type { Database } from '../../src/db/database.ts';
import { migrateNode } from '../../src/db/migrate-node.ts';

/** Which database this run is on. */
export const DATABASE_NAME = 'node:sqlite';

/** What the migrations end with, in one script: hundreds of tests need it, and altering tables is what takes their time. */
let migrated: string | null = null;

/** A migrated, empty database. */
export async function openDatabase(): Promise<Database> {
  const db = new NodeDatabase(':memory:');
  if (migrated === null) {
    await migrateNode(db, join(import.meta.dirname, '../../migrations'), '2026-01-01T00:00:00.000Z');
    migrated = await scriptOf(db);
  } else db.script(migrated);
  return db;
}

/** SQL that makes the same tables, indexes and rows in an empty database. */
async function scriptOf(db: NodeDatabase): Promise<string> {
  const { results } = await db
    .prepare(
      `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    )
    .all();
  const script = ['BEGIN', ...results.map(({ sql }) => String(sql))];
  for (const { name } of results.filter(({ type }) => type === 'table')) {
    const columns = (await db.prepare(`SELECT name FROM pragma_table_info('${name}')`).all()).results;
    const values = columns.map((column) => `quote("${column.name}")`).join(` || ',' || `);
    const rows = (await db.prepare(`SELECT ${values} AS row FROM "${name}"`).all()).results;
    script.push(...rows.map(({ row }) => `INSERT INTO "${name}" VALUES (${row})`));
  }
  return [...script, 'COMMIT'].join(';\n');
}
