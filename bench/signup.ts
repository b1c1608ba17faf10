import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startChild, withFolder } from './children.ts';
import { percentile, round, tell } from './figures.ts';
import { newsroomVariables, openNewsroom } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

const PER_SECOND = 200;
const AT_ONCE = 16;
const DEFAULT_SECONDS = 6;
const START_MS = 15_000;
const QUIET = { limit: null, seed: 1, broken: 0, refused: 0, lost: 0, slow: 0 };

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let count = 0;

/**
 * Sign-ups of new readers through the program as `npm start` runs it, each from a network of its own, as JSON: how many a
 * second at most, and how long the slowest hundredth waits at 200 a second. Mails to a provider leave meanwhile. The limit
 * over all sign-ups of an hour is set out of reach, since behind it there is little work left to measure.
 */
export async function benchSignup(options: BenchOptions): Promise<Record<string, unknown>> {
  const seconds = options.seconds ?? DEFAULT_SECONDS;
  return withFolder(async (folder) => {
    const path = join(folder, 'newsdesk.db');
    const db = await openNewsroom(path);
    const settings = JSON.stringify({ signup: { mailsPerHour: 1_000_000 } });
    await db
      .prepare(`INSERT INTO setting (key, value, updated_at) VALUES ('newsroom', ?1, '2026-01-01T00:00:00.000Z')`)
      .bind(settings)
      .all();
    const { child: provider, ready } = await startChild<{ baseUrl: string }>('provider', {
      env: { PROVIDER: JSON.stringify(QUIET) },
    });
    const base = `http://127.0.0.1:${await freePort()}`;
    const server = startServer(base, { DATABASE: path, LOG_FILE: join(folder, 'log'), RESEND_BASE_URL: ready.baseUrl });
    try {
      await untilAnswering(base);
      await asFastAsItCan(base, 2);
      const most = await asFastAsItCan(base, seconds);
      const times = await steadily(base, seconds);
      const { results } = await db.prepare('SELECT COUNT(*) AS count FROM subscriber').all();
      tell(`${results[0]?.count} readers stored, ${count} asked for it`);
      if (Number(results[0]?.count) !== count) throw new Error('Not every sign-up was stored.');
      return {
        requestsPerSecond: Math.round(most),
        p99Ms: round(percentile(times, 0.99), 1),
        p50Ms: round(percentile(times, 0.5), 1),
        steadyPerSecond: PER_SECOND,
        readersStored: count,
      };
    } finally {
      agent.destroy();
      await ended(server);
      await provider.stop();
      db.close();
    }
  });
}

function startServer(base: string, own: Record<string, string>): ChildProcess {
  const { port } = new URL(base);
  const env = newsroomVariables({
    BASE_URL: base,
    PORT: port,
    HOST: '127.0.0.1',
    TRUSTED_PROXIES: '127.0.0.1',
    ...own,
  });
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
    const isUp = await fetch(`${base}/subscribe`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The program did not start.');
}

/** One reader that never was here. Throws for any answer but the one every address gets. */
function signUp(base: string): Promise<void> {
  count += 1;
  const n = count;
  const body = JSON.stringify({ name: `Reader ${n}`, email: `new-${n}@example.org`, company: 'Example Ltd' });
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(new URL('/subscribe', base), { agent, method: 'POST', headers });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      answer.resume();
      answer.once('end', () =>
        answer.statusCode === 202 ? resolve() : reject(new Error(`A sign-up was answered ${answer.statusCode}.`)),
      );
    });
    sent.end(body);
  });
}

/** Requests a second that `AT_ONCE` callers get through. */
async function asFastAsItCan(base: string, seconds: number): Promise<number> {
  const from = performance.now();
  const before = count;
  const caller = async () => {
    while (performance.now() - from < seconds * 1000) await signUp(base);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return (count - before) / ((performance.now() - from) / 1000);
}

/** Milliseconds of each answer, from when it was due: a program that is behind makes those wait who come later. */
async function steadily(base: string, seconds: number): Promise<number[]> {
  const from = performance.now();
  const times: number[] = [];
  const open: Promise<void>[] = [];
  for (let n = 0; n < seconds * PER_SECOND; n += 1) {
    const dueAt = from + (n * 1000) / PER_SECOND;
    const wait = dueAt - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    open.push(signUp(base).then(() => void times.push(performance.now() - dueAt)));
  }
  await Promise.all(open);
  return times;
}
