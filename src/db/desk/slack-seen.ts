import { type Database, execute, type Statement } from '../database.ts';

/** Notes that requests with these keys arrived; false when one of them was seen before. */
export async function markSeen(db: Database, keys: readonly string[], now: string): Promise<boolean> {
  const changed = await execute(
    db
      .prepare(
        `INSERT INTO slack_seen (key, seen_at)
         SELECT value, ?2 FROM json_each(?1)
         WHERE NOT EXISTS (SELECT 1 FROM slack_seen WHERE key IN (SELECT value FROM json_each(?1)))
         ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(keys), now),
  );
  return changed === keys.length;
}

/** Statement that notes one key, for a batch with what it allows; no row changes when it was seen before. */
export function noteKey(db: Database, key: string, now: string): Statement {
  return db.prepare('INSERT INTO slack_seen (key, seen_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING').bind(key, now);
}

/** Forgets keys, so that Slack's retry of a request that failed here is taken. */
export async function forgetSeen(db: Database, keys: readonly string[]): Promise<void> {
  await execute(
    db.prepare('DELETE FROM slack_seen WHERE key IN (SELECT value FROM json_each(?1))').bind(JSON.stringify(keys)),
  );
}

/** Forgets keys seen before `before`. */
export async function dropOldSeen(db: Database, before: string): Promise<void> {
  await execute(db.prepare('DELETE FROM slack_seen WHERE seen_at < ?1').bind(before));
}
