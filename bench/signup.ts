import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { withFolder } from '../scripts/with-folder.ts';
import { startChild } from './children.ts';
import { percentile, round, tell } from './figures.ts';
import { asFastAsItCan, cpuSecondsOf, ended, freeBase, startServer, steadily, untilAnswering } from './load.ts';
import { openNewsroom } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

const PER_SECOND = 200;
const AT_ONCE = 64;
const DEFAULT_SECONDS = 6;
/** Takes everything, as fast as Resend does for everybody (https://resend.com/docs/api-reference/rate-limit). */
const PROVIDER = { limit: 10, seed: 1, broken: 0, refused: 0, lost: 0, slow: 0 };

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let count = 0;

/**
 * Sign-ups of new readers through the program as `npm start` runs it, each from a network of its own, as JSON: how many a
 * second at most, and how long the slowest hundredth waits at 200 a second. Mails leave meanwhile, as fast as the provider
 * lets them. The limit over all sign-ups of an hour is set out of reach, since behind it there is little work to measure.
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
      env: { PROVIDER: JSON.stringify(PROVIDER) },
    });
    const base = await freeBase();
    const server = startServer(base, {
      DATABASE: path,
      LOG_FILE: join(folder, 'log'),
      RESEND_BASE_URL: ready.baseUrl,
      TRUSTED_PROXIES: '127.0.0.1',
    });
    try {
      await untilAnswering(base, '/subscribe');
      const send = () => signUp(base);
      await asFastAsItCan({ atOnce: AT_ONCE, seconds: 2 }, send);
      const before = { count, cpu: cpuSecondsOf(server.pid ?? 0) };
      const most = await asFastAsItCan({ atOnce: AT_ONCE, seconds }, send);
      const cpu = cpuSecondsOf(server.pid ?? 0) - before.cpu;
      const cpuUsPerSignUp = Math.round((cpu * 1_000_000) / (count - before.count));
      const times = await steadily({ perSecond: PER_SECOND, seconds }, send);
      const { results } = await db.prepare('SELECT COUNT(*) AS count FROM subscriber').all();
      tell(`${results[0]?.count} readers stored, ${count} asked for it`);
      if (Number(results[0]?.count) !== count) throw new Error('Not every sign-up was stored.');
      return {
        requestsPerSecond: Math.round(most),
        cpuUsPerSignUp,
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
