import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Database, SqlResult, SqlValue, Statement } from './database.ts';

const MAX_PARAMETERS = 100;

class NodeStatement implements Statement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  private readonly owner: NodeDatabase;

  constructor(owner: NodeDatabase, sql: string, values: readonly SQLInputValue[] = []) {
    this.owner = owner;
    this.sql = sql;
    this.values = values;
  }

  bind(...values: SqlValue[]): Statement {
    if (values.length > MAX_PARAMETERS) throw new Error('D1_ERROR: too many SQL variables');
    return new NodeStatement(this.owner, this.sql, values.map(toSqlite));
  }

  async all(): Promise<SqlResult> {
    return this.owner.run(this);
  }
}

/** A D1-shaped database over one SQLite file, for the Node entry and for tests. Same limits as D1, so that both agree. */
export class NodeDatabase implements Database {
  private readonly sqlite: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    this.sqlite = new DatabaseSync(path);
    // FULL: a post that Slack took must still be recorded after a power cut, or it would be posted again.
    this.sqlite.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;',
    );
  }

  prepare(sql: string): NodeStatement {
    return new NodeStatement(this, sql);
  }

  async batch(statements: Statement[]): Promise<SqlResult[]> {
    this.sqlite.exec('BEGIN IMMEDIATE');
    try {
      const results = statements.map((statement) => this.run(asNode(statement)));
      this.sqlite.exec('COMMIT');
      return results;
    } catch (error) {
      this.sqlite.exec('ROLLBACK');
      throw error;
    }
  }

  run(statement: NodeStatement): SqlResult {
    const prepared = this.statementFor(statement.sql);
    if (prepared.columns().length === 0) {
      const { changes } = prepared.run(...statement.values);
      return { results: [], meta: { changes: Number(changes) } };
    }
    const results = prepared.all(...statement.values) as Record<string, unknown>[];
    return { results, meta: { changes: results.length } };
  }

  /** Runs a script of several statements, as migrations are. */
  script(sql: string): void {
    this.sqlite.exec(sql);
  }

  close(): void {
    this.prepared.clear();
    this.sqlite.close();
  }

  private statementFor(sql: string): StatementSync {
    const known = this.prepared.get(sql);
    if (known) return known;
    const prepared = this.sqlite.prepare(sql);
    this.prepared.set(sql, prepared);
    return prepared;
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
