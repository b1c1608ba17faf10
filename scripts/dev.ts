import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildAll } from './build.ts';
import { readArguments } from './command.ts';
import { type DemoSecrets, demoBrand, demoSecrets } from './demo-variables.ts';
import { printAddresses } from './print-addresses.ts';
import { requireFreePorts } from './require-free-ports.ts';
import { fillDemo } from './seed-demo.ts';
import { type StandIns, startStandIns } from './stand-ins.ts';
import { untilAnswering } from './until-answering.ts';

const { values: options } = readArguments(
  `Usage: npm run dev -- [--no-build]

Runs the Worker under workerd with a local D1, together with a local Slack, mailbox and feed. PORT names the first port (8787),
DATA_DIR the folder for all data (data/workerd). --no-build runs the stand-ins that dist/ holds already.`,
  { options: { build: { type: 'boolean', default: true } }, allowNegative: true },
);
const ROOT = join(import.meta.dirname, '..');
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
/** Crons never fire in wrangler dev, so this rings the tick as the cron would, only sooner. */
const RING_MS = 2_000;

/** Whether a person ended it: what wrangler then ends with says nothing. */
let isStopping = false;

const QUIET = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1', NO_COLOR: '1' };

/** Runs the Worker under workerd with a local D1, together with the local stand-ins. */
async function start(): Promise<void> {
  const port = Number(process.env.PORT || 8787);
  const dataDir = resolve(process.env.DATA_DIR || 'data/workerd');
  const base = `http://127.0.0.1:${port}`;
  mkdirSync(dataDir, { recursive: true });
  endLeftover(pidFileIn(dataDir));
  await requireFreePorts([port, port + 1, port + 2, port + 3, port + 10]);
  if (options.build) {
    console.log('Building. This takes some seconds.');
    await buildAll({ withStandIns: true });
  }
  const secrets = demoSecrets(dataDir);
  const standIns = await startStandIns({
    ...secrets,
    PORT: String(port),
    BASE_URL: base,
    DATA_DIR: dataDir,
    MAIL_FROM: demoBrand().MAIL_FROM ?? '',
  });
  const worker = await startWorker({ port, dataDir, secrets, variables: variables(base, standIns) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(worker, standIns));
  await untilAnswering(`${base}/robots.txt`);
  ring(base);
  await fillDemo(base, secrets.ADMIN_TOKEN, standIns);
  printAddresses('Newsdesk is running under workerd.', base, standIns);
  console.log();
}

type WorkerParts = { port: number; dataDir: string; secrets: DemoSecrets; variables: Record<string, string> };

/** Migrates the local D1 and starts `wrangler dev` on it. This process ends with it. */
async function startWorker({ dataDir, port, secrets, variables }: WorkerParts): Promise<ChildProcess> {
  const pidFile = pidFileIn(dataDir);
  // With secrets.required, wrangler reads only those from a file; plain variables come as arguments.
  const secretsFile = join(dataDir, 'secrets.env');
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
  writeFileSync(secretsFile, lines.join(''), { mode: 0o600 });
  const vars = Object.entries({ ...variables, SLACK_BOT_TOKEN: secrets.SLACK_BOT_TOKEN });
  await run(['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', dataDir]);
  const places = [`--ip=127.0.0.1`, `--port=${port}`, `--inspector-port=${port + 10}`, `--persist-to=${dataDir}`];
  const own = [`--env-file=${secretsFile}`, ...vars.flatMap(([name, value]) => ['--var', `${name}:${value}`])];
  const worker = wrangler(['dev', ...places, '--show-interactive-dev-session=false', ...own], 'inherit');
  writeFileSync(pidFile, String(worker.pid));
  worker.once('exit', (code) => {
    rmSync(pidFile, { force: true });
    process.exit(isStopping ? 0 : (code ?? 1));
  });
  return worker;
}

function pidFileIn(dataDir: string): string {
  return join(dataDir, 'wrangler.pid');
}

function variables(base: string, standIns: StandIns): Record<string, string> {
  return {
    ...demoBrand(),
    BASE_URL: base,
    SLACK_API_URL: standIns.slackApiUrl,
    RESEND_BASE_URL: standIns.resendBaseUrl,
    SLACK_REVIEW_CHANNEL: standIns.channels.review,
    PRIVATE_FEED_HOSTS: new URL(standIns.feedUrl).host,
    ...(process.env.SEND_HOLD_SECONDS ? { SEND_HOLD_SECONDS: process.env.SEND_HOLD_SECONDS } : {}),
  };
}

function wrangler(args: string[], output: 'inherit' | 'pipe'): ChildProcess {
  return spawn(process.execPath, [WRANGLER, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    detached: true,
    stdio: ['ignore', output, 'inherit'],
  });
}

function run(args: string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = wrangler(args, 'pipe');
    // Nobody reads its tables, which grow with every migration; a full pipe would hold it for ever.
    child.stdout?.resume();
    child.once('exit', (code) =>
      code === 0 ? done() : fail(new Error(`wrangler ${args.join(' ')} ended with ${code}.`)),
    );
  });
}

function ring(base: string): void {
  let isRinging = false;
  setInterval(async () => {
    if (isRinging) return;
    isRinging = true;
    // A ring that is lost changes nothing: the next one does the same.
    await fetch(`${base}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`).catch(() => null);
    isRinging = false;
  }, RING_MS);
}

function stop(worker: ChildProcess, standIns: StandIns): void {
  isStopping = true;
  standIns.child.kill('SIGTERM');
  endGroup(worker.pid ?? 0, 'SIGTERM');
  setTimeout(() => endGroup(worker.pid ?? 0, 'SIGKILL'), 3_000).unref();
}

/** wrangler and the workerd it started form a group of their own, so that none of them stays behind. */
function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A run that was killed leaves its wrangler, which still holds the port and the database. */
function endLeftover(pidFile: string): void {
  if (existsSync(pidFile)) endGroup(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
  rmSync(pidFile, { force: true });
}

start().catch((error: unknown) => {
  console.error(`\nNewsdesk could not start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
