import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * What a person typed behind the command's name. --help and -h, which every command knows, print its usage and end the
 * process. Where there is an option or word the command does not know, it ends with code 2, and with that word and the usage
 * on stderr.
 */
export function readArguments<const T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

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

/** Tells that a command was called without what it needs: its usage on stderr, and exit code 2. */
export function showUsage(usage: string): void {
  console.error(usage);
  process.exitCode = 2;
}

/** Runs a command to its end. What it throws is told as a sentence; the exit code is then 1 where it set none itself. */
export function runCommand(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode ??= 1;
  });
}
