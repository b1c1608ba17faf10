import { statSync } from 'node:fs';
import { type BackupDoor, openDoor } from './backup-door.ts';
import { type BackupHead, readLines, readRowsOf } from './backup-file.ts';
import { fileFromPerson, readArguments, runCommand, showUsage, stopOnInterrupt } from './command.ts';
import { createProgress } from './progress.ts';

const HELP = `Usage: npm run restore -- FILE [--check] [--database FILE | --base URL [--token T]]

Puts a backup into an empty newsroom: the SQLite file of this machine (stop Newsdesk first), or a running one by --base,
on Cloudflare as well. --check only reads the file through and says whether it is whole.
Nothing that was under way goes on by itself: open sends are paused, posts that were waiting are asked about, schedules
wait until staff resume them, and what feeds brought since the backup appears without being announced.`;

const OPTIONS = {
  check: { type: 'boolean' },
  base: { type: 'string' },
  token: { type: 'string' },
  database: { type: 'string' },
} as const;

const { positionals, values } = readArguments(HELP, { allowPositionals: true, options: OPTIONS }, 1);

type Summary = { head: BackupHead; pages: number; counts: Record<string, number> };

/**
 * Reads the whole file before anything is stored. Throws where it is damaged, cut off, or holds other counts than it says, and
 * where it is stopped.
 */
async function checkFile(path: string, stop: AbortSignal): Promise<Summary> {
  using progress = createProgress('Looked through (KB)', statSync(path).size / 1024);
  const counts: Record<string, number> = {};
  let head: BackupHead | null = null;
  let told: Record<string, number> = {};
  let pages = 0;
  for await (const line of readLines(path, (bytes) => progress.step(bytes / 1024))) {
    if (stop.aborted) {
      process.exitCode = 130;
      throw new Error('Stopped while the file was looked through. Nothing was stored.');
    }
    if ('newsdesk' in line) head = line;
    else if ('end' in line) told = line.counts;
    else {
      counts[line.table] = (counts[line.table] ?? 0) + line.rows.length;
      pages += 1;
    }
  }
  if (head?.version !== 1) throw new Error('The backup is of another version than this program reads.');
  const off = Object.keys(told).find((table) => (counts[table] ?? 0) !== told[table]);
  if (off) throw new Error(`The backup holds ${counts[off] ?? 0} rows of ${off} and should hold ${told[off]}.`);
  return { head, pages, counts: told };
}

type Work = { door: BackupDoor; stop: AbortSignal };

/** Returns how many rows were left out because what they belong to is not in the file. */
async function restore(path: string, summary: Summary, work: Work): Promise<number> {
  const { counts, head } = summary;
  await work.door.begin(head.migrations);
  const leftOut = await putPages(path, summary, work);
  const stored = await finish(counts.article ?? 0, work);
  const isShort = (table: string) => (stored[table] ?? 0) + (leftOut[table] ?? 0) < (counts[table] ?? 0);
  const short = Object.keys(counts).filter(isShort);
  if (short.length > 0) throw new Error(`Not everything came back: ${short.join(', ')}. Do not use this newsroom.`);
  return Object.values(leftOut).reduce((sum, count) => sum + count, 0);
}

/** The file has what refers first; the newsroom needs what is referred to first. Returns the rows left out of each table. */
async function putPages(
  path: string,
  { counts, head, pages }: Summary,
  { door, stop }: Work,
): Promise<Record<string, number>> {
  using progress = createProgress('Pages', pages);
  const leftOut: Record<string, number> = {};
  let done = 0;
  for (const table of [...head.tables].reverse()) {
    leftOut[table] = 0;
    if (counts[table] === 0) continue;
    for await (const rows of readRowsOf(path, table)) {
      const where = `after page ${done} of ${pages}, in ${table}`;
      if (stop.aborted) throw stopped(where);
      leftOut[table] += await door.put(rows).catch((error: unknown) => {
        throw stopped(where, error);
      });
      done += 1;
      progress.step(1);
    }
  }
  return leftOut;
}

/** Makes the search index anew, some articles at a time, and returns the counts of all tables. */
async function finish(articles: number, { door, stop }: Work): Promise<Record<string, number>> {
  using progress = createProgress('Articles indexed', articles);
  const where = 'while the search index was made anew';
  for (let after = 0, left = articles; ; ) {
    if (stop.aborted) throw stopped(where);
    const answer = await door.finish(after).catch((error: unknown) => {
      throw stopped(where, error);
    });
    // What goes on is a number of an article, of which some may be missing.
    const by = answer.done ? left : Math.min(left, answer.next - after);
    left -= by;
    progress.step(by);
    if (answer.done) return answer.counts;
    after = answer.next;
  }
}

/** What a restore ends with that a person, or an error, stops. */
function stopped(where: string, cause?: unknown): Error {
  if (cause === undefined) process.exitCode = 130;
  const why = cause instanceof Error ? `${cause.message} ` : '';
  return new Error(
    `${why}Stopped ${where}. Nothing is lost: run the same command again to go on. Do not use this newsroom yet.`,
    { cause },
  );
}

async function main(): Promise<void> {
  const [file] = positionals;
  if (file === undefined) return showUsage(HELP);
  const path = fileFromPerson(file);
  const stop = stopOnInterrupt('this page');
  const summary = await checkFile(path, stop);
  const rows = Object.values(summary.counts).reduce((sum, count) => sum + count, 0);
  if (values.check) return console.log(`The backup of ${summary.head.takenAt} is whole: ${rows} rows.`);
  const door = await openDoor({ base: values.base, token: values.token, database: values.database }, true);
  let leftOut: number;
  try {
    leftOut = await restore(path, summary, { door, stop });
  } finally {
    door.close();
  }
  if (leftOut > 0) {
    console.log(`${leftOut} rows were left out: what they belong to was forgotten while the backup was taken.`);
  }
  console.log(
    `${rows - leftOut} rows are back and counted. Open sends are paused; /newsdesk status shows what waits for you.`,
  );
}

runCommand(main);
