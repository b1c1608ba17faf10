import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readMigrations } from './check-migrations.ts';
import { ROOT } from './check-step.ts';

/**
 * Writes the schema as a release leaves it to test/fixtures/schemas/NNNN.sql, NNNN being its last migration; without a number
 * the newest. The upgrade test starts from each: `node scripts/snapshot-schema.ts [NNNN]`.
 */
export function schemaAfter(migrations: ReadonlyMap<string, string>, number: string): string {
  const db = new DatabaseSync(':memory:');
  const names = [...migrations.keys()].sort().filter((name) => name.slice(0, 4) <= number);
  for (const name of names) db.exec(migrations.get(name) ?? '');
  const rows = db
    .prepare(`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rootpage`)
    .all();
  db.close();
  return `-- The schema after ${names.at(-1)}, as SQLite keeps it. Written by scripts/snapshot-schema.ts.\n${rows.map(({ sql }) => `${sql};\n`).join('')}`;
}

if (import.meta.main) {
  const { files } = readMigrations();
  const number = process.argv[2] ?? [...files.keys()].sort().at(-1)?.slice(0, 4) ?? '';
  const path = join(ROOT, 'test/fixtures/schemas', `${number}.sql`);
  writeFileSync(path, schemaAfter(files, number));
  console.log(`Wrote ${path}.`);
}
