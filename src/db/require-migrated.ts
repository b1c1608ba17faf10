import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import { type Database, queryOne } from './database.ts';

/** The newest file in migrations/; a test holds the two together. */
export const LATEST_MIGRATION = '0014_keep_categories.sql';

const migrated = new WeakSet<object>();

/**
 * Passes once the database has run the newest migration; asked once a process. Throws AppError('unavailable') where it has
 * not, so that new code never runs on an old schema.
 */
export async function requireMigrated(db: Database): Promise<void> {
  if (migrated.has(db)) return;
  if (!(await hasRun(db, LATEST_MIGRATION))) {
    throw new AppError(
      'unavailable',
      'The database is not migrated yet. Nothing was done. Run `npm run deploy`, or `npx wrangler d1 migrations apply DB --remote`.',
    );
  }
  migrated.add(db);
}

async function hasRun(db: Database, name: string): Promise<boolean> {
  const statement = db.prepare('SELECT id FROM d1_migrations WHERE name = ?1').bind(name);
  try {
    return (await queryOne(z.object({ id: z.number() }), statement)) !== null;
  } catch (error) {
    if (error instanceof Error && /no such table/.test(error.message)) return false;
    throw error;
  }
}
