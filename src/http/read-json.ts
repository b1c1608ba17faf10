import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import { readInput } from '../services/read-input.ts';
import type { HttpContext } from './environment.ts';

const MOST_MEGABYTES = 4;

/** Stands before all that reads JSON: a request that is longer is refused before it is read whole. */
export const jsonLimit = bodyLimit({
  maxSize: MOST_MEGABYTES * 1024 * 1024,
  onError: (c) => {
    const message = `A request may have ${MOST_MEGABYTES} MB. Send less at a time. Nothing was done.`;
    return c.json({ error: { code: 'too_large', message, fields: {} } }, 413);
  },
});

/** The JSON a request brings, by a shape. Throws AppError('invalid') with one message per field, `body` where it is no JSON. */
export async function readJson<T>(c: HttpContext, shape: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid', 'The request is not JSON. Nothing was done.', {
      fields: { body: 'Send JSON.' },
      cause,
    });
  }
  return readInput(shape, value);
}
