import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A process of its own that a bench measures, or that measures for it. Values travel over its channel to the parent. */
export type Child = {
  process: ChildProcess;
  /** Asks for something and waits for the answer, the next value the child sends. */
  ask<T>(question: unknown): Promise<T>;
  /** The next value the child sends. */
  next<T>(): Promise<T>;
  /** Lets it end by itself, or kills it at once. Resolves when it is gone. */
  stop(): Promise<void>;
  kill(): Promise<void>;
};

/** Variables of ours only: what the person's own shell holds must not change a figure. */
function inherited(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  return { PATH, HOME, TMPDIR };
}

/** How the program is started everywhere (docs/operations.md, Memory): Node fills what it is given before it tidies up. */
export const MEMORY_FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=512'];

/** PROFILE=sender, or server, writes that process's CPU profile to dist/profiles when it ends. */
export function profileArgs(name: string): string[] {
  return globalThis.process.env.PROFILE === name ? ['--cpu-prof', '--cpu-prof-dir=dist/profiles'] : [];
}

/** Starts a file, by default one of the bundled bench, and waits for its first value. */
export async function startChild<T>(
  name: string,
  options: { env?: Record<string, string>; file?: string },
): Promise<{ child: Child; ready: T }> {
  const process = fork(options.file ?? join(import.meta.dirname, `${name}.js`), [], {
    env: { ...inherited(), ...options.env },
    execArgv: [...MEMORY_FLAGS, ...profileArgs(name)],
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const child = childOf(name, process);
  return { child, ready: await child.next<T>() };
}

function childOf(name: string, process: ChildProcess): Child {
  const next = <T>() =>
    new Promise<T>((resolve, reject) => {
      const onExit = (code: number | null) => {
        process.off('message', onMessage);
        reject(new Error(`The process "${name}" ended (${code}) before it answered.`));
      };
      const onMessage = (value: unknown) => {
        process.off('exit', onExit);
        resolve(value as T);
      };
      process.once('message', onMessage);
      process.once('exit', onExit);
    });
  return {
    process,
    next,
    ask: <T>(question: unknown) => {
      const answer = next<T>();
      process.send(question as object);
      return answer;
    },
    stop: () => gone(process, () => process.disconnect()),
    kill: () => gone(process, () => process.kill('SIGKILL')),
  };
}

function gone(process: ChildProcess, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) return resolve();
    process.once('exit', () => resolve());
    end();
  });
}
