import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * What a person typed behind the command's name. --help and -h, which every command knows, print its usage and end the
 * process. Where there is an option the command does not know, or more than `mostWords` words that are none, it ends with
 * code 2, and with that word and the usage on stderr.
 */
export function readArguments<const T extends ParseArgsConfig>(
  usage: string,
  config: T,
  mostWords = Number.POSITIVE_INFINITY,
): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(usage);
    process.exit(0);
  }
  const parsed = parse(usage, config);
  const extra = parsed.positionals[mostWords];
  return extra === undefined ? parsed : refuseArguments(`Unexpected argument '${extra}'.`, usage);
}

function parse<const T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Behind its first sentence Node says how to write what nobody meant.
    return refuseArguments(`${error.message.split(/\. (?=[A-Z])|\.?\n/, 1)[0]}.`, usage);
  }
}

/** Ends the process with code 2: what is wrong with the arguments, and the usage, on stderr. */
export function refuseArguments(problem: string, usage: string): never {
  console.error(`${problem}\n\n${usage}`);
  process.exit(2);
}

/** Tells that a command was called without what it needs: its usage on stderr, and exit code 2. */
export function showUsage(usage: string): void {
  console.error(usage);
  process.exitCode = 2;
}

/** A path as a person typed it: npm runs scripts in the package's folder; INIT_CWD is where the person stood. */
export function fromPerson(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path);
}

/** The path of a file that a person named. Throws with a sentence where there is none, or a folder in its place. */
export function fileFromPerson(file: string): string {
  const path = fromPerson(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Error(`There is no file ${file}.`);
  if (found.isDirectory()) throw new Error(`${file} is a folder, not a file.`);
  return path;
}

/** Aborted by the first Ctrl-C, which ends the work after `what` (such as "this batch"); the second ends it at once. */
export function stopOnInterrupt(what: string): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => {
    console.error(`\nStopping after ${what}. Press Ctrl-C again to stop at once.`);
    stop.abort();
  });
  return stop.signal;
}

/** For work of which nothing is kept: Ctrl-C ends the process at once, with what `told` says then. */
export function endOnInterrupt(told: () => string): void {
  process.once('SIGINT', () => {
    console.error(`\n${told()}`);
    process.exit(130);
  });
}

/** Runs a command to its end. What it throws is told as a sentence; the exit code is then 1 where it set none itself. */
export function runCommand(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode ??= 1;
  });
}
