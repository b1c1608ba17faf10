import { holdLane, type LaneName, releaseLane } from '../db/lanes.ts';
import { addSeconds, secondsBetween } from '../domain/time.ts';
import type { Context } from './context.ts';

export const LEASE_SECONDS = 15;

/** A lane that is held: `renew` keeps it; false once somebody else took it, or time or statements are used up. */
export type HeldLane = { holder: string; renew(): Promise<boolean> };

/**
 * Runs `work` while holding a lane, if it is free, and gives the lane back. `work` calls `renew` between steps and stops
 * when it answers false. The lease is written again only when a third of it is gone.
 */
export async function withLane(
  ctx: Context,
  lane: { name: LaneName; deadline: string },
  work: (held: HeldLane) => Promise<void>,
): Promise<void> {
  const holder = ctx.ids.publicId();
  let renewedAt = ctx.now();
  const hold = () =>
    holdLane(ctx.db, { name: lane.name, holder, now: ctx.now(), leaseUntil: addSeconds(ctx.now(), LEASE_SECONDS) });
  if (!(await hold())) return;
  const renew = async () => {
    const now = ctx.now();
    if (now >= lane.deadline || !ctx.hasBudget()) return false;
    if (secondsBetween(renewedAt, now) < LEASE_SECONDS / 3) return true;
    renewedAt = now;
    return hold();
  };
  try {
    await work({ holder, renew });
  } finally {
    await releaseLane(ctx.db, { name: lane.name, holder, now: ctx.now() });
  }
}
