import * as z from 'zod';
import { type EmailAddress, readEmailAddress } from '../domain/email-address.ts';
import { readAtMost } from '../domain/read-at-most.ts';
import type { HttpContext } from './environment.ts';
import { MOST_FORM_BYTES } from './form-limit.ts';

// Making one costs several times what it does with a form.
const UTF8 = new TextDecoder();

/** One line of text as people type it: no control characters, no runs of white space. */
export const line = (max: number) =>
  z
    .string()
    .transform((value) =>
      value
        .normalize('NFC')
        .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(max, 'too_long'));
export const optionalLine = (max: number) =>
  line(max)
    .nullish()
    .transform((value) => value || null);

/** One email address as people type it. */
export const emailLine = line(254)
  .pipe(z.string().min(1, 'required'))
  .transform((value, context): EmailAddress => {
    const address = readEmailAddress(value);
    if (address) return address;
    context.addIssue('invalid');
    return z.NEVER;
  });

/** The field that people do not see: true where a machine filled it in, in whatever type it likes. */
export const trap = z
  .unknown()
  .optional()
  .transform((value) => value !== undefined && value !== null && value !== '');

/** What to tell of a field's value that the shapes above refused with `message`. */
export function problemOf(message: string, value: unknown): 'required' | 'too_long' | 'invalid' {
  if (value === undefined || value === null || message === 'required') return 'required';
  return message === 'too_long' ? 'too_long' : 'invalid';
}

/** The fields of a form in any of the three encodings; null for what cannot be read or is far too long. */
export async function readFields(c: HttpContext): Promise<Record<string, unknown> | null> {
  const type = c.req.header('content-type') ?? '';
  const bytes = await readLimited(c.req.raw);
  if (!bytes) return null;
  try {
    if (type.startsWith('application/json')) {
      return objectIn(JSON.parse(UTF8.decode(bytes)));
    }
    const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
    return fieldsOf(form);
  } catch {
    return null;
  }
}

function objectIn(value: unknown): Record<string, unknown> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}

/** Of a name that stands several times the last counts; topics are a list, and `topics[]` is how some form tools write it. */
function fieldsOf(form: FormData): Record<string, unknown> {
  const texts = [...form].filter(([, value]) => typeof value === 'string');
  const topics = texts.filter(([name]) => name === 'topics' || name === 'topics[]').map(([, value]) => String(value));
  return {
    ...Object.fromEntries(texts),
    ...(topics.length > 0 ? { topics } : {}),
  };
}

/** The body, or null when it is longer than a form can be. */
async function readLimited(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  // A short body whose length is said, which the server holds it to, is read in one piece, at a fraction of a stream's cost.
  const length = request.headers.get('content-length');
  if (length !== null && /^\d{1,5}$/.test(length) && Number(length) <= MOST_FORM_BYTES) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.byteLength <= MOST_FORM_BYTES ? bytes : null;
  }
  return readAtMost(request.body, MOST_FORM_BYTES);
}
