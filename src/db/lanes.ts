import { type Database, execute, type Statement } from './database.ts';

/**
 * A lane has one holder at a time: whoever takes it when its lease is over. A lease only saves work; every step stays
 * correct when two holders overlap.
 */
export type LaneName = 'feeds' | 'slack' | 'email';

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
