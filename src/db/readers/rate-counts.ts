import * as z from 'zod';
import { type Database, queryOne, type Statement } from '../database.ts';

/** One thing to count: `windowStart` names the window, so that an old window's row is never touched again. */
export type RateKey = { key: string; windowStart: string };

/** Statements that add one to each count. */
export function countUp(db: Database, keys: readonly RateKey[]): Statement[] {
  return keys.map(({ key, windowStart }) =>
    db
      .prepare(
        `INSERT INTO rate_count (key, window_start, count) VALUES (?1, ?2, 1)
         ON CONFLICT (key, window_start) DO UPDATE SET count = count + 1`,
      )
      .bind(key, windowStart),
  );
}

/** How the keys begin under which mails to one mailbox are counted. */
export const MAILBOX_COUNTS = 'signup-mail/';

/** Statement that drops windows that began before `before`, and those of single mailboxes before `mailboxesBefore`. */
export function dropOldCounts(db: Database, before: string, mailboxesBefore: string): Statement {
  return db
    .prepare(`DELETE FROM rate_count WHERE window_start < CASE WHEN key GLOB '${MAILBOX_COUNTS}*' THEN ?2 ELSE ?1 END`)
    .bind(before, mailboxesBefore);
}

/** A right to send one mail to a mailbox: the row (key, stamp) exists where it was given. */
export type Grant = { key: string; stamp: string };

export type GrantTerms = {
  now: string;
  /** Grants of the mailbox since these times: none since the first, at most two since the second. Quiet until a time to come counts as one granted then. */
  soon: string;
  today: string;
  /** At most four since this; null asks nobody. */
  month: string | null;
  /** How often the network asked in this window, counted by `countUp` before; null asks nobody. */
  network: (RateKey & { max: number }) | null;
  /** All grants together in this window. */
  all: RateKey & { max: number };
};

/**
 * Statements that give a mailbox the right to one mail, or leave it without: one in ten minutes, three a day, five in thirty days, within
 * the limits of the asking network and of everybody. Only grants count, so that asking in vain prolongs nothing. Where a condition fails
 * the count is NULL, which the column refuses and OR IGNORE skips (https://sqlite.org/lang_conflict.html): a SELECT from the table that
 * is written to would be copied to a table of its own first.
 */
export function grantMail(db: Database, grant: Grant, terms: GrantTerms): Statement[] {
  return [
    db
      .prepare(
        `INSERT OR IGNORE INTO rate_count (key, window_start, count)
         VALUES (?1, ?2, CASE
           WHEN NOT EXISTS (SELECT 1 FROM rate_count WHERE key = ?1 AND window_start > ?3)
             AND (SELECT COUNT(*) FROM rate_count WHERE key = ?1 AND window_start > ?4) < 3
             AND (?11 IS NULL OR (SELECT COUNT(*) FROM rate_count WHERE key = ?1 AND window_start > ?11) < 5)
             AND COALESCE((SELECT count FROM rate_count WHERE key = ?5 AND window_start = ?6), 0) <= ?7
             AND COALESCE((SELECT count FROM rate_count WHERE key = ?8 AND window_start = ?9), 0) < ?10
           THEN 1 END)`,
      )
      .bind(
        grant.key,
        grant.stamp,
        terms.soon,
        terms.today,
        terms.network?.key ?? '',
        terms.network?.windowStart ?? '',
        terms.network?.max ?? 0,
        terms.all.key,
        terms.all.windowStart,
        terms.all.max,
        terms.month,
      ),
    db
      .prepare(
        `INSERT OR IGNORE INTO rate_count (key, window_start, count)
         VALUES (?1, ?2, CASE WHEN EXISTS (SELECT 1 FROM rate_count WHERE key = ?3 AND window_start = ?4) THEN 1 END)
         ON CONFLICT (key, window_start) DO UPDATE SET count = count + 1`,
      )
      .bind(terms.all.key, terms.all.windowStart, grant.key, grant.stamp),
  ];
}

/** How often a key was counted in one window. */
export async function readCount(db: Database, { key, windowStart }: RateKey): Promise<number> {
  const row = await queryOne(
    z.object({ count: z.number() }),
    db.prepare('SELECT count FROM rate_count WHERE key = ?1 AND window_start = ?2').bind(key, windowStart),
  );
  return row?.count ?? 0;
}

/** Statement that gives a mailbox nothing before `until`, while the reader with this id still waits to confirm. */
export function quietMailbox(db: Database, { id, key }: { id: number; key: string }, until: string): Statement {
  return db
    .prepare(
      `INSERT INTO rate_count (key, window_start, count)
       SELECT ?1, ?2, 1 FROM subscriber
       WHERE id = CAST(?3 AS INTEGER) AND state IN ('pending', 'unsubscribed') AND confirm_expires_at IS NOT NULL
       ON CONFLICT (key, window_start) DO NOTHING`,
    )
    .bind(key, until, id);
}
