import { expect, test } from 'vitest';
import { openDatabase } from '#database';
import { LATEST_MIGRATION, requireMigrated } from '../../src/db/require-migrated.ts';

test('a database without the newest migration, or without any, is refused until it has run', async () => {
  const migrated = await openDatabase();
  await requireMigrated(migrated);

  const behind = await openDatabase();
  // A database that was asked before is trusted, so this one is another object on the same file.
  const asked = { prepare: behind.prepare.bind(behind), batch: behind.batch.bind(behind) };
  await behind.batch([behind.prepare('DELETE FROM d1_migrations WHERE name = ?1').bind(LATEST_MIGRATION)]);
  await expect(requireMigrated(asked)).rejects.toMatchObject({ code: 'unavailable' });
  await behind.batch([
    behind.prepare(`INSERT INTO d1_migrations (name, applied_at) VALUES (?1, '2026-01-01')`).bind(LATEST_MIGRATION),
  ]);
  await requireMigrated(asked);

  const empty = await openDatabase();
  await empty.batch([empty.prepare('DROP TABLE d1_migrations')]);
  const unasked = { prepare: empty.prepare.bind(empty), batch: empty.batch.bind(empty) };
  await expect(requireMigrated(unasked)).rejects.toMatchObject({ code: 'unavailable' });
});
