import type { Database, SqlResult, SqlValue, Statement } from '../../src/db/database.ts';

/** A database that counts the rows written through it: as D1 bills them, rows of indexes included, or as SQLite changes them. */
export function countRows(db: Database): {
  db: Database;
  written(): number;
  isBilled(): boolean;
} {
  let rows = 0;
  let isBilled = false;
  const originals = new WeakMap<Statement, Statement>();
  const count = (sql: string, { meta }: SqlResult) => {
    const billed = (meta as { rows_written?: number }).rows_written;
    isBilled ||= billed !== undefined;
    // The adapter over SQLite reports rows read as changes.
    rows += billed ?? (/^\s*SELECT/i.test(sql) ? 0 : meta.changes);
  };
  const counted = (sql: string, statement: Statement): Statement => {
    const wrapped: Statement = {
      bind: (...values: SqlValue[]) => counted(sql, statement.bind(...values)),
      all: async () => {
        const result = await statement.all();
        count(sql, result);
        return result;
      },
    };
    originals.set(wrapped, statement);
    sqlOf.set(wrapped, sql);
    return wrapped;
  };
  const sqlOf = new WeakMap<Statement, string>();
  return {
    written: () => rows,
    isBilled: () => isBilled,
    db: {
      prepare: (sql) => counted(sql, db.prepare(sql)),
      async batch(statements) {
        const results = await db.batch(statements.map((one) => originals.get(one) ?? one));
        for (const [n, result] of results.entries()) count(sqlOf.get(statements[n] as Statement) ?? '', result);
        return results;
      },
    },
  };
}
