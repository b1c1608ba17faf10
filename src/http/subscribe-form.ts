import * as z from 'zod';
import { FREQUENCIES } from '../db/readers/subscribers.ts';
import { type EmailAddress, readEmailAddress } from '../domain/email-address.ts';
import { type Locale, nearestLocale } from '../domain/locale.ts';
import { readAtMost } from '../domain/read-at-most.ts';
import type { HttpContext } from './environment.ts';
import { type FieldProblem, SIGN_UP_FIELDS, type SignUpView } from './pages/view.ts';

const MAX_BODY_BYTES = 64_000;
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

/** The ways in which forms say yes. */
const YES = new Set(['on', 'yes', 'true', '1']);
const yes = z
  .union([z.boolean(), z.string()])
  .nullish()
  .catch(null)
  .transform((value) => YES.has(String(value)));
/** What only programs set; anything unreadable counts as absent. */
const optionalText = (max: number) =>
  z
    .string()
    .max(max)
    .nullish()
    .catch(null)
    .transform((value) => value || null);
const topicList = z
  .union([z.string().transform((one) => one.split(/[\s,]+/)), z.array(z.string().max(100))])
  .nullish()
  .catch(null)
  .transform((all) => (all ?? []).filter(Boolean).slice(0, 50));

const FormShape = z.object({
  name: line(100).pipe(z.string().min(1, 'required')),
  email: emailLine,
  company: optionalLine(200),
  occupation: optionalLine(200),
  topics: topicList,
  frequency: z.enum(FREQUENCIES).default('weekly').catch('weekly'),
  locale: z
    .string()
    .nullish()
    .catch(null)
    .transform((value): Locale | null => nearestLocale(value)),
  consent: yes,
  source: z
    .string()
    .regex(/^[\p{L}\p{N} ._/:-]{1,60}$/u)
    .nullish()
    .catch(null)
    .transform((value) => value ?? null),
  /** The address for which another was suggested: sent again, it is meant as it is. */
  typed: optionalText(254),
  terms: optionalText(32),
  return_to: optionalText(2000),
  started: optionalText(200),
  'cf-turnstile-response': optionalText(4000),
  // Filled in by machines only, in whatever type they like.
  website: z
    .unknown()
    .optional()
    .transform((value) => value !== undefined && value !== null && value !== ''),
});

export type SignUpForm = z.infer<typeof FormShape>;

/** What the form held: good input, or a problem per field with the values as typed. */
export type ReadForm =
  | { kind: 'good'; form: SignUpForm; values: SignUpView['values']; hidden: Record<string, string> }
  | { kind: 'bad'; view: SignUpView; locale: Locale | null }
  | { kind: 'unreadable' };

/** Hidden fields that a corrected form sends on. */
const HIDDEN = ['source', 'return_to', 'started', 'typed', 'frequency'] as const;

/** Reads a sign-up in JSON, urlencoded or multipart. Keys it does not know are ignored. */
export async function readSignUpForm(c: HttpContext): Promise<ReadForm> {
  const fields = await readFields(c);
  if (!fields) return { kind: 'unreadable' };
  const values = textsOf(fields, SIGN_UP_FIELDS, 300);
  const hidden = textsOf(fields, HIDDEN, 2000);
  if (Array.isArray(fields.topics) || typeof fields.topics === 'string')
    hidden.topics = String(fields.topics).slice(0, 2000);
  const parsed = FormShape.safeParse(fields);
  if (parsed.success) return { kind: 'good', form: parsed.data, values, hidden };
  const errors: SignUpView['errors'] = {};
  for (const issue of parsed.error.issues) {
    const field = SIGN_UP_FIELDS.find((name) => name === issue.path[0]);
    if (field) errors[field] ??= problemOf(issue.message, fields[field]);
  }
  const locale = typeof fields.locale === 'string' ? nearestLocale(fields.locale) : null;
  return { kind: 'bad', view: { errors, values, hidden }, locale };
}

function textsOf<Name extends string>(fields: Record<string, unknown>, names: readonly Name[], max: number) {
  const texts: Partial<Record<Name, string>> & Record<string, string> = {} as Record<Name, string>;
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') Object.assign(texts, { [name]: value.slice(0, max) });
  }
  return texts;
}

function problemOf(message: string, value: unknown): FieldProblem {
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

/** A name that stands several times, as ticked boxes do, is a list; `topics[]` is how some form tools write it. */
function fieldsOf(form: FormData): Record<string, unknown> {
  const texts = [...form].filter(([, value]) => typeof value === 'string');
  const topics = texts.filter(([name]) => name === 'topics' || name === 'topics[]').map(([, value]) => String(value));
  return {
    ...Object.fromEntries(texts),
    ...(topics.length > 0 ? { topics: topics.flatMap((one) => one.split(',')) } : {}),
  };
}

/** The body, or null when it is longer than a form can be. */
async function readLimited(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  // A short body whose length is said, which the server holds it to, is read in one piece, at a fraction of a stream's cost.
  const length = request.headers.get('content-length');
  if (length !== null && /^\d{1,5}$/.test(length) && Number(length) <= MAX_BODY_BYTES) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.byteLength <= MAX_BODY_BYTES ? bytes : null;
  }
  return readAtMost(request.body, MAX_BODY_BYTES);
}
