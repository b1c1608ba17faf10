import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { newsroomVariables } from './newsroom.ts';

const START_MS = 15_000;

/** Starts the program as `npm start` runs it, listening on `base`. */
export function startServer(base: string, own: Record<string, string>): ChildProcess {
  const { port } = new URL(base);
  const env = newsroomVariables({ BASE_URL: base, PORT: port, HOST: '127.0.0.1', ...own });
  return spawn(process.execPath, [join(process.cwd(), 'dist/server.js')], { env, stdio: ['ignore', 2, 2] });
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

/** Waits until `path` is answered 200. Throws when the program does not start in time. */
export async function untilAnswering(base: string, path: string): Promise<void> {
  const end = performance.now() + START_MS;
  while (performance.now() < end) {
    const isUp = await fetch(`${base}${path}`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The program did not start.');
}

/** Requests a second that `atOnce` callers get through in `seconds`. */
export async function asFastAsItCan(
  { atOnce, seconds }: { atOnce: number; seconds: number },
  send: () => Promise<void>,
): Promise<number> {
  const from = performance.now();
  let count = 0;
  const caller = async () => {
    while (performance.now() - from < seconds * 1000) {
      await send();
      count += 1;
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
  const times: number[] = [];
  const open: Promise<void>[] = [];
  for (let n = 0; n < seconds * perSecond; n += 1) {
    const dueAt = from + (n * 1000) / perSecond;
    const wait = dueAt - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    open.push(send().then(() => void times.push(performance.now() - dueAt)));
  }
  await Promise.all(open);
  return times;
}
