import type * as z from 'zod';
import { readInput } from '../services/read-input.ts';
import type { HttpContext } from './environment.ts';

/** The JSON a request brings, by a shape; no JSON counts as null. Throws AppError('invalid') with one message per field. */
export async function readJson<T>(c: HttpContext, shape: z.ZodType<T>): Promise<T> {
  return readInput(shape, await c.req.json().catch(() => null));
}
