import { applyD1Migrations, type D1Migration, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Database } from '../../src/db/database.ts';

/** Which database this run is on. */
export const DATABASE_NAME = 'D1';

/** The bindings that vitest.config.ts sets for this project. */
const bindings = env as unknown as { DB: Parameters<typeof applyD1Migrations>[0]; MIGRATIONS: D1Migration[] };

/** A migrated, empty database. */
export async function openDatabase(): Promise<Database> {
  await reset();
  await applyD1Migrations(bindings.DB, bindings.MIGRATIONS);
  return bindings.DB as unknown as Database;
}
