import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takePorts } from './ports.ts';

const ROOT = join(import.meta.dirname, '../..');

export type Runtime = 'node' | 'workerd';

/** The whole program as a person starts it, with its local Slack and mailbox. */
export type Program = {
  base: string;
  /** Everything it printed. */
  output(): string;
  /** Ctrl-C; resolves when it has ended. */
  stop(): Promise<void>;
  /** SIGKILL to the program and all its children at once. */
  kill(): Promise<void>;
};

/** A port of which the next nineteen are ours too. */
export function freePort(): number {
  return takePorts(20);
}

/**
 * Starts `npm start` or `npm run dev` and waits for its table of addresses. What runs was built once for all tests, unless
 * `build` asks for a start that builds.
 */
export async function startProgram(options: {
  runtime: Runtime;
  port: number;
  dataDir: string;
  args?: string[];
  env?: Record<string, string>;
  build?: boolean;
}): Promise<Program> {
  const script = options.runtime === 'node' ? 'scripts/start.ts' : 'scripts/dev.ts';
  const args = [...(options.build ? [] : ['--no-build']), ...(options.args ?? [])];
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...inherited(),
      PORT: String(options.port),
      DATABASE: join(options.dataDir, 'newsdesk.db'),
      DATA_DIR: options.dataDir,
      SEND_HOLD_SECONDS: '2',
      DEMO_LATE_SECONDS: '8',
      ...options.env,
    },
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (printed += chunk));
  await until(() => printed.includes('/health') || child.exitCode !== null, 150);
  if (child.exitCode !== null) throw new Error(`The program ended at once:\n${printed}`);
  return {
    base: `http://127.0.0.1:${options.port}`,
    output: () => printed,
    stop: () => end(child, 'SIGINT'),
    kill: () => end(child, 'SIGKILL'),
  };
}

/** Of the test run's own variables only what any program needs: vitest sets BASE_URL, among others. */
function inherited(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  return { PATH, HOME, TMPDIR };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // SIGKILL goes to the whole group, as when a machine dies; Ctrl-C lets the program end its own children.
  process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
  await ended;
}

/** Waits until `condition` holds; throws after `seconds`, far more than any machine needs. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited ${seconds} seconds in vain for: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
