import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { withFolder } from '../scripts/with-folder.ts';
import type { Database } from '../src/db/database.ts';
import { percentile, round, tell } from './figures.ts';
import { asFastAsItCan, ended, freeBase, startServer, steadily, untilAnswering } from './load.ts';
import { addArticles, openNewsroom, sampleArticles } from './newsroom.ts';
import type { BenchOptions } from './options.ts';
import { bundleWorker, startWorker } from './worker.ts';

const PER_SECOND = 200;
const AT_ONCE = 16;
const DEFAULT_SECONDS = 6;
const ARTICLES = 20;

type Load = { requestsPerSecond: number; p99Ms: number; p50Ms: number };

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let count = 0;

/**
 * The newsroom, an article, a search and the feed in turn, on both runtimes: how many a second at most, and how long the
 * slowest hundredth waits at 200 a second. Node as `npm start` runs it, where a page is kept for a second, and (`drawnPerSecond`)
 * with an address of its own for every request, so that each is drawn anew; the Worker as it is deployed, in workerd with a
 * local D1, once without and once with the cache of the place where it runs.
 */
export async function benchPages(options: BenchOptions): Promise<Record<string, unknown>> {
  const seconds = options.seconds ?? DEFAULT_SECONDS;
  try {
    return await withFolder(async (folder) => {
      tell('pages: Node');
      const onNode = await loadNode(folder, seconds);
      tell('pages: the Worker in workerd');
      await bundleWorker(join(folder, 'worker'));
      const onWorker = await loadWorker(join(folder, 'worker'), seconds, false);
      const cached = await loadWorker(join(folder, 'worker'), seconds, true);
      return {
        ...onNode,
        ...named('worker', onWorker),
        ...named('cachedWorker', cached),
        steadyPerSecond: PER_SECOND,
      };
    });
  } finally {
    agent.destroy();
  }
}

async function loadNode(folder: string, seconds: number): Promise<Load & { drawnPerSecond: number }> {
  const path = join(folder, 'newsdesk.db');
  const db = await openNewsroom(path);
  const paths = await fill(db);
  db.close();
  const base = await freeBase();
  const server = startServer(base, { DATABASE: path, LOG_FILE: join(folder, 'log') });
  try {
    await untilAnswering(base, '/');
    const kept = await load(base, paths, seconds);
    // Every one leads to the newest articles, and none was asked for before.
    const drawn = () => read(base, [`/?before=2099-01-01T00:00:00.000Z_${count + 1}`]);
    return { ...kept, drawnPerSecond: Math.round(await asFastAsItCan({ atOnce: AT_ONCE, seconds }, drawn)) };
  } finally {
    await ended(server);
  }
}

async function loadWorker(folder: string, seconds: number, hasCache: boolean): Promise<Load> {
  const { base, db, stop } = await startWorker(folder, { hasCache });
  try {
    const paths = await fill(db);
    await untilAnswering(base, '/');
    return await load(base, paths, seconds);
  } finally {
    await stop();
  }
}

/** Stores the articles and gives the paths that are asked for. */
async function fill(db: Database): Promise<string[]> {
  await addArticles(db, sampleArticles(ARTICLES));
  const { results } = await db.prepare('SELECT slug FROM article ORDER BY id LIMIT 1').all();
  return ['/', `/articles/${results[0]?.slug}`, '/?q=study', '/feed.xml'];
}

async function load(base: string, paths: readonly string[], seconds: number): Promise<Load> {
  const send = () => read(base, paths);
  await asFastAsItCan({ atOnce: AT_ONCE, seconds: 2 }, send);
  const most = await asFastAsItCan({ atOnce: AT_ONCE, seconds }, send);
  const times = await steadily({ perSecond: PER_SECOND, seconds }, send);
  return {
    requestsPerSecond: Math.round(most),
    p99Ms: round(percentile(times, 0.99), 1),
    p50Ms: round(percentile(times, 0.5), 1),
  };
}

/** The figures under names that say whose they are: `workerP99Ms`. */
function named(whose: string, figures: Load): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [`${whose}${name[0]?.toUpperCase()}${name.slice(1)}`, value]),
  );
}

/** Reads the next page whole. Throws for any answer but 200. */
function read(base: string, paths: readonly string[]): Promise<void> {
  const path = paths[count % paths.length] ?? '/';
  count += 1;
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, base), { agent });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      answer.resume();
      answer.once('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`${path} was answered ${answer.statusCode}.`)),
      );
    });
    sent.end();
  });
}
