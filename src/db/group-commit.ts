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
 * Batches of one turn therefore share a transaction; each has a savepoint (https://sqlite.org/lang_savepoint.html), so that
 * one that fails takes none of the others with it. None is answered before the commit.
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
  const done: Job[] = [];
  try {
    sqlite.exec('BEGIN IMMEDIATE');
    for (const job of jobs) {
      const failure = runInside(sqlite, job);
      if (!failure) done.push(job);
      // A full disk ends the whole transaction, and with it what ran before.
      else if (!sqlite.isTransaction) throw failure.error;
      else job.reject(failure.error);
    }
    sqlite.exec('COMMIT');
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    // Those that were refused on their own stay so: a promise settles once.
    for (const job of jobs) job.reject(error);
    return;
  }
  for (const job of done) job.resolve();
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
