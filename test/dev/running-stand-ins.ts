import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Ready } from '../../dev/main.ts';
import { takePorts } from '../support/ports.ts';

export const botToken = 'xoxb-test';
export const resendKey = 're_test';
export const signingSecret = 'test-signing-secret';

export type Running = Ready & { pagesUrl: string; child: ChildProcess; kill(signal: NodeJS.Signals): Promise<void> };

let bundle: Promise<string> | undefined;

/** Bundles `dev/` as `npm start` does, once for all test files of this process. */
function bundledMain(): Promise<string> {
  const outfile = join('dist', 'test-dev', `${process.pid}-${randomInt(1e9)}.mjs`);
  if (bundle) return bundle;
  process.once('exit', () => rmSync(outfile, { force: true }));
  bundle = build({
    entryPoints: ['dev/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    outfile,
  }).then(() => outfile);
  return bundle;
}

/** A folder for one test's data, removed afterwards. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'newsdesk-dev-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts stand-ins that all tests of a file share; the returned function gives them inside a test. */
export function sharedStandIns(): () => Running {
  const folder = mkdtempSync(join(tmpdir(), 'newsdesk-dev-'));
  let running: Running | undefined;
  beforeAll(async () => {
    running = await launch(folder, {});
  });
  afterAll(async () => {
    await running?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (!running) throw new Error('the stand-ins are not running');
    return running;
  };
}

/** Starts the stand-ins in a process of their own, as `npm start` does; they end with the test. */
export async function startStandIns(dataDir: string, env: Record<string, string> = {}): Promise<Running> {
  const running = await launch(dataDir, env);
  onTestFinished(() => running.kill('SIGKILL'));
  return running;
}

async function launch(dataDir: string, env: Record<string, string>): Promise<Running> {
  const port = takePorts(4);
  const child = spawn(process.execPath, [await bundledMain()], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      SLACK_BOT_TOKEN: botToken,
      RESEND_API_KEY: resendKey,
      SLACK_SIGNING_SECRET: signingSecret,
      ...env,
    },
  });
  async function kill(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the stand-ins ended with ${code}`);
  });
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [Ready];
  ended.catch(() => 'it ends later, when the test kills it');
  return { ...ready, pagesUrl: new URL(ready.slackPageUrl).origin, child, kill };
}

/** Calls Slack's stand-in as the newsroom does. */
export async function callSlack(running: Running, method: string, params: Record<string, unknown>) {
  const response = await fetch(running.slackApiUrl + method, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(
      Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** Calls the mail provider's stand-in. */
export async function callResend(running: Running, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(running.resendBaseUrl + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${resendKey}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as { id: string; data: { id: string; subject: string; created_at: string }[] };
}

/** Uses the page's machine door. */
export async function postToDoor(running: Running, path: string, body: unknown) {
  const response = await fetch(running.pagesUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}
