import type { Database } from '../../src/db/database.ts';

/** The same database to a program that is killed at two of three commits: at one before it, at the next behind it. */
export function killedAtCommits(db: Database): Database {
  let step = 0;
  return {
    prepare: (sql) => db.prepare(sql),
    async batch(statements) {
      step += 1;
      if (step % 3 === 1) throw new Error('killed before the commit');
      const results = await db.batch(statements);
      if (step % 3 === 2) throw new Error('killed after the commit');
      return results;
    },
  };
}
