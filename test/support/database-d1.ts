import { applyD1Migrations, type D1Migration, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Database } from '../../src/db/database.ts';

/** Which database this run is on. */
export const DATABASE_NAME = 'D1';

/** The bindings that vitest.config.ts sets for this project. */
const bindings = env as unknown as {
  DB: Database & Parameters<typeof applyD1Migrations>[0];
  MIGRATIONS: D1Migration[];
};

/**
 * A migrated, empty database. Files share one D1, which is emptied rather than made anew: that takes a tenth of the time.
 * The object is a new one each time, because the program remembers by it what it knows of a database.
 */
export async function openDatabase(): Promise<Database> {
  const { DB } = bindings;
  if (!(await isMigrated())) {
    await reset();
    await applyD1Migrations(DB, bindings.MIGRATIONS);
  }
  const { results } = await DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'
       AND name <> 'd1_migrations'`,
  ).all();
  const clearing = results.map((row: Record<string, unknown>) => DB.prepare(`DELETE FROM "${String(row.name)}"`));
  await DB.batch([DB.prepare('PRAGMA defer_foreign_keys = ON'), ...clearing]);
  return { prepare: DB.prepare.bind(DB), batch: DB.batch.bind(DB) };
}

async function isMigrated(): Promise<boolean> {
  try {
    const { results } = await bindings.DB.prepare('SELECT COUNT(*) AS count FROM d1_migrations').all();
    return results[0]?.count === bindings.MIGRATIONS.length;
  } catch {
    // No such table: nothing has run yet, or a test took it away.
    return false;
  }
}
