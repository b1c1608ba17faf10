import type * as z from 'zod';
import { AppError } from '../domain/errors.ts';

/** Reads unknown input by a shape. Throws AppError('invalid') with one message per field, named as in "image.url". */
export function readInput<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [null];
    for (const key of unknown) {
      const path = [...issue.path, ...(key === null ? [] : [key])].join('.') || 'body';
      problems[path] ??= key === null ? issue.message : 'There is no such field. Leave it out.';
    }
  }
  const names = Object.keys(problems).join(', ');
  throw new AppError('invalid', `Please correct: ${names}. Nothing was done.`, { fields: problems });
}
