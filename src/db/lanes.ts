import * as z from 'zod';
import { json } from './columns.ts';
import { type Database, execute, queryOne, type Statement } from './database.ts';

/**
 * A lane has one holder at a time: whoever takes it when its lease is over. A lease only saves work; every step stays
 * correct when two holders overlap.
 */
export type LaneName = 'feeds' | 'slack' | 'email' | 'watch';

/** Takes or renews a lane until `leaseUntil`; false while another holder's lease runs. */
export async function holdLane(
  db: Database,
  lane: { name: LaneName; holder: string; now: string; leaseUntil: string },
): Promise<boolean> {
  const changed = await execute(
    db
      .prepare(
        `INSERT INTO lane (name, holder, lease_until)
         VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET holder = ?2, lease_until = ?3
         WHERE lane.holder = ?2 OR lane.lease_until <= ?4`,
      )
      .bind(lane.name, lane.holder, lane.leaseUntil, lane.now),
  );
  return changed === 1;
}

/** Gives a lane back before its lease ends. */
export async function releaseLane(db: Database, lane: { name: LaneName; holder: string; now: string }): Promise<void> {
  await execute(
    db
      .prepare('UPDATE lane SET lease_until = ?3 WHERE name = ?1 AND holder = ?2')
      .bind(lane.name, lane.holder, lane.now),
  );
}

/** Statement that ends every lane's lease. */
export function freeLanes(db: Database, now: string): Statement {
  return db.prepare('UPDATE lane SET lease_until = ?1 WHERE lease_until > ?1').bind(now);
}

const PacingRow = z.object({
  nextAt: z.string().nullable(),
  pacing: json(z.object({ perSecond: z.number().nullable() })),
});

/** What the last holder learned of the provider's limit. `nextAt` in milliseconds since the epoch; 0 where none was noted. */
export async function readPacing(db: Database, name: LaneName): Promise<{ perSecond: number | null; nextAt: number }> {
  const row = await queryOne(
    PacingRow,
    db
      .prepare(`SELECT next_at AS nextAt, COALESCE(pacing, '{"perSecond":null}') AS pacing FROM lane WHERE name = ?1`)
      .bind(name),
  );
  return { perSecond: row?.pacing.perSecond ?? null, nextAt: Date.parse(row?.nextAt ?? '1970-01-01T00:00:00.000Z') };
}

/** Statement that lets a lane's next holder ask at once. */
export function forgetWait(db: Database, name: LaneName): Statement {
  return db.prepare('UPDATE lane SET next_at = NULL WHERE name = ?1').bind(name);
}

/** Notes it for the next holder; a no-op for whoever holds the lane no more. */
export async function writePacing(
  db: Database,
  lane: { name: LaneName; holder: string; perSecond: number | null; nextAt: number },
): Promise<void> {
  await execute(
    db
      .prepare('UPDATE lane SET next_at = ?3, pacing = ?4 WHERE name = ?1 AND holder = ?2')
      .bind(lane.name, lane.holder, new Date(lane.nextAt).toISOString(), JSON.stringify({ perSecond: lane.perSecond })),
  );
}
