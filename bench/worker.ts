import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { readD1Migrations } from '@cloudflare/vitest-plugin';
import type { Database } from '../src/db/database.ts';
import { tell } from './figures.ts';
import { newsroomVariables } from './newsroom.ts';

/** What is used here of the simulator of Workers that wrangler brings along. */
type Simulator = {
  ready: Promise<URL>;
  getD1Database(binding: string): Promise<Database>;
  unsafeGetDirectURL(): Promise<URL>;
  dispose(): Promise<void>;
};
type SimulatorModule = {
  Miniflare: new (options: object) => Simulator;
  convertV4MiniflareOptions(options: object): object;
};

/** A Worker that answers at `base`, and its database, with every migration applied. */
export type RunningWorker = { base: string; db: Database; stop(): Promise<void> };

/** Bundles the Worker as a deployment would, minified, into `folder`. Throws with wrangler's own words. */
export async function bundleWorker(folder: string): Promise<void> {
  const wrangler = join(process.cwd(), 'node_modules/wrangler/bin/wrangler.js');
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', NO_COLOR: '1' };
  const child = spawn(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', folder], {
    env: { ...env, WRANGLER_LOG_PATH: join(folder, 'log'), CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The Worker could not be bundled.\n${said}`);
}

/** The module that a deployment begins with. */
const ENTRY = 'worker.js';

export type WorkerOptions = {
  /** Whether it has the simulated cache of one place. */
  hasCache: boolean;
  /** Another module of the folder to begin with. */
  entry?: string;
  variables?: Record<string, string>;
};

/**
 * Runs a bundled Worker in workerd with an empty D1. Requests reach it on a socket of its own, so that nothing of the
 * simulator stands before it.
 */
export async function startWorker(
  folder: string,
  { entry = ENTRY, hasCache, variables = {} }: WorkerOptions,
): Promise<RunningWorker> {
  const brought = module.createRequire(module.createRequire(join(process.cwd(), 'package.json')).resolve('wrangler'));
  const { Miniflare, convertV4MiniflareOptions } = brought('miniflare') as SimulatorModule;
  const simulator = new Miniflare(
    convertV4MiniflareOptions({
      modules: modulesOf(folder, entry),
      modulesRoot: folder,
      compatibilityDate: '2026-08-04',
      compatibilityFlags: ['global_fetch_strictly_public'],
      bindings: newsroomVariables(variables),
      d1Databases: ['DB'],
      cache: hasCache,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      // What the Worker logs; stdout is for figures.
      handleStructuredLogs: ({ message }: { message: string }) => process.env.VERBOSE && tell(message),
    }),
  );
  try {
    await simulator.ready;
    const db = await simulator.getD1Database('DB');
    await migrate(db);
    const { origin } = await simulator.unsafeGetDirectURL();
    return { base: origin, db, stop: () => simulator.dispose() };
  } catch (error) {
    await simulator.dispose();
    throw error;
  }
}

/** The Worker's modules as a deployment uploads them: the entry first, then what it loads when it needs it. */
function modulesOf(folder: string, entry: string): { type: string; path: string }[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  const entryFirst = [entry, ...names.filter((name) => name !== entry)];
  return entryFirst.map((name) => ({ type: 'ESModule', path: join(folder, name) }));
}

/** Applies every migration, and notes each as wrangler does: the Worker refuses a database that has not run them all. */
async function migrate(db: Database): Promise<void> {
  await db.prepare('CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE)').all();
  for (const { name, queries } of await readD1Migrations(join(process.cwd(), 'migrations'))) {
    const noted = db.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(name);
    await db.batch([...queries.map((sql) => db.prepare(sql)), noted]);
  }
}
