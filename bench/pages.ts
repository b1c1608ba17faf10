import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { withFolder } from './children.ts';
import { percentile, round } from './figures.ts';
import { addArticles, newsroomVariables, openNewsroom, sampleArticles } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

const PER_SECOND = 200;
const AT_ONCE = 16;
const DEFAULT_SECONDS = 6;
const START_MS = 15_000;
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
    const base = `http://127.0.0.1:${await freePort()}`;
    const paths = ['/', `/articles/${results[0]?.slug}`, '/?q=study', '/feed.xml'];
    const server = startServer(base, { DATABASE: path, LOG_FILE: join(folder, 'log') });
    try {
      await untilAnswering(base);
      await asFastAsItCan(base, paths, 2);
      const most = await asFastAsItCan(base, paths, seconds);
      const times = await steadily(base, paths, seconds);
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

function startServer(base: string, own: Record<string, string>): ChildProcess {
  const { port } = new URL(base);
  const env = newsroomVariables({ BASE_URL: base, PORT: port, HOST: '127.0.0.1', ...own });
  return spawn(process.execPath, [join(process.cwd(), 'dist/server.js')], { env, stdio: ['ignore', 2, 2] });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function untilAnswering(base: string): Promise<void> {
  const end = performance.now() + START_MS;
  while (performance.now() < end) {
    const isUp = await fetch(`${base}/`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The program did not start.');
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

/** Requests a second that `AT_ONCE` callers get through. */
async function asFastAsItCan(base: string, paths: readonly string[], seconds: number): Promise<number> {
  const from = performance.now();
  const before = count;
  const caller = async () => {
    while (performance.now() - from < seconds * 1000) await read(base, paths);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return (count - before) / ((performance.now() - from) / 1000);
}

/** Milliseconds of each answer, from when it was due: a program that is behind makes those wait who come later. */
async function steadily(base: string, paths: readonly string[], seconds: number): Promise<number[]> {
  const from = performance.now();
  const times: number[] = [];
  const open: Promise<void>[] = [];
  for (let n = 0; n < seconds * PER_SECOND; n += 1) {
    const dueAt = from + (n * 1000) / PER_SECOND;
    const wait = dueAt - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    open.push(read(base, paths).then(() => void times.push(performance.now() - dueAt)));
  }
  await Promise.all(open);
  return times;
}
