import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { withFolder } from './children.ts';
import { percentile, round } from './figures.ts';
import { asFastAsItCan, ended, freeBase, startServer, steadily, untilAnswering } from './load.ts';
import { addArticles, openNewsroom, sampleArticles } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

const PER_SECOND = 200;
const AT_ONCE = 16;
const DEFAULT_SECONDS = 6;
const ARTICLES = 20;

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let count = 0;

/**
 * The newsroom, an article, a search and the feed in turn, from the program as `npm start` runs it and with no cache before
 * it: how many a second at most, and how long the slowest hundredth waits at 200 a second.
 */
export async function benchPages(options: BenchOptions): Promise<Record<string, unknown>> {
  const seconds = options.seconds ?? DEFAULT_SECONDS;
  return withFolder(async (folder) => {
    const path = join(folder, 'newsdesk.db');
    const db = await openNewsroom(path);
    await addArticles(db, sampleArticles(ARTICLES));
    const { results } = await db.prepare('SELECT slug FROM article ORDER BY id LIMIT 1').all();
    db.close();
    const base = await freeBase();
    const paths = ['/', `/articles/${results[0]?.slug}`, '/?q=study', '/feed.xml'];
    const server = startServer(base, { DATABASE: path, LOG_FILE: join(folder, 'log') });
    try {
      await untilAnswering(base, '/');
      const send = () => read(base, paths);
      await asFastAsItCan({ atOnce: AT_ONCE, seconds: 2 }, send);
      const most = await asFastAsItCan({ atOnce: AT_ONCE, seconds }, send);
      const times = await steadily({ perSecond: PER_SECOND, seconds }, send);
      return {
        requestsPerSecond: Math.round(most),
        p99Ms: round(percentile(times, 0.99), 1),
        p50Ms: round(percentile(times, 0.5), 1),
        steadyPerSecond: PER_SECOND,
      };
    } finally {
      agent.destroy();
      await ended(server);
    }
  });
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
