import * as z from 'zod';
import { type Database, execute, queryOne, type Statement } from './database.ts';

/** Reads one setting by its schema; null where it was never written or no longer has that shape. */
export async function readSetting<T>(db: Database, key: string, shape: z.ZodType<T>): Promise<T | null> {
  const row = await queryOne(
    z.object({ value: z.string() }),
    db.prepare('SELECT value FROM setting WHERE key = ?1').bind(key),
  );
  const parsed = row ? shape.safeParse(JSON.parse(row.value)) : null;
  return parsed?.success ? parsed.data : null;
}

/** Writes one setting. */
export async function writeSetting(db: Database, key: string, value: unknown, now: string): Promise<void> {
  await execute(
    db
      .prepare(
        `INSERT INTO setting (key, value, updated_at)
         VALUES (?1, ?2, ?3)
         ON CONFLICT (key) DO UPDATE SET value = ?2, updated_at = ?3`,
      )
      .bind(key, JSON.stringify(value), now),
  );
}

/** One setting as it is stored; null where it was never written. */
export async function readSettingText(db: Database, key: string): Promise<string | null> {
  const row = await queryOne(
    z.object({ value: z.string() }),
    db.prepare('SELECT value FROM setting WHERE key = ?1').bind(key),
  );
  return row?.value ?? null;
}

/** Statement that writes a setting where it still is as it was read (null: not there). */
export function swapSetting(
  db: Database,
  swap: { key: string; from: string | null; to: string; now: string },
): Statement {
  return db
    .prepare(
      `INSERT INTO setting (key, value, updated_at)
       SELECT ?1, ?3, ?4 WHERE ?2 IS NULL OR EXISTS (SELECT 1 FROM setting WHERE key = ?1 AND value = ?2)
       ON CONFLICT (key) DO UPDATE SET value = ?3, updated_at = ?4 WHERE setting.value IS ?2`,
    )
    .bind(swap.key, swap.from, swap.to, swap.now);
}
