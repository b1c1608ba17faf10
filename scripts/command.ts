import { resolve } from 'node:path';

/** A path as a person typed it: npm runs scripts in the package's folder; INIT_CWD is where the person stood. */
export function fromPerson(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path);
}

/** Aborted by the first Ctrl-C, which ends the work behind `what` (such as "this batch"); the second ends it at once. */
export function stopOnInterrupt(what: string): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => {
    console.error(`\nStopping behind ${what}. Press Ctrl-C again to stop at once.`);
    stop.abort();
  });
  return stop.signal;
}

/** Runs a command to its end. What it throws is told as a sentence; the exit code is then 1 where it set none itself. */
export function runCommand(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode ??= 1;
  });
}
