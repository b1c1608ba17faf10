import type { DatabaseSync } from 'node:sqlite';

/** One batch that waits for the next commit. */
type Job = { run(): void; resolve(): void; reject(error: unknown): void };

/** Gathers what is written in one turn of the event loop, so that all of it waits for the disk once. */
export type GroupCommit = {
  /** Runs `work` in a transaction: all of it or nothing. Settles once that is on disk, or with what `work` threw. */
  write<T>(work: () => T): Promise<T>;
  /** Commits at once what waits, as before the file is closed. */
  flush(): void;
};

/**
 * With `synchronous = FULL` a commit costs a wait for the disk of some milliseconds, during which the process stands still.
 * Batches of one turn therefore share a transaction. None is answered before the commit. Where one of them fails, all of it is
 * taken back and done again with a savepoint around each (https://sqlite.org/lang_savepoint.html), so that it takes none of the
 * others with it; savepoints from the start would have SQLite keep a copy of every page for every batch.
 */
export function createGroupCommit(sqlite: DatabaseSync): GroupCommit {
  let waiting: Job[] = [];

  function flush(): void {
    const jobs = waiting;
    waiting = [];
    if (jobs.length > 0) commit(sqlite, jobs);
  }

  return {
    flush,
    write: (work) =>
      new Promise((resolve, reject) => {
        let result: ReturnType<typeof work>;
        const run = () => {
          result = work();
        };
        waiting.push({ run, resolve: () => resolve(result), reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
  };
}

/** Runs the jobs in turn and settles each. */
function commit(sqlite: DatabaseSync, jobs: readonly Job[]): void {
  let done: readonly Job[];
  try {
    done = runTogether(sqlite, jobs) ? jobs : runApart(sqlite, jobs);
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    // Those that were refused on their own stay so: a promise settles once.
    for (const job of jobs) job.reject(error);
    return;
  }
  for (const job of done) job.resolve();
}

/** Commits all jobs; false, and nothing done, where one of several fails. */
function runTogether(sqlite: DatabaseSync, jobs: readonly Job[]): boolean {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    for (const job of jobs) job.run();
  } catch (error) {
    if (jobs.length === 1) throw error;
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    return false;
  }
  sqlite.exec('COMMIT');
  return true;
}

/** Commits those jobs that do not fail, and gives them back. */
function runApart(sqlite: DatabaseSync, jobs: readonly Job[]): Job[] {
  const done: Job[] = [];
  sqlite.exec('BEGIN IMMEDIATE');
  for (const job of jobs) {
    const failure = runInside(sqlite, job);
    if (!failure) done.push(job);
    // A full disk ends the whole transaction, and with it what ran before.
    else if (!sqlite.isTransaction) throw failure.error;
    else job.reject(failure.error);
  }
  sqlite.exec('COMMIT');
  return done;
}

function runInside(sqlite: DatabaseSync, job: Job): { error: unknown } | null {
  sqlite.exec('SAVEPOINT job');
  try {
    job.run();
    sqlite.exec('RELEASE job');
    return null;
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK TO job; RELEASE job');
    return { error };
  }
}
