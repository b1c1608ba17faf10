import type { Database } from '../src/db/database.ts';
import type { Ordeal } from './chaos-newsroom.ts';
import { tell } from './figures.ts';

const TELL_EVERY_MS = 10_000;
/** After each time this long without a batch that was taken, senders live twice as long. */
const PATIENCE_MS = 10_000;
const MOST_PATIENCE = 32;
/** A run ends by itself, however long it takes; without any progress for this long it is stuck, and says at what. */
const STUCK_MS = 240_000;

export type Progress = {
  /** Whether the mailing is over, has made no progress for too long, or neither. */
  look(): Promise<'over' | 'stuck' | 'goes on'>;
  /**
   * How many times longer than usual a sender may live. Where a life is too short to send a single batch in, as on a busy
   * machine, killing would go on for ever.
   */
  patience(): number;
};

/** Follows a mailing in its database, and tells how far it is; where it is stuck, what it waits for. */
export function watchProgress(db: Database, { onTaken, recipients, seed }: Omit<Ordeal, 'folder'>): Progress {
  let done = -1;
  let movedAt = Date.now();
  let toldAt = Date.now();
  return {
    patience: () => Math.min(MOST_PATIENCE, 2 ** Math.floor((Date.now() - movedAt) / PATIENCE_MS)),
    async look() {
      const { results } = await db
        .prepare(
          `SELECT state, submitted_count + failed_count AS done FROM mailing WHERE state NOT IN ('draft', 'cancelled')`,
        )
        .all();
      const now = Date.now();
      const sent = Number(results[0]?.done ?? 0);
      if (sent !== done) movedAt = now;
      done = sent;
      onTaken(sent);
      if (results[0]?.state === 'finished') return 'over';
      const isStuck = now - movedAt > STUCK_MS;
      if (isStuck || now - toldAt > TELL_EVERY_MS) {
        toldAt = now;
        tell(`seed ${seed}: ${sent} of ${recipients} taken; ${isStuck ? 'stuck: ' : ''}${await waitsFor(db)}`);
      }
      return isStuck ? 'stuck' : 'goes on';
    },
  };
}

/** What stands between a mailing and its end, in one line. */
async function waitsFor(db: Database): Promise<string> {
  const { results } = await db
    .prepare(
      `SELECT m.state, m.pause_reason AS reason, m.is_planned AS isPlanned,
         (SELECT next_at FROM lane WHERE name = 'email') AS nextAt, COUNT(b.lo) AS todo, MAX(b.attempts) AS attempts,
         COUNT(b.body_hash) AS frozen, MIN(b.not_before) AS notBefore, MAX(b.last_error) AS error
       FROM mailing m LEFT JOIN batch b ON b.mailing_id = m.id AND b.state = 'todo'
       WHERE m.state NOT IN ('draft', 'cancelled') GROUP BY m.id`,
    )
    .all();
  return results.length === 0 ? 'nobody has approved the mailing yet' : JSON.stringify(results[0]);
}
