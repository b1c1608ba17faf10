import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeDatabase } from './d1-node.ts';

/**
 * Applies the migrations in `folder` that have not run yet, each in one transaction, in the order of their numbers.
 * Keeps wrangler's own table (`d1_migrations`), so that a file can move between Node and D1. Returns the names applied.
 */
export async function migrateNode(db: NodeDatabase, folder: string, now: string): Promise<string[]> {
  db.script(
    'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TEXT NOT NULL)',
  );
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all();
  const applied = new Set(results.map((row) => row.name));
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const pending = files.sort().filter((name) => !applied.has(name));
  for (const name of pending) {
    try {
      db.transaction(() => {
        db.script(readFileSync(join(folder, name), 'utf8'));
        db.run(db.prepare('INSERT INTO d1_migrations (name, applied_at) VALUES (?1, ?2)').bind(name, now));
      });
    } catch (error) {
      throw new Error(`Migration ${name} failed; nothing of it was applied.`, { cause: error });
    }
  }
  return pending;
}
