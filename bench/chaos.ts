import { createProgress } from '../scripts/progress.ts';
import { withFolder } from '../scripts/with-folder.ts';
import type { Ordeal, Survival } from './chaos-newsroom.ts';
import { harassNode } from './chaos-node.ts';
import type { ChaosProviderReport } from './chaos-provider.ts';
import { bundleDyingWorker, harassWorker } from './chaos-worker.ts';
import { startChild } from './children.ts';
import { seeded, tell } from './figures.ts';
import { readerAddress } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

type Run = {
  /** Senders on Node that were killed by SIGKILL. */
  kills: number;
  /** Exceptions at random statements in workerd. */
  exceptions: number;
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

const NOTHING: Run = {
  kills: 0,
  exceptions: 0,
  duplicates: 0,
  missing: 0,
  mismatches: 0,
  unknown: 0,
  unfinished: 0,
  requests: 0,
};

/**
 * Mailings under fire, `--seeds` of them (20) to `--recipients` readers each (20,000), and each on both runtimes: on Node two
 * senders on one database file are killed by SIGKILL again and again; in workerd the deployed Worker's crons, several at once,
 * meet exceptions at random statements. Meanwhile the provider breaks, refuses, loses answers and is slow, and readers
 * leave. Counted at the provider: who got it twice, and who was due all the time and never got it. Any fault ends the
 * program with 1, and so has to end the control, `--no-freeze`, in which readers are mailed twice; it runs on Node alone.
 */
export async function benchChaos(options: BenchOptions): Promise<Record<string, unknown>> {
  const { freezes } = options;
  const seeds = options.seeds ?? 20;
  const recipients = options.recipients ?? 20_000;
  const startedAt = Date.now();
  const sum = { ...NOTHING };
  using progress = createProgress('Mailings under fire', seeds * (freezes ? 2 : 1));
  await withFolder(async (worker) => {
    if (freezes) await bundleDyingWorker(worker);
    for (let seed = 1; seed <= seeds; seed += 1) {
      const onTaken = (count: number) => progress.step(0, `seed ${seed}: ${count} of ${recipients} mails taken`);
      const given = { seed, recipients, onTaken };
      const onNode = await withFolder((folder) =>
        underFire((ordeal) => harassNode({ ...ordeal, folder, freezes }), given),
      );
      add(sum, { ...onNode.run, kills: onNode.deaths }, `seed ${seed}, Node`);
      progress.step(1, '');
      if (!freezes) continue;
      const onWorker = await underFire((ordeal) => harassWorker({ ...ordeal, folder: worker }), given);
      add(sum, { ...onWorker.run, exceptions: onWorker.deaths }, `seed ${seed}, workerd`);
      progress.step(1, '');
    }
  });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const faults = sum.duplicates + sum.missing + sum.mismatches + sum.unknown + sum.unfinished;
  if (faults > 0) process.exitCode = 1;
  return { seeds, recipients, ...sum, seconds, freezes, isSound: faults === 0 };
}

function add(sum: Run, run: Run, name: string): void {
  for (const field of Object.keys(sum) as (keyof Run)[]) sum[field] += run[field];
  tell(`${name}: ${JSON.stringify(run)}`);
}

/** One mailing with a provider of its own, and what is found at that provider's side when it is over or stuck. */
async function underFire(
  harass: (ordeal: Omit<Ordeal, 'folder'>) => Promise<Survival>,
  given: Pick<Ordeal, 'onTaken' | 'recipients' | 'seed'>,
): Promise<{ run: Run; deaths: number }> {
  const { recipients, seed } = given;
  const { child, ready } = await startChild<{ baseUrl: string }>('chaos-provider', { env: { SEED: String(seed) } });
  try {
    const random = seeded(seed);
    const { deaths, isOver, left, unknown } = await harass({ ...given, baseUrl: ready.baseUrl, random });
    const report = await child.ask<ChaosProviderReport>('report');
    const { duplicates, missing } = judge(report.addresses, recipients, new Set([...left, ...refusedOf(report)]));
    const { mismatches, requests } = report;
    const run = { ...NOTHING, duplicates, missing, mismatches, unknown, unfinished: isOver ? 0 : 1, requests };
    return { run, deaths };
  } finally {
    await child.stop();
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
