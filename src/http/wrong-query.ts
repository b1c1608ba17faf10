import { AppError } from '../domain/errors.ts';

/** An error about one key of a query; `problem` says what to give instead. */
export function wrongQuery(key: string, problem: string): AppError {
  return new AppError('invalid', `Please correct: ${key}. Nothing was done.`, { fields: { [key]: problem } });
}
