import { existsSync, statSync } from 'node:fs';
import { type BackupDoor, openDoor } from './backup-door.ts';
import { type BackupHead, readLines, readRowsOf } from './backup-file.ts';
import { fromPerson, readArguments, runCommand, showUsage, stopOnInterrupt } from './command.ts';
import { createProgress, type Progress } from './progress.ts';

const HELP = `Usage: npm run restore -- FILE [--check] [--database FILE | --base URL [--token T]]

Puts a backup into an empty newsroom: the SQLite file of this machine (stop Newsdesk first), or a running one by --base,
on Cloudflare as well. --check only reads the file through and says whether it is whole.
Nothing that was under way goes on by itself: open sends are paused, posts that were waiting are asked about, schedules
wait until staff resume them, and what feeds brought since the backup appears without being announced.`;

const { positionals, values } = readArguments(HELP, {
  allowPositionals: true,
  options: {
    check: { type: 'boolean' },
    base: { type: 'string' },
    token: { type: 'string' },
    database: { type: 'string' },
  },
});

type Summary = { head: BackupHead; pages: number; counts: Record<string, number> };

/** Reads the whole file before anything is stored. Throws where it is damaged, cut off, or holds other counts than it says. */
async function checkFile(path: string): Promise<Summary> {
  const progress = createProgress('Looked through (KB)', statSync(path).size / 1024);
  const counts: Record<string, number> = {};
  let head: BackupHead | null = null;
  let told: Record<string, number> = {};
  let pages = 0;
  for await (const line of readLines(path, (bytes) => progress.step(bytes / 1024))) {
    if ('newsdesk' in line) head = line;
    else if ('end' in line) told = line.counts;
    else {
      counts[line.table] = (counts[line.table] ?? 0) + line.rows.length;
      pages += 1;
    }
  }
  progress.end();
  if (head?.version !== 1) throw new Error('The backup is of another version than this program reads.');
  const off = Object.keys(told).find((table) => (counts[table] ?? 0) !== told[table]);
  if (off) throw new Error(`The backup holds ${counts[off] ?? 0} rows of ${off} and should hold ${told[off]}.`);
  return { head, pages, counts: told };
}

/**
 * The file has what refers first; the newsroom needs what is referred to first. Returns how many rows were left out because
 * what they belong to is not in the file.
 */
async function restore(
  path: string,
  { head, pages, counts }: Summary,
  { door, stop }: { door: BackupDoor; stop: AbortSignal },
): Promise<number> {
  await door.begin(head.migrations);
  const progress = createProgress('Pages', pages);
  const leftOut: Record<string, number> = {};
  let done = 0;
  for (const table of [...head.tables].reverse()) {
    leftOut[table] = 0;
    if (counts[table] === 0) continue;
    for await (const rows of readRowsOf(path, table)) {
      if (stop.aborted) throw stopped(progress, `behind page ${done} of ${pages}, in ${table}`);
      leftOut[table] += await door.put(rows);
      done += 1;
      progress.step(1);
    }
  }
  progress.end();
  const stored = await finish(door, counts.article ?? 0, stop);
  const isShort = (table: string) => (stored[table] ?? 0) + (leftOut[table] ?? 0) < (counts[table] ?? 0);
  const short = Object.keys(counts).filter(isShort);
  if (short.length > 0) throw new Error(`Not everything came back: ${short.join(', ')}. Do not use this newsroom.`);
  return Object.values(leftOut).reduce((sum, count) => sum + count, 0);
}

/** Makes the search index anew, some articles at a time, and returns the counts of all tables. */
async function finish(door: BackupDoor, articles: number, stop: AbortSignal): Promise<Record<string, number>> {
  const progress = createProgress('Articles to search in', articles);
  for (let after = 0, left = articles; ; ) {
    if (stop.aborted) throw stopped(progress, 'while the search index was made anew');
    const answer = await door.finish(after);
    // What goes on is a number of an article, of which some may be missing.
    const by = answer.done ? left : Math.min(left, answer.next - after);
    left -= by;
    progress.step(by);
    if (answer.done) {
      progress.end();
      return answer.counts;
    }
    after = answer.next;
  }
}

function stopped(progress: Progress, where: string): Error {
  progress.end();
  process.exitCode = 130;
  return new Error(
    `Stopped ${where}. Nothing is lost: run the same command again to go on. Do not use this newsroom yet.`,
  );
}

async function main(): Promise<void> {
  const [file] = positionals;
  if (file === undefined) return showUsage(HELP);
  const path = fromPerson(file);
  if (!existsSync(path)) throw new Error(`There is no file ${file}.`);
  const summary = await checkFile(path);
  const stop = stopOnInterrupt('this page');
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
