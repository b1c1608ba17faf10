import { join } from 'node:path';
import { NodeDatabase } from '../../src/db/d1-node.ts';
import type { Database } from '../../src/db/database.ts';
import { migrateNode } from '../../src/db/migrate-node.ts';

/** Which database this run is on. */
export const DATABASE_NAME = 'node:sqlite';

/** A migrated, empty database. */
export async function openDatabase(): Promise<Database> {
  const db = new NodeDatabase(':memory:');
  await migrateNode(db, join(import.meta.dirname, '../../migrations'), '2026-01-01T00:00:00.000Z');
  return db;
}
