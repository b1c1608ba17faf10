import type { Database } from '../src/db/database.ts';
import { addArticles, addReaders, readerAddress, sampleArticles } from './newsroom.ts';

const ARTICLES = 3;

/** What a mailing under fire is given. */
export type Ordeal = {
  /** Where the provider that fails answers. */
  baseUrl: string;
  folder: string;
  random: () => number;
  recipients: number;
  seed: number;
  /** Hears again and again how many mails were taken. */
  onTaken: (count: number) => void;
};

/** How it went: whether the mailing came to its end, how often a sender died, who left, and batches of unknown outcome. */
export type Survival = { isOver: boolean; deaths: number; left: ReadonlySet<number>; unknown: number };

/** Stores what a mailing needs: some articles, and active readers of both languages. */
export async function fillNewsroom(db: Database, recipients: number): Promise<void> {
  await addArticles(db, sampleArticles(ARTICLES));
  await addReaders(db, recipients, true);
}

/** Lets three readers leave, chosen by chance, and notes their numbers in `left`. */
export async function letSomeLeave(
  db: Database,
  { left, random, recipients }: Pick<Ordeal, 'random' | 'recipients'> & { left: Set<number> },
): Promise<void> {
  for (let count = 0; count < 3; count += 1) {
    const n = 1 + Math.floor(random() * recipients);
    left.add(n);
    await db
      .prepare(`UPDATE subscriber SET state = 'unsubscribed', left_at = ?2 WHERE email_key = ?1`)
      .bind(readerAddress(n), new Date().toISOString())
      .all();
  }
}

/** Ends the leases of dead senders, and now and then that of a living one: correctness must not hang on them. */
export async function cutLeases(db: Database): Promise<void> {
  const now = new Date().toISOString();
  await db.batch([
    db.prepare(`UPDATE lane SET lease_until = ?1 WHERE lease_until > ?1`).bind(now),
    db.prepare(`UPDATE batch SET lease_until = ?1 WHERE state = 'todo' AND lease_until > ?1`).bind(now),
    db.prepare(`UPDATE batch SET not_before = ?1 WHERE state = 'todo' AND not_before > ?1`).bind(now),
  ]);
}

/** A person would look and go on; here the faults are known to pass. */
export async function resumePaused(db: Database): Promise<void> {
  await db.prepare(`UPDATE mailing SET state = 'sending' WHERE state = 'paused'`).all();
}

/** Batches of which nobody knows whether they left. */
export async function countUnknown(db: Database): Promise<number> {
  const { results } = await db.prepare(`SELECT COUNT(*) AS count FROM batch WHERE state = 'unknown'`).all();
  return Number(results[0]?.count);
}
