import type { Database, SqlValue, Statement } from './database.ts';

/** A statement that tells when it runs, and which statement it stands for. */
type CountedStatement = Statement & { readonly inner: Statement };

/**
 * A database that counts the statements that run on it, each of a batch for itself, as D1 does against its limit of
 * 1,000 in one invocation (https://developers.cloudflare.com/d1/platform/limits/).
 */
export function countQueries(db: Database): { db: Database; used(): number } {
  let used = 0;
  const wrap = (inner: Statement): CountedStatement => ({
    inner,
    bind: (...values: SqlValue[]) => wrap(inner.bind(...values)),
    all: () => {
      used += 1;
      return inner.all();
    },
  });
  return {
    db: {
      prepare: (sql) => wrap(db.prepare(sql)),
      batch: (statements) => {
        used += statements.length;
        return db.batch(
          statements.map((statement) => ('inner' in statement ? (statement as CountedStatement).inner : statement)),
        );
      },
    },
    used: () => used,
  };
}
