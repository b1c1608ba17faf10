import { join } from 'node:path';
import { build } from 'esbuild';
import { createContext } from '../src/app.ts';
import type { Database } from '../src/db/database.ts';
import { createLog } from '../src/log.ts';
import { sendDigest } from '../src/services/mailings/send-digest.ts';
import {
  countUnknown,
  cutLeases,
  fillNewsroom,
  letSomeLeave,
  type Ordeal,
  resumePaused,
  type Survival,
} from './chaos-newsroom.ts';
import { watchProgress } from './chaos-progress.ts';
import { newsroomVariables } from './newsroom.ts';
import { bundleWorker, startWorker } from './worker.ts';

const ENTRY = 'chaos-worker-entry';
const MOST_AT_ONCE = 3;
/** Of all statements: a few dozen bring a cron to its first batch, and each sends a hundred mails or more. */
const SHARE = 0.05;

/** Bundles the Worker as a deployment would, and beside it the module that lets it die, into `folder`. */
export async function bundleDyingWorker(folder: string): Promise<void> {
  await bundleWorker(folder);
  const entry = join(process.cwd(), 'bench', `${ENTRY}.ts`);
  await build({ entryPoints: [entry], bundle: true, format: 'esm', target: 'es2024', outdir: folder });
}

/**
 * workerd: runs the deployed Worker's cron on a local D1, up to three at once, each of which meets exceptions at random
 * statements, until the mailing is over or stuck.
 */
export async function harassWorker(ordeal: Ordeal): Promise<Survival> {
  const { baseUrl, folder, random, recipients } = ordeal;
  const variables = { RESEND_BASE_URL: baseUrl, SLACK_API_URL: `${baseUrl}/` };
  const { base, db, stop } = await startWorker(folder, { hasCache: false, entry: `${ENTRY}.js`, variables });
  try {
    await fillNewsroom(db, recipients);
    await approve(db, variables);
    const left = new Set<number>();
    const watch = watchProgress(db, ordeal);
    let deaths = 0;
    while ((await watch.look()) === 'goes on') {
      const count = 1 + Math.floor(random() * MOST_AT_ONCE);
      const share = SHARE / watch.patience();
      const crons = Array.from({ length: count }, () => runCron(base, Math.floor(random() * 2 ** 31), share));
      for (const died of await Promise.all(crons)) deaths += died;
      await cutLeases(db);
      await resumePaused(db);
      await letSomeLeave(db, { left, random, recipients });
    }
    return { isOver: (await watch.look()) === 'over', deaths, left, unknown: await countUnknown(db) };
  } finally {
    await stop();
  }
}

async function approve(db: Database, variables: Record<string, string>): Promise<void> {
  const log = createLog(() => {});
  const ctx = createContext({ variables: newsroomVariables(variables), db, ring: () => {}, log });
  const result = await sendDigest(ctx, { by: 'bench', reportChannel: null, typedCount: null });
  if (result.kind !== 'holding') throw new Error('The digest was not approved.');
}

/** One cron of the Worker; how often it died. */
async function runCron(base: string, seed: number, share: number): Promise<number> {
  const answer = await fetch(`${base}/?seed=${seed}&share=${share}`);
  if (!answer.ok) throw new Error(`The Worker answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return ((await answer.json()) as { deaths: number }).deaths;
}
