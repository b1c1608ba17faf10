import * as z from 'zod';
import { listPublicTopics } from '../../db/articles/topics.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { type ImportPage, judgeRows, type RowOutcome, takePage } from '../../db/readers/import-pages.ts';
import { findImport, findImportOfFile, finishImport, type Import, insertImport } from '../../db/readers/imports.ts';
import { AppError } from '../../domain/errors.ts';
import { FREQUENCIES } from '../../domain/frequency.ts';
import { LOCALES } from '../../domain/locale.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { Context } from '../context.ts';
import { addressHash } from './address-hash.ts';
import { checkRow, type GoodRow, type ReaderRow, type RowTerms, readDay } from './import-readers-row.ts';

/** Rows that one request, and one transaction, may hold. */
export const MOST_ROWS = 1_000;

/** What holds for a whole file. */
export const ImportTermsShape = z.strictObject({
  /** Where these people agreed to be mailed, in words that prove it later. */
  consentSource: z
    .string('Say where these people agreed to be mailed.')
    .transform(plainLine)
    .pipe(z.string().min(3, 'Say where these people agreed to be mailed.').max(200, 'Give at most 200 characters.')),
  /** When they agreed, for rows that do not say so. */
  consentAt: z.string().max(40).nullish(),
  locale: z.enum(LOCALES, `Give ${LOCALES.join(' or ')}.`).default('en'),
  frequency: z.enum(FREQUENCIES, `Give one of ${FREQUENCIES.join(', ')}.`).default('weekly'),
  /** Topics by tag, where a tag is called otherwise than its topic: slug of the topic by name of the tag. */
  tags: z.record(z.string().max(100), z.string().max(100)).default({}),
});
export type ImportTerms = z.infer<typeof ImportTermsShape>;

/** What became of one row that staff should hear of. */
export type ToldRow = { line: number; outcome: 'known' | 'refused' | 'bad'; reason: string };
/** Counts by outcome. `tags` are those that name no topic. */
export type Judged = { counts: Record<RowOutcome | 'bad', number>; told: ToldRow[]; tags: string[] };

/** What becomes of no rows, to count from. */
export function nothingJudged(): Judged {
  return { counts: { new: 0, known: 0, refused: 0, opt_out: 0, bounce: 0, bad: 0 }, told: [], tags: [] };
}

/**
 * Opens the import of a file, or finds the one that the same file began: `fingerprint` is the SHA-256 of its bytes and its terms.
 * Throws AppError('invalid') naming `consentAt`.
 */
export async function beginImport(
  ctx: Context,
  wish: { fingerprint: string; terms: ImportTerms; by: string },
): Promise<{ found: Import; isNew: boolean }> {
  const { by, fingerprint, terms } = wish;
  const publicId = ctx.ids.publicId();
  const now = ctx.now();
  const { consentSource, frequency, locale } = terms;
  const [made] = await ctx.db.batch([
    insertImport(
      ctx.db,
      { publicId, fingerprint, consentSource, consentAt: dateOf(terms, now), locale, frequency, createdBy: by },
      now,
    ),
    insertAudit(ctx.db, {
      at: now,
      actor: by,
      act: 'import.begun',
      subject: `import:${publicId}`,
      detail: { name: consentSource },
    }),
  ]);
  const found = await findImportOfFile(ctx.db, fingerprint);
  if (!found) throw new AppError('conflict', 'This import was taken back at this moment. Nothing was done.');
  return { found, isNew: made?.meta.changes === 1 };
}

function dateOf({ consentAt }: ImportTerms, now: string): string | null {
  if (!consentAt) return null;
  const at = readDay(consentAt, now);
  if (at) return at;
  const fields = { consentAt: 'Give a date of the past, for example 2024-05-17.' };
  throw new AppError('invalid', 'Please correct: consentAt. Nothing was done.', { fields });
}

/** What would become of rows if they were taken now; stores nothing. */
export async function judgeImport(ctx: Context, rows: readonly ReaderRow[], terms: ImportTerms): Promise<Judged> {
  const read = await readRows(ctx, rows, { ...terms, consentAt: dateOf(terms, ctx.now()) });
  return judged(ctx, read, rows);
}

/**
 * Takes the next rows of an open import, in the order of their lines, all or nothing. Lines that were taken before change nothing.
 * Throws AppError('not_found'), ('conflict') where it is not open any more, ('invalid') for lines out of order.
 */
export async function importPage(
  ctx: Context,
  page: { publicId: string; rows: readonly ReaderRow[]; tags: ImportTerms['tags'] },
): Promise<{ found: Import; judged: Judged }> {
  const open = await knownImport(ctx, page.publicId);
  if (open.state !== 'open')
    throw new AppError('conflict', `This import is ${open.state}. Nothing was changed by these rows.`);
  const rows = page.rows.filter(({ line }) => line > open.lineDone);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return { found: open, judged: nothingJudged() };
  if (rows.some((row, index) => row.line <= (rows[index - 1]?.line ?? 0))) {
    throw new AppError('invalid', 'Please correct: rows. Give them in the order of their lines. Nothing was done.', {
      fields: { rows: 'are not in the order of their lines' },
    });
  }
  const read = await readRows(ctx, rows, { ...open, tags: page.tags });
  // Told from how things stood before; the counts are taken in the transaction itself.
  const told = await judged(ctx, read, rows);
  const taken: ImportPage = {
    importId: open.id,
    rows: JSON.stringify(read.good),
    bad: countOf(read, 'bad'),
    doubles: countOf(read, 'known'),
    refused: countOf(read, 'refused'),
    from: first.line,
    through: last.line,
  };
  await ctx.db.batch(takePage(ctx.db, taken, ctx.now()));
  return { found: await knownImport(ctx, page.publicId), judged: told };
}

/** Ends an import; what is ended already stays so. Throws AppError('not_found'). */
export async function endImport(ctx: Context, publicId: string, by: string): Promise<Import> {
  const now = ctx.now();
  const open = await knownImport(ctx, publicId);
  await ctx.db.batch([
    finishImport(ctx.db, publicId, now),
    insertAudit(ctx.db, {
      at: now,
      actor: by,
      act: 'import.finished',
      subject: `import:${publicId}`,
      detail: { name: open.consentSource },
    }),
  ]);
  const found = await knownImport(ctx, publicId);
  if (open.state === 'open')
    ctx.log.info('import.finished', { import: publicId, new: found.newCount, bad: found.badCount });
  return found;
}

/** Throws AppError('not_found'). */
export async function knownImport(ctx: Context, publicId: string): Promise<Import> {
  const found = await findImport(ctx.db, publicId);
  if (!found) throw new AppError('not_found', 'There is no such import. Nothing was done.');
  return found;
}

type ReadRows = { good: GoodRow[]; told: ToldRow[]; tags: string[] };

async function readRows(
  ctx: Context,
  rows: readonly ReaderRow[],
  terms: Pick<RowTerms, 'consentSource' | 'consentAt' | 'locale'> & { tags: ImportTerms['tags'] },
): Promise<ReadRows> {
  const hash = await addressHash(ctx);
  const topics = await topicsByTag(ctx, terms.tags);
  const told: ToldRow[] = [];
  const byKey = new Map<string, GoodRow>();
  const gone = new Map<string, number>();
  for (const row of rows) {
    const read = checkRow(ctx, row, { ...terms, hash, topics });
    if (typeof read === 'string') {
      told.push({ line: row.line, outcome: 'bad', reason: read });
      continue;
    }
    const place = `${read.status} ${read.key}`;
    const same = byKey.get(place)?.line;
    const left = gone.get(read.key);
    if (same !== undefined) told.push({ line: row.line, outcome: 'known', reason: `It stands on line ${same} too.` });
    else if (read.status === 'subscribed' && left !== undefined)
      told.push({
        line: row.line,
        outcome: 'refused',
        reason: `Line ${left} says that they left or cannot be mailed.`,
      });
    else byKey.set(place, read);
    if (read.status !== 'subscribed') gone.set(read.key, row.line);
  }
  const unknown = rows.flatMap(({ tags }) => tags).filter((tag) => !topics.has(tag.trim().toLowerCase()));
  return { good: [...byKey.values()], told, tags: [...new Set(unknown)].slice(0, 50) };
}

/** Topics by the tags that mean them: their slug, their name, and what the terms say. Topics by invitation need the person. */
async function topicsByTag(ctx: Context, tags: ImportTerms['tags']): Promise<Map<string, number>> {
  const topics = await listPublicTopics(ctx.db);
  const byTag = new Map(
    topics.flatMap(({ id, name, slug }) => [[name.toLowerCase(), id] as const, [slug, id] as const]),
  );
  for (const [tag, slug] of Object.entries(tags)) {
    const topic = topics.find((known) => known.slug === slug);
    if (!topic) {
      const fields = { tags: `There is no public topic with the slug ${slug.slice(0, 60)}.` };
      throw new AppError('invalid', 'Please correct: tags. Nothing was done.', { fields });
    }
    byTag.set(tag.trim().toLowerCase(), topic.id);
  }
  return byTag;
}

function countOf({ told }: ReadRows, outcome: ToldRow['outcome']): number {
  return told.filter((row) => row.outcome === outcome).length;
}

const WHY_REFUSED: Record<string, string> = {
  unsubscribed: 'They left and have to confirm again themselves.',
  suppressed: 'Mail to this address bounced or was complained about.',
};

async function judged(ctx: Context, read: ReadRows, rows: readonly ReaderRow[]): Promise<Judged> {
  const outcomes = await judgeRows(ctx.db, JSON.stringify(read.good));
  const { counts } = nothingJudged();
  for (const { outcome } of [...outcomes, ...read.told]) counts[outcome] += 1;
  const refused = outcomes
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ line, state }) => ({
      line,
      outcome: 'refused' as const,
      reason: WHY_REFUSED[state ?? ''] ?? 'They left, were erased or cannot be mailed.',
    }));
  const told = [...read.told, ...refused].sort((a, b) => a.line - b.line).slice(0, rows.length);
  return { counts, told, tags: read.tags };
}
