import { randomInt } from 'node:crypto';

/** Below the ports that systems hand out by themselves (32,768 and up), one of which another test may just hold. */
const FIRST = 10_000;
const PER_WORKER = 5_000;
const WORKERS = 4;

/** This worker's part: tests that run at the same time are in workers of different numbers. */
const base = FIRST + (Number(process.env.VITEST_POOL_ID ?? 0) % WORKERS) * PER_WORKER;
// Two runs on one machine begin in different places.
let next = randomInt(PER_WORKER);

/** The first of `count` ports in a row that no other test of this run is given. */
export function takePorts(count: number): number {
  if (next + count > PER_WORKER) next = 0;
  const first = base + next;
  next += count;
  return first;
}
