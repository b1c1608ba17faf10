import { join } from 'node:path';
import type { NodeDatabase } from '../src/db/d1-node.ts';
import { watchProgress } from './chaos-progress.ts';
import type { ChaosProviderReport } from './chaos-provider.ts';
import type { ChaosReport } from './chaos-sender.ts';
import { type Child, startChild, withFolder } from './children.ts';
import { seeded, tell } from './figures.ts';
import { addArticles, addReaders, newsroomVariables, openNewsroom, readerAddress, sampleArticles } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

const ARTICLES = 3;
const SENDERS = 2;
/** A run ends by itself, however long it takes; without any progress for this long it is stuck, and says at what. */
const STUCK_SECONDS = 240;
/** A sender lives this long before it is killed, at most; while nothing is taken on a busy machine, longer. */
const LIFE_MS = 2_000;

type Run = {
  kills: number;
  duplicates: number;
  missing: number;
  /** Requests under a key that the provider had seen with other bytes. */
  mismatches: number;
  /** Batches of which nobody knows whether they left. */
  unknown: number;
  /** Mailings that got stuck. */
  unfinished: number;
  requests: number;
};

/**
 * Mailings under fire, `--seeds` of them (20) to `--recipients` readers each (20,000): two senders on one database file are
 * killed by SIGKILL again and again, while the provider breaks, refuses, loses answers and is slow, and readers leave.
 * Counted at the provider: who got it twice, and who was due all the time and never got it. Any fault ends the program
 * with 1, and so has to end the control, `--no-freeze`, in which readers are mailed twice.
 */
export async function benchChaos(options: BenchOptions): Promise<Record<string, unknown>> {
  const seeds = options.seeds ?? 20;
  const recipients = options.recipients ?? 20_000;
  const startedAt = Date.now();
  const sum: Run = { kills: 0, duplicates: 0, missing: 0, mismatches: 0, unknown: 0, unfinished: 0, requests: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const run = await withFolder((folder) => runSeed({ folder, seed, recipients, freezes: options.freezes }));
    for (const name of Object.keys(sum) as (keyof Run)[]) sum[name] += run[name];
    tell(`seed ${seed}: ${JSON.stringify(run)}`);
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const faults = sum.duplicates + sum.missing + sum.mismatches + sum.unknown + sum.unfinished;
  if (faults > 0) process.exitCode = 1;
  return { seeds, recipients, ...sum, seconds, freezes: options.freezes, isSound: faults === 0 };
}

type Setting = { folder: string; seed: number; recipients: number; freezes: boolean };

async function runSeed({ folder, freezes, recipients, seed }: Setting): Promise<Run> {
  const path = join(folder, 'newsdesk.db');
  const db = await openNewsroom(path);
  await addArticles(db, sampleArticles(ARTICLES));
  await addReaders(db, recipients, true);
  const { child, ready } = await startChild<{ baseUrl: string }>('chaos-provider', { env: { SEED: String(seed) } });
  const env = newsroomVariables({ DATABASE: path, RESEND_BASE_URL: ready.baseUrl, FREEZES: String(freezes) });
  const random = seeded(seed);
  try {
    const { isOver, kills, left } = await harass({ db, env, random, recipients, seed });
    const report = await child.ask<ChaosProviderReport>('report');
    const { results } = await db.prepare(`SELECT COUNT(*) AS count FROM batch WHERE state = 'unknown'`).all();
    const { duplicates, missing } = judge(report.addresses, recipients, new Set([...left, ...refusedOf(report)]));
    const { mismatches, requests } = report;
    const unknown = Number(results[0]?.count);
    return { kills, duplicates, missing, mismatches, unknown, unfinished: isOver ? 0 : 1, requests };
  } finally {
    await child.stop();
    db.close();
  }
}

/** The numbers of the readers whose addresses the provider refused for good. */
function refusedOf({ refused }: ChaosProviderReport): number[] {
  return refused.map((address) => Number(/^reader(\d+)@/.exec(address)?.[1]));
}

function judge(mailed: Record<string, number>, recipients: number, left: ReadonlySet<number>) {
  let missing = 0;
  for (let n = 1; n <= recipients; n += 1) if (!mailed[readerAddress(n)] && !left.has(n)) missing += 1;
  return { duplicates: Object.values(mailed).reduce((sum, count) => sum + count - 1, 0), missing };
}

type Harassment = {
  db: NodeDatabase;
  env: Record<string, string>;
  random: () => number;
  recipients: number;
  seed: number;
};

/** Keeps senders running and dying until the mailing is over or stuck; tells how many were killed and who left. */
async function harass({ db, env, random, recipients, seed }: Harassment) {
  const left = new Set<number>();
  const watch = watchProgress(db, { seed, recipients, stuckSeconds: STUCK_SECONDS });
  let kills = 0;
  const leave = async () => {
    const n = 1 + Math.floor(random() * recipients);
    left.add(n);
    await db
      .prepare(`UPDATE subscriber SET state = 'unsubscribed', left_at = ?2 WHERE email_key = ?1`)
      .bind(readerAddress(n), new Date().toISOString())
      .all();
  };
  const keepOne = async () => {
    while ((await watch.look()) === 'goes on') {
      const { child } = await startChild<unknown>('chaos-sender', { env });
      const life = 20 + random() * LIFE_MS * watch.patience();
      const outcome = await Promise.race([outcomeOf(child), pause(life)]);
      if (outcome === null) kills += 1;
      await child.kill();
      for (let n = 0; n < 3; n += 1) await leave();
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, keepOne));
  return { isOver: (await watch.look()) === 'over', kills, left };
}

async function outcomeOf(child: Child): Promise<'finished' | 'paused' | null> {
  // A child that dies before it says anything is one more that was killed.
  return child.next<ChaosReport>().then(
    ({ state }) => state,
    () => null,
  );
}

function pause(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null));
}
