import * as z from 'zod';
import { FREQUENCIES } from '../domain/frequency.ts';
import { type Locale, nearestLocale } from '../domain/locale.ts';
import type { HttpContext } from './environment.ts';
import { emailLine, line, optionalLine, problemOf, readFields, trap } from './form-fields.ts';
import { SIGN_UP_FIELDS, type SignUpView } from './pages/view.ts';

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
/** Slugs, in one text or several; what is none stays in the list, so that it does not come to mean every topic. */
const topicList = z
  .unknown()
  .optional()
  .transform((given) =>
    [given ?? []]
      .flat()
      .flatMap((one) => String(one).split(/[\s,]+/))
      .filter(Boolean)
      .slice(0, 50),
  );

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
  website: trap,
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
