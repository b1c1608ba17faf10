import type { z } from 'zod';
import { AppError } from '../domain/errors.ts';

export type SqlValue = string | number | null;

export type SqlResult = { results: Record<string, unknown>[]; meta: { changes: number } };

/** The part of D1's prepared statement that Newsdesk uses. D1 binds at most 100 values. */
export interface Statement {
  bind(...values: SqlValue[]): Statement;
  all(): Promise<SqlResult>;
}

/** The part of D1 that Newsdesk uses. `batch` is one transaction: all statements or none. */
export interface Database {
  prepare(sql: string): Statement;
  batch(statements: Statement[]): Promise<SqlResult[]>;
}

/** Runs one statement and reads each row by `row`. Throws AppError('internal') when a row has another shape. */
export async function query<T>(row: z.ZodType<T>, statement: Statement): Promise<T[]> {
  const { results } = await statement.all();
  return results.map((result) => readRow(row, result));
}

/** The first row, or null. */
export async function queryOne<T>(row: z.ZodType<T>, statement: Statement): Promise<T | null> {
  return (await query(row, statement))[0] ?? null;
}

/** Runs one statement; the number of rows it changed. */
export async function execute(statement: Statement): Promise<number> {
  return (await statement.all()).meta.changes;
}

/** Reads one raw row. */
function readRow<T>(row: z.ZodType<T>, result: Record<string, unknown>): T {
  const parsed = row.safeParse(result);
  if (parsed.success) return parsed.data;
  const columns = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('internal', `A database row has an unexpected shape (${columns}).`);
}
