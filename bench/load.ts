import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createProgress } from '../scripts/progress.ts';
import { untilAnswering as untilUp } from '../scripts/until-answering.ts';
import { MEMORY_FLAGS, profileArgs } from './children.ts';
import type { Memory } from './memory-probe.ts';
import { newsroomVariables } from './newsroom.ts';

const START_SECONDS = 15;

/** Starts the program as `npm start` runs it, listening on `base`; `memoryOf` can ask a watched one what it holds. */
export function startServer(base: string, own: Record<string, string>, isWatched = false): ChildProcess {
  const { port } = new URL(base);
  const env = newsroomVariables({ BASE_URL: base, PORT: port, HOST: '127.0.0.1', ...own });
  const probe = isWatched ? ['--expose-gc', '--import', join(import.meta.dirname, 'memory-probe.js')] : [];
  const args = [...MEMORY_FLAGS, ...probe, ...profileArgs('server'), join(process.cwd(), 'dist/server.js')];
  const stdio = ['ignore', 2, 2, ...(isWatched ? (['ipc'] as const) : [])] as const;
  // In a group of its own it does not hear Ctrl-C: it goes with the bench, before the folder that holds its log.
  const child = spawn(process.execPath, args, { env, detached: true, stdio: [...stdio] });
  process.prependOnceListener('exit', () => child.kill('SIGKILL'));
  return child;
}

/** What a watched program holds now; `live` without what is garbage already, as the collector runs first. */
export function memoryOf(child: ChildProcess, which: 'live' | 'all'): Promise<Memory> {
  return new Promise((resolve) => {
    child.once('message', (memory) => resolve(memory as Memory));
    child.send(which);
  });
}

/** Seconds of CPU that a process used so far, as Linux tells (proc(5): utime and stime in hundredths); elsewhere 0. */
export function cpuSecondsOf(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Ends a program and waits until it is gone. */
export function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** The address of a program of this machine on a port that nobody holds. */
export async function freeBase(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return `http://127.0.0.1:${address.port}`;
}

/** Waits until `path` is answered. Throws when the program does not start in time. */
export function untilAnswering(base: string, path: string): Promise<void> {
  return untilUp(`${base}${path}`, START_SECONDS);
}

/** Requests a second that `atOnce` callers get through in `seconds`. */
export async function asFastAsItCan(
  { atOnce, seconds }: { atOnce: number; seconds: number },
  send: () => Promise<void>,
): Promise<number> {
  const from = performance.now();
  using progress = createProgress('Requests as fast as it can', null);
  let count = 0;
  const caller = async () => {
    while (performance.now() - from < seconds * 1000) {
      await send();
      count += 1;
      const left = seconds - (performance.now() - from) / 1000;
      progress.step(1, left > 0 ? `${Math.ceil(left)} s left` : '');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  return count / ((performance.now() - from) / 1000);
}

/** Milliseconds of each answer, from when it was due: a program that is behind makes those wait who come later. */
export async function steadily(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  send: () => Promise<void>,
): Promise<number[]> {
  const from = performance.now();
  using progress = createProgress('Requests at a steady pace', seconds * perSecond);
  const times: number[] = [];
  const open: Promise<void>[] = [];
  for (let n = 0; n < seconds * perSecond; n += 1) {
    const dueAt = from + (n * 1000) / perSecond;
    const wait = dueAt - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    open.push(send().then(() => void times.push(performance.now() - dueAt)));
    progress.step(1);
  }
  await Promise.all(open);
  return times;
}
