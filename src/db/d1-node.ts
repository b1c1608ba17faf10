import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Database, SqlResult, SqlValue, Statement } from './database.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';

const MAX_PARAMETERS = 100;
/** Statements that change nothing, and ones that no transaction may hold. */
const RUNS_AT_ONCE = /^\s*(SELECT|PRAGMA|EXPLAIN|VACUUM)\b/i;

/** A statement as SQLite keeps it, and whether it gives rows back. */
type Prepared = { statement: StatementSync; hasRows: boolean };

class NodeStatement implements Statement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  private readonly owner: NodeDatabase;

  constructor(owner: NodeDatabase, sql: string, values: readonly SQLInputValue[] = []) {
    this.owner = owner;
    this.sql = sql;
    this.values = values;
  }

  bind(...values: SqlValue[]): NodeStatement {
    if (values.length > MAX_PARAMETERS) throw new Error('D1_ERROR: too many SQL variables');
    return new NodeStatement(this.owner, this.sql, values.map(toSqlite));
  }

  async all(): Promise<SqlResult> {
    return this.owner.one(this);
  }
}

/** Makes a new database a file of its owner, since it holds addresses; SQLite gives the files beside it the same mode. */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
}

/** A D1-shaped database over one SQLite file, for the Node entry and for tests. It binds no more values than D1, so that both agree. */
export class NodeDatabase implements Database {
  private readonly sqlite: DatabaseSync;
  private readonly prepared = new Map<string, Prepared>();
  private readonly group: GroupCommit;

  constructor(path: string) {
    if (path !== ':memory:') makeFile(path);
    this.sqlite = new DatabaseSync(path);
    // FULL: a post that Slack took must still be recorded after a power cut, or it would be posted again.
    this.sqlite.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;',
    );
    this.group = createGroupCommit(this.sqlite);
  }

  prepare(sql: string): NodeStatement {
    return new NodeStatement(this, sql);
  }

  async batch(statements: Statement[]): Promise<SqlResult[]> {
    const own = statements.map(asNode);
    return this.group.write(() => own.map((statement) => this.run(statement)));
  }

  /** One statement by itself. What it writes is on disk when it settles. */
  async one(statement: NodeStatement): Promise<SqlResult> {
    return RUNS_AT_ONCE.test(statement.sql) ? this.run(statement) : this.group.write(() => this.run(statement));
  }

  /** Runs one statement at once, inside the transaction that is open if there is one. */
  run({ sql, values }: NodeStatement): SqlResult {
    const { statement, hasRows } = this.preparedFor(sql);
    if (!hasRows) {
      const { changes } = statement.run(...values);
      return { results: [], meta: { changes: Number(changes) } };
    }
    const results = statement.all(...values) as Record<string, unknown>[];
    return { results, meta: { changes: results.length } };
  }

  /** Runs work in a transaction, at once and with nothing else in between, as a migration is: all of it or nothing. */
  transaction(work: () => void): void {
    this.group.flush();
    this.sqlite.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.sqlite.exec('COMMIT');
    } catch (error) {
      if (this.sqlite.isTransaction) this.sqlite.exec('ROLLBACK');
      throw error;
    }
  }

  /** Runs a script of several statements, as migrations are. */
  script(sql: string): void {
    this.sqlite.exec(sql);
  }

  close(): void {
    this.group.flush();
    this.prepared.clear();
    this.sqlite.close();
  }

  private preparedFor(sql: string): Prepared {
    const known = this.prepared.get(sql);
    if (known) return known;
    const statement = this.sqlite.prepare(sql);
    const fresh = { statement, hasRows: statement.columns().length > 0 };
    this.prepared.set(sql, fresh);
    return fresh;
  }
}

function asNode(statement: Statement): NodeStatement {
  if (statement instanceof NodeStatement) return statement;
  throw new Error('A statement of another database was handed to batch().');
}

function toSqlite(value: SqlValue | boolean): SQLInputValue {
  if (value === undefined) throw new Error("D1_TYPE_ERROR: Type 'undefined' not supported");
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value !== null && typeof value !== 'string' && typeof value !== 'number') {
    throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported`);
  }
  return value;
}
