import type { CsvRecord } from '../../domain/csv.ts';
import type { ReaderRow } from './import-readers-row.ts';

/** What a column may be called, folded: ours first, then those of Mailchimp, Ghost, listmonk and Buttondown exports. */
const NAMES = {
  email: ['email', 'email_address', 'e_mail', 'subscriber_email'],
  name: ['name', 'full_name'],
  firstName: ['first_name', 'fname', 'vorname'],
  lastName: ['last_name', 'lname', 'nachname'],
  company: ['company', 'organisation', 'organization'],
  occupation: ['occupation', 'job_title', 'role', 'position'],
  locale: ['locale', 'language'],
  status: ['status', 'subscriber_type', 'type'],
  isSubscribed: ['subscribed_to_emails', 'subscribed'],
  tags: ['tags', 'labels', 'topics', 'lists'],
  consentAt: ['consent_at', 'confirm_time', 'optin_time', 'created_at', 'creation_date', 'subscribed_at'],
  consentSource: ['consent_source', 'source'],
  leftAt: ['left_at', 'unsub_time', 'unsubscribed_at', 'unsubscription_date', 'clean_time', 'deleted_at'],
} as const;
type Field = keyof typeof NAMES;

export type Columns = {
  at: Partial<Record<Field, readonly number[]>>;
  /** What a whole file is, by its columns: Mailchimp writes one file for each. */
  status: ReaderRow['status'] | null;
};

const STATUS: Record<string, ReaderRow['status']> = {
  subscribed: 'subscribed',
  active: 'subscribed',
  enabled: 'subscribed',
  confirmed: 'subscribed',
  regular: 'subscribed',
  premium: 'subscribed',
  gifted: 'subscribed',
  unsubscribed: 'unsubscribed',
  disabled: 'unsubscribed',
  blocklisted: 'unsubscribed',
  blocked: 'unsubscribed',
  removed: 'unsubscribed',
  cleaned: 'cleaned',
  bounced: 'cleaned',
  undeliverable: 'cleaned',
  complained: 'cleaned',
};

/** Finds the columns by the names in a file's first line; null where no column holds addresses. */
export function readHeader(names: readonly string[]): Columns | null {
  const folded = names.map((name) =>
    name
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '_')
      .replace(/^_|_$/g, ''),
  );
  const at: Columns['at'] = {};
  for (const [field, known] of Object.entries(NAMES) as [Field, readonly string[]][]) {
    const found = known.map((name) => folded.indexOf(name)).filter((index) => index >= 0);
    if (found.length > 0) at[field] = found;
  }
  const has = (name: string) => folded.includes(name);
  const status = has('clean_time') ? 'cleaned' : has('unsub_time') ? 'unsubscribed' : null;
  return at.email ? { at, status } : null;
}

/** One record as a row; what it says is checked later, where the row is taken. */
export function rowOf({ cells, line }: CsvRecord, columns: Columns): ReaderRow {
  const text = (field: Field) =>
    (columns.at[field] ?? []).map((index) => cells[index]?.trim() ?? '').find((value) => value !== '') ?? null;
  const name = text('name') ?? ([text('firstName'), text('lastName')].filter(Boolean).join(' ') || null);
  return {
    line,
    email: (text('email') ?? '').slice(0, 320),
    name: name?.slice(0, 300) ?? null,
    company: text('company')?.slice(0, 300) ?? null,
    occupation: text('occupation')?.slice(0, 300) ?? null,
    locale: text('locale')?.slice(0, 40) ?? null,
    status: columns.status ?? statusOf(text('status'), text('isSubscribed'), text('leftAt')),
    tags: tagsOf(text('tags') ?? ''),
    consentAt: text('consentAt')?.slice(0, 40) ?? null,
    consentSource: text('consentSource')?.slice(0, 200) ?? null,
    leftAt: text('leftAt')?.slice(0, 40) ?? null,
  };
}

/** A status that nobody knows is no consent. */
function statusOf(status: string | null, isSubscribed: string | null, leftAt: string | null): ReaderRow['status'] {
  if (isSubscribed !== null && /^(false|no|0)$/i.test(isSubscribed)) return 'unsubscribed';
  if (status !== null) return STATUS[status.toLowerCase()] ?? 'unknown';
  return leftAt === null ? 'subscribed' : 'unsubscribed';
}

/** "Press","Investors" as Mailchimp writes them, or names between commas, semicolons or bars. */
function tagsOf(text: string): string[] {
  const names = text.split(/[,;|]/).map((name) => name.replace(/^[\s"'[]+|[\s"'\]]+$/g, ''));
  return [...new Set(names.filter((name) => name !== ''))].slice(0, 50).map((name) => name.slice(0, 100));
}
