import type { SqlValue } from '../src/db/database.ts';
import { type BackupDoor, openDoor } from './backup-door.ts';
import { type BackupLine, writeLines } from './backup-file.ts';
import { fromPerson, readArguments, runCommand } from './command.ts';
import { createProgress } from './progress.ts';

const HELP = `Usage: npm run backup -- [FILE.jsonl.gz] [--database FILE | --base URL [--token T]]

Writes everything the newsroom knows into one file, while it runs: articles, readers, consents, mailings, settings.
Without --base it reads the SQLite file of this machine (DATABASE, else data/newsdesk.db); with it a running newsroom,
on Cloudflare as well. The file holds addresses of readers: keep it as you keep the database. Secrets are not in it;
keep TOKEN_SECRET beside it, or links in mails that are out stop working.`;

const OPTIONS = { base: { type: 'string' }, token: { type: 'string' }, database: { type: 'string' } } as const;

const { positionals, values } = readArguments(HELP, { allowPositionals: true, options: OPTIONS }, 1);

function fileName(): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  return fromPerson(positionals[0] ?? `newsdesk-${stamp}.jsonl.gz`);
}

/** The lines of a backup, told as they go. Where a table has more rows than was thought, so has the whole, and the other way. */
async function* linesOf(
  door: BackupDoor,
  stop: AbortSignal,
  counts: Record<string, number>,
): AsyncGenerator<BackupLine> {
  const { estimates = {}, migrations, tables } = await door.plan();
  yield { newsdesk: 'backup', version: 1, takenAt: new Date().toISOString(), migrations, tables };
  const all = Object.values(estimates).reduce((sum, count) => sum + count, 0);
  using progress = createProgress('Rows', all);
  for (const table of tables) {
    let thought = estimates[table] ?? 0;
    let after: SqlValue[] | null = null;
    counts[table] = 0;
    do {
      stop.throwIfAborted();
      const { next, ...page } = await door.page(table, after);
      counts[table] += page.rows.length;
      progress.expect(Math.max(0, counts[table] - thought));
      thought = Math.max(thought, counts[table]);
      progress.step(page.rows.length, `now ${table}`);
      if (page.rows.length > 0) yield page;
      after = next;
    } while (after !== null);
    progress.expect(counts[table] - thought);
  }
  progress.step(0, '');
  yield { end: true, counts };
}

async function main(): Promise<void> {
  const path = fileName();
  const door = await openDoor({ base: values.base, token: values.token, database: values.database }, false);
  const stop = new AbortController();
  process.once('SIGINT', () => {
    process.exitCode = 130;
    stop.abort(new Error('Stopped.'));
  });
  const counts: Record<string, number> = {};
  try {
    await writeLines(path, linesOf(door, stop.signal, counts));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why.replace(/\.?$/, '.')} No backup was written.`, { cause: error });
  } finally {
    door.close();
  }
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  console.log(`${rows} rows of ${Object.keys(counts).length} tables are in ${path}.`);
}

runCommand(main);
