import * as z from 'zod';
import { FREQUENCIES } from '../db/subscribers.ts';
import { type EmailAddress, readEmailAddress } from '../domain/email-address.ts';
import { type Locale, nearestLocale } from '../domain/locale.ts';
import type { HttpContext } from './environment.ts';
import { type FieldProblem, SIGN_UP_FIELDS, type SignUpField } from './pages/view.ts';

const MAX_BODY_BYTES = 64_000;

const line = (max: number) =>
  z
    .string()
    .transform((value) =>
      value
        .normalize('NFC')
        .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(max, 'too_long'));
const optionalLine = (max: number) =>
  line(max)
    .nullish()
    .transform((value) => value || null);

const FormShape = z.object({
  name: line(100).pipe(z.string().min(1, 'required')),
  email: line(254)
    .pipe(z.string().min(1, 'required'))
    .transform((value, context): EmailAddress => {
      const address = readEmailAddress(value);
      if (address) return address;
      context.addIssue('invalid');
      return z.NEVER;
    }),
  company: optionalLine(200),
  occupation: optionalLine(200),
  frequency: z.enum(FREQUENCIES).catch('weekly'),
  locale: z
    .string()
    .nullish()
    .transform((value): Locale | null => nearestLocale(value)),
  website: z.string().nullish(),
});

export type SignUpForm = z.infer<typeof FormShape>;

/** What the form held: good input, or a problem per field with the values as typed. */
export type ReadForm =
  | { kind: 'good'; form: SignUpForm }
  | {
      kind: 'bad';
      errors: Partial<Record<SignUpField, FieldProblem>>;
      values: Partial<Record<SignUpField, string>>;
      locale: Locale | null;
    }
  | { kind: 'unreadable' };

/** Reads a sign-up in JSON, urlencoded or multipart. Keys it does not know are ignored. */
export async function readSignUpForm(c: HttpContext): Promise<ReadForm> {
  const fields = await readFields(c);
  if (!fields) return { kind: 'unreadable' };
  const parsed = FormShape.safeParse(fields);
  if (parsed.success) return { kind: 'good', form: parsed.data };
  const errors: Partial<Record<SignUpField, FieldProblem>> = {};
  for (const issue of parsed.error.issues) {
    const field = SIGN_UP_FIELDS.find((name) => name === issue.path[0]);
    if (field) errors[field] ??= problemOf(issue.message, fields[field]);
  }
  const values: Partial<Record<SignUpField, string>> = {};
  for (const name of SIGN_UP_FIELDS) {
    const value = fields[name];
    if (typeof value === 'string') values[name] = value.slice(0, 300);
  }
  const locale = typeof fields.locale === 'string' ? nearestLocale(fields.locale) : null;
  return { kind: 'bad', errors, values, locale };
}

function problemOf(message: string, value: unknown): FieldProblem {
  if (value === undefined || value === null || message === 'required') return 'required';
  return message === 'too_long' ? 'too_long' : 'invalid';
}

async function readFields(c: HttpContext): Promise<Record<string, unknown> | null> {
  const type = c.req.header('content-type') ?? '';
  const bytes = await readLimited(c.req.raw);
  if (!bytes) return null;
  try {
    if (type.startsWith('application/json')) {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder().decode(bytes)));
    }
    const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
    return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  } catch {
    return null;
  }
}

/** The body, or null when it is longer than a form can be. */
async function readLimited(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
