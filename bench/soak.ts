import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createProgress } from '../scripts/progress.ts';
import { withFolder } from '../scripts/with-folder.ts';
import { startChild } from './children.ts';
import { median, round, tell } from './figures.ts';
import { ended, freeBase, memoryOf, startServer, untilAnswering } from './load.ts';
import type { Memory } from './memory-probe.ts';
import { addReaders, openNewsroom } from './newsroom.ts';
import type { BenchOptions } from './options.ts';
import { openSlack, requests, send } from './slack.ts';

const DEFAULT_MINUTES = 30;
const SAMPLES = 60;
const FEEDS = 5;
const QUIET = { limit: null, seed: 1, broken: 0, refused: 0, lost: 0, slow: 0 };
/** How much the last third may hold beyond the second: more is a leak and not the garbage collector. */
const MOST_GROWTH = 1.1;

/** One look at the program; `live` is what it holds when all garbage is gone, asked for at the end of each third. */
type Sample = { rssMb: number; handles: number; requests: number; memory: Memory; live: Memory | null };

/**
 * The whole program under mixed work for half an hour, by default: feeds that change at every poll, sign-ups, pages, Slack
 * commands, a newsletter again and again. Memory must not grow: the median of the last third of the samples stays within a
 * tenth of the second third's, and so does what is held when all garbage is gone. The first third is the warm-up.
 */
export async function benchSoak(options: BenchOptions): Promise<Record<string, unknown>> {
  const minutes = options.minutes ?? DEFAULT_MINUTES;
  return withFolder(async (folder) => {
    const path = join(folder, 'newsdesk.db');
    const db = await openNewsroom(path);
    await addReaders(db, 500, true);
    const open = JSON.stringify({ signup: { mailsPerHour: 1_000_000 } });
    await db
      .prepare(`INSERT INTO setting (key, value, updated_at) VALUES ('newsroom', ?1, '2026-01-01T00:00:00.000Z')`)
      .bind(open)
      .all();
    const { child: provider, ready } = await startChild<{ baseUrl: string }>('provider', {
      env: { PROVIDER: JSON.stringify(QUIET) },
    });
    const slack = await openSlack();
    const feeds = await openFeeds();
    const base = await freeBase();
    const token = 'an-admin-token-of-the-soak-bench';
    const log = join(folder, 'log');
    const own = {
      DATABASE: path,
      LOG_FILE: log,
      RESEND_BASE_URL: ready.baseUrl,
      SLACK_API_URL: `${slack.base}/api/`,
      TRUSTED_PROXIES: '127.0.0.1',
      PRIVATE_FEED_HOSTS: new URL(feeds.base).host,
      ADMIN_TOKEN: token,
    };
    const server = startServer(base, own, true);
    try {
      await untilAnswering(base, '/robots.txt');
      await addFeeds(base, feeds.base, token);
      const samples = await run({ base, minutes, server, next: actsOf(slack.base) });
      const figures = await counted(base, token);
      return { ...verdict(samples, minutes), ...figures, feedPolls: feeds.polls(), ...errorsIn(log) };
    } finally {
      await ended(server);
      await provider.stop();
      slack.server.close();
      slack.server.closeAllConnections();
      feeds.close();
      db.close();
    }
  });
}

/** Feeds that bring a new item at every second poll. */
async function openFeeds() {
  let polls = 0;
  const server: Server = createServer((request, answer) => {
    polls += 1;
    const name = request.url?.slice(1) ?? '';
    const items = Array.from({ length: 3 }, (_, n) => Math.floor(polls / 2) + n).map(
      (n) =>
        `<item><title>Story ${name} ${n}</title><link>https://press.example.org/${name}/${n}</link><guid>${name}-${n}</guid></item>`,
    );
    answer.setHeader('content-type', 'application/rss+xml');
    answer.end(
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed ${name}</title><link>https://press.example.org/</link>${items.join('')}</channel></rss>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}`, polls: () => polls, close: () => void server.close() };
}

async function addFeeds(base: string, feeds: string, token: string): Promise<void> {
  for (let n = 1; n <= FEEDS; n += 1) {
    const body = JSON.stringify({
      url: `${feeds}/f${n}`,
      channel: 'CNEWS',
      startWith: 'newest_1',
      pollFloorSeconds: 5,
    });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${base}/api/v1/feeds`, { method: 'POST', headers, body });
    if (answer.status !== 201)
      throw new Error(`A feed was answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
  }
}

type Run = { base: string; minutes: number; server: ChildProcess; next: Acts };

type Acts = ReturnType<typeof actsOf>;

/** What staff do in Slack: everything in turn, and now and then a newsletter. */
function actsOf(slackBase: string) {
  const any = requests(slackBase);
  const response_url = `${slackBase}/response`;
  const common = {
    command: '/newsdesk',
    text: 'digest send',
    user_id: 'UBENCH',
    channel_id: 'C1',
    team_id: 'T1',
    response_url,
  };
  return { any, digest: (n: number) => new URLSearchParams({ ...common, trigger_id: `${n}.9` }).toString() };
}

/** Works at a steady pace and looks at the process sixty times in all. */
async function run({ base, minutes, next, server }: Run): Promise<Sample[]> {
  const every = (minutes * 60_000) / SAMPLES;
  using progress = createProgress('Samples', SAMPLES);
  const samples: Sample[] = [];
  let requests = 0;
  const from = performance.now();
  for (let n = 0; samples.length < SAMPLES; n += 1) {
    await step(base, n, next);
    requests += 1;
    if (performance.now() - from >= (samples.length + 1) * every) {
      const isEndOfThird = (samples.length + 1) % (SAMPLES / 3) === 0;
      const seen = { ...processOf(server.pid ?? 0), requests, memory: await memoryOf(server, 'all') };
      samples.push({ ...seen, live: isEndOfThird ? await memoryOf(server, 'live') : null });
      progress.step(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return samples;
}

/** One act of many: most are pages and sign-ups, some Slack's, now and then a newsletter. */
async function step(base: string, n: number, next: Acts): Promise<void> {
  if (n % 500 === 250) await send(base, next.digest(n));
  else if (n % 5 === 0) await send(base, next.any());
  else if (n % 5 === 1) {
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
    };
    const body = JSON.stringify({ name: `Reader ${n}`, email: `soak-${n}@example.org` });
    await fetch(`${base}/subscribe`, { method: 'POST', headers, body }).then((answer) => answer.text());
  } else {
    const path = ['/', '/feed.xml', '/subscribe', `/?q=story`, '/feed.json'][n % 5] ?? '/';
    await fetch(`${base}${path}`).then((answer) => answer.text());
  }
}

/** Memory and open files of a process, as Linux tells them; elsewhere there is nothing to measure. */
function processOf(pid: number): { rssMb: number; handles: number } {
  if (!existsSync(`/proc/${pid}/status`)) throw new Error('This bench reads /proc, which this system does not have.');
  const kb = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return { rssMb: kb / 1024, handles: readdirSync(`/proc/${pid}/fd`).length };
}

function verdict(samples: readonly Sample[], minutes: number) {
  const third = Math.floor(samples.length / 3);
  const parts = [samples.slice(0, third), samples.slice(third, third * 2), samples.slice(third * 2)];
  const [rss1, rss2, rss3] = parts.map((part) => median(part.map(({ rssMb }) => rssMb)));
  const growth = (rss3 ?? 0) / (rss2 ?? 1);
  const handles = parts.map((part) => median(part.map((one) => one.handles)));
  const live = samples.flatMap((sample) => sample.live ?? []);
  const [, held2 = 0, held3 = 0] = live.map(({ externalMb, heapUsedMb }) => externalMb + heapUsedMb);
  const heldGrowth = held3 / held2;
  if (growth > MOST_GROWTH) tell(`Memory grew by ${round((growth - 1) * 100, 1)}% from the second third to the last.`);
  return {
    minutes,
    requests: samples.at(-1)?.requests ?? 0,
    rssMb: [rss1, rss2, rss3].map((mb) => round(mb ?? 0, 1)),
    peakRssMb: round(Math.max(...samples.map(({ rssMb }) => rssMb)), 1),
    handles,
    liveHeapMb: live.map(({ heapUsedMb }) => round(heapUsedMb, 1)),
    externalMb: live.map(({ externalMb }) => round(externalMb, 1)),
    peakHeapMb: round(Math.max(...samples.map(({ memory }) => memory.heapUsedMb)), 1),
    statements: live.map(({ statements }) => statements),
    growth: round(growth, 3),
    heldGrowth: round(heldGrowth, 3),
    isFlat: growth <= MOST_GROWTH && heldGrowth <= MOST_GROWTH,
  };
}

async function counted(base: string, token: string) {
  const answer = await fetch(`${base}/api/v1/counters`, { headers: { authorization: `Bearer ${token}` } });
  const counters = (await answer.json()) as Record<string, { total: number; states: Record<string, number> }>;
  const total = (name: string) => counters[name]?.total ?? 0;
  return {
    articles: total('articles'),
    announcements: counters.announcements?.states,
    readers: total('readers'),
    mailings: counters.mailings?.states,
  };
}

/** Lines of the log that tell of a failure; a run is good when there is none. */
function errorsIn(path: string): { errors: number } {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const errors = lines.filter((line) => line.includes('"level":"error"'));
  for (const line of errors.slice(0, 5)) tell(line);
  return { errors: errors.length };
}
