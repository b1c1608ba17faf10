import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { createProgress } from '../scripts/progress.ts';
import { median, round, tell } from './figures.ts';
import type { BenchOptions } from './options.ts';

type Figures = Record<string, unknown>;
/** One bench as it is run here. `once`: takes minutes, or is a count and no time. */
type Entry = { title: string; args: readonly string[]; once?: true };
/** A figure to reach: of which entry, in which field, how much. */
type Goal = { what: string; of: string; field: string; least?: number; most?: number };

const PAGE = 'docs/benchmarks.md';
const RUNS = 3;
const SHORT = '--seconds=4';

const ENTRIES: readonly Entry[] = [
  { title: 'send', args: ['send'] },
  { title: 'send, 20 requests a second allowed', args: ['send', '--limit=20'], once: true },
  { title: 'send, a million to no provider', args: ['send', '--recipients=1000000'], once: true },
  { title: 'chaos', args: ['chaos', '--seeds=5', '--recipients=5000'], once: true },
  { title: 'ingest', args: ['ingest', SHORT] },
  { title: 'signup', args: ['signup', SHORT] },
  { title: 'slack', args: ['slack', SHORT] },
  { title: 'pages', args: ['pages', SHORT] },
  { title: 'render', args: ['render', '--seconds=1'] },
  { title: 'import', args: ['import'], once: true },
  { title: 'scale', args: ['scale'], once: true },
];

const LIMITED = 'send, 20 requests a second allowed';
const MILLION = 'send, a million to no provider';
const GOALS: readonly Goal[] = [
  {
    what: 'emails a second, from approval to the last accepted batch',
    of: 'send',
    field: 'emailsPerSecond',
    least: 8000,
  },
  { what: 'peak memory of the sender, MB', of: 'send', field: 'peakRssMb', most: 250 },
  { what: 'bytes of one mail as it is sent', of: 'send', field: 'bytesPerEmail', most: 22_528 },
  { what: 'rows written per 1,000 emails (D1)', of: 'send', field: 'rowsWrittenPer1000', most: 60 },
  { what: 'queries per 1,000 emails', of: 'send', field: 'queriesPer1000', most: 12 },
  { what: 'time beside the least that the limit allows', of: LIMITED, field: 'ratio', most: 1.05 },
  { what: 'refusals for haste after the first second', of: LIMITED, field: 'tooManyAfterFirstSecond', most: 0 },
  { what: 'peak memory with a million readers, MB', of: MILLION, field: 'peakRssMb', most: 250 },
  { what: 'memory after a million mails beside that after a tenth', of: MILLION, field: 'memoryGrowth', most: 1.1 },
  { what: 'readers mailed twice, senders killed at random', of: 'chaos', field: 'duplicates', most: 0 },
  { what: 'readers missed', of: 'chaos', field: 'missing', most: 0 },
  { what: 'reading feeds beside bare rss-parser', of: 'ingest', field: 'ratio', least: 0.8 },
  { what: 'rows written by a poll that brings nothing', of: 'ingest', field: 'rowsPerUnchangedPoll', most: 1 },
  { what: 'sign-ups a second', of: 'signup', field: 'requestsPerSecond', least: 2000 },
  { what: 'slowest hundredth of sign-ups at 200 a second, ms', of: 'signup', field: 'p99Ms', most: 50 },
  { what: 'slowest hundredth of acknowledgements to Slack, ms', of: 'slack', field: 'p99Ms', most: 100 },
  { what: 'HTML of a digest of ten articles, bytes', of: 'render', field: 'bytes', most: 30_000 },
];

/**
 * Runs every bench, each in a process of its own, and writes docs/benchmarks.md: the middle of `--runs` runs (3) where it is a
 * time. A bench that fails is written down as such.
 */
export async function benchAll({ runs }: BenchOptions): Promise<Figures> {
  const load = loadavg()[0] ?? 0;
  const measured = new Map<string, Figures | null>();
  const runsOf = ({ once }: Entry) => (once ? 1 : (runs ?? RUNS));
  using progress = createProgress(
    'Runs',
    ENTRIES.reduce((sum, entry) => sum + runsOf(entry), 0),
    { print: tell },
  );
  for (const entry of ENTRIES) {
    const { args, title } = entry;
    const lines: Figures[] = [];
    for (let run = 0; run < runsOf(entry); run += 1) {
      progress.say(`bench ${args.join(' ')}`);
      const line = await runOne(args);
      if (line) lines.push(line);
      progress.step(1);
    }
    measured.set(title, lines.length > 0 ? middle(lines) : null);
  }
  writeFileSync(PAGE, page(measured, load, runs ?? RUNS));
  const failed = [...measured].filter(([, figures]) => figures === null).map(([title]) => title);
  return { page: PAGE, short: GOALS.filter((goal) => !isReached(goal, measured)).map(({ what }) => what), failed };
}

/** The figures of one bench; null where it fails. */
function runOne(args: readonly string[]): Promise<Figures | null> {
  const child = spawn(process.execPath, ['--enable-source-maps', process.argv[1] ?? '', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const line = output.trim().split('\n').at(-1) ?? '';
      resolve(code === 0 && line.startsWith('{') ? (JSON.parse(line) as Figures) : null);
    });
  });
}

/** The median of each number; what is no number as in the first run. */
function middle(lines: readonly Figures[]): Figures {
  return Object.fromEntries(
    Object.entries(lines[0] ?? {}).map(([field, value]) => {
      const all = lines.map((line) => line[field]).filter((other) => typeof other === 'number');
      return [field, all.length === lines.length ? round(median(all), 3) : value];
    }),
  );
}

function measuredValue({ field, of }: Goal, measured: ReadonlyMap<string, Figures | null>): number | null {
  const value = measured.get(of)?.[field];
  return typeof value === 'number' ? value : null;
}

function isReached(goal: Goal, measured: ReadonlyMap<string, Figures | null>): boolean {
  const value = measuredValue(goal, measured);
  return value !== null && value >= (goal.least ?? value) && value <= (goal.most ?? value);
}

function page(measured: ReadonlyMap<string, Figures | null>, load: number, runs: number): string {
  return `# Benchmarks

Written by \`npm run bench -- all\`; measure again with it on a machine that does nothing else. Times are the median of ${runs}, counts
stand as they came. The provider is a stand-in on loopback; nothing leaves the machine.

| | |
|---|---|
| processor | ${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores |
| memory | ${Math.round(totalmem() / 2 ** 30)} GB |
| load before | ${round(load, 2)}${load > 0.5 ? ', so the machine was not quiet and times are too long' : ''} |
| day | ${new Date().toISOString().slice(0, 10)} |
| versions | Newsdesk ${version('package.json')}, Node ${process.versions.node}, SQLite ${process.versions.sqlite}, wrangler ${version('node_modules/wrangler/package.json')} |

## Beside what was aimed at

| figure | aim | measured | |
|---|---|---|---|
${GOALS.map((goal) => goalRow(goal, measured)).join('\n')}

Not measured here: the Worker's bundle and start (\`npm run check\` prints its size), mails in real programs, and anything on
Cloudflare itself.

## Everything that was measured

${[...measured].map(([title, figures]) => section(title, figures)).join('\n\n')}
`;
}

function version(path: string): string {
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

function goalRow(goal: Goal, measured: ReadonlyMap<string, Figures | null>): string {
  const value = measuredValue(goal, measured);
  const aim =
    goal.least !== undefined ? `≥ ${goal.least.toLocaleString('en')}` : `≤ ${goal.most?.toLocaleString('en')}`;
  const verdict = value === null ? 'failed' : isReached(goal, measured) ? 'reached' : 'short';
  return `| ${goal.what} | ${aim} | ${value === null ? '' : value.toLocaleString('en')} | ${verdict} |`;
}

function section(title: string, figures: Figures | null): string {
  const args = ENTRIES.find((entry) => entry.title === title)?.args ?? [];
  const command = `\`npm run --silent bench -- ${args.join(' ')}\``;
  if (!figures) return `### ${title}\n\n${command} failed.`;
  const rows = Object.entries(figures).filter(([field]) => field !== 'bench');
  return `### ${title}\n\n${command}\n\n| | |\n|---|---|\n${rows.map(([field, value]) => `| ${field} | ${cell(value)} |`).join('\n')}`;
}

function cell(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
