import * as z from 'zod';
import { countRows, insertRows, listMigrations, listTables } from '../../db/backup.ts';
import type { SqlValue } from '../../db/database.ts';
import { dropUnusedPepper } from '../../db/readers/suppressions.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { AppError } from '../../domain/errors.ts';
import { rebuildSearchIndex } from '../articles/search-index.ts';
import type { Context } from '../context.ts';
import { forgetPepper, PEPPER } from '../readers/address-hash.ts';
import { findShape } from './backup.ts';
import { noteRestore } from './restored-at.ts';

type Place = Pick<Context, 'db' | 'now'>;
type Rows = { table: string; columns: string[]; rows: SqlValue[][] };

const OPEN = 'restore_open';
const REASON =
  'Restored from a backup. It may have left since that was made: look at the mail provider’s log before it leaves again.';
/** Of these no newsroom in use is without; a restore never mixes two newsrooms. */
const MUST_BE_EMPTY = ['article', 'subscriber', 'mailing', 'feed', 'suppression'];

/**
 * Opens an empty newsroom for a backup's rows. Throws AppError('conflict') where it has content already, or where the
 * backup was made by a newer schema.
 */
export async function beginRestore(ctx: Place, backup: { migrations: string[] }): Promise<void> {
  const known = new Set(await listMigrations(ctx.db));
  const missing = backup.migrations.filter((name) => !known.has(name));
  if (missing.length > 0) {
    throw new AppError('conflict', `The backup is newer than this newsroom (${missing[0]}). Update it first.`);
  }
  if (await readSetting(ctx.db, OPEN, z.boolean())) return;
  const counts = await countRows(ctx.db, MUST_BE_EMPTY);
  const full = MUST_BE_EMPTY.find((table) => counts[table] !== 0);
  if (full) {
    throw new AppError('conflict', `This newsroom is not empty: it has rows in ${full}. Nothing was restored.`);
  }
  await noteRestore(ctx);
  await writeSetting(ctx.db, OPEN, true, ctx.now());
}

/**
 * Puts a page of rows back, calmed: nothing that was under way goes on by itself. The same page twice changes nothing. Returns
 * how many rows were left out because what they belong to is not in the backup: while one is taken from a running newsroom,
 * sign-ups that nobody confirmed are forgotten. Throws AppError('invalid') for an unknown table or column, ('conflict') where no restore is open.
 */
export async function restoreRows(ctx: Place, { columns, rows, table }: Rows): Promise<number> {
  if (!(await readSetting(ctx.db, OPEN, z.boolean()))) {
    throw new AppError('conflict', 'No restore is open here. Nothing was restored.');
  }
  const shape = await findShape(ctx.db, table);
  const unknown = columns.find((column) => !shape.columns.includes(column));
  if (unknown !== undefined || rows.some((row) => row.length !== columns.length)) {
    throw new AppError('invalid', `The rows of ${table} have another shape than this newsroom's.`, {
      fields: { columns: unknown === undefined ? 'do not fit the rows' : `${unknown.slice(0, 60)} is unknown` },
    });
  }
  if (rows.length === 0) return 0;
  const rules = calmAt(ctx.now())[table] ?? [];
  const calm = rows.map((row) => calmed(rules, columns, row));
  const brings = table === 'setting' && rows.some((row) => row[columns.indexOf('key')] === PEPPER);
  const { inserts, orphans } = insertRows(ctx.db, shape, { columns, rows: calm });
  // The hashes of the backup were made under its own pepper; one that a sign-up made here meanwhile gives way.
  const giveWay = brings ? [dropUnusedPepper(ctx.db, PEPPER)] : [];
  const done = await ctx.db.batch([...orphans, ...giveWay, ...inserts]);
  if (brings) forgetPepper(ctx.db);
  return done.slice(0, orphans.length).reduce((sum, { results }) => sum + Number(results[0]?.count ?? 0), 0);
}

/** `next`: what to call `finishRestore` with again. Once done, how many rows each table has. */
export type Finish = { done: false; next: number } | { done: true; counts: Record<string, number> };

/**
 * Ends the restore step by step: makes the search index anew from the articles behind `after` (0 at first), and after the
 * last ones counts. Where it is cut short it can be called again.
 */
export async function finishRestore(ctx: Place, after: number): Promise<Finish> {
  const next = await rebuildSearchIndex(ctx, after);
  if (next !== null) return { done: false, next };
  await writeSetting(ctx.db, OPEN, false, ctx.now());
  const tables = (await listTables(ctx.db)).map(({ name }) => name);
  return { done: true, counts: await countRows(ctx.db, tables) };
}

/** Column → what it becomes, where a row is in one of the states; without states in every row. */
type Calm = { states?: string[]; becomes: Record<string, SqlValue> };

/** What makes of a mailing a draft that leaves only once somebody approves it, and that staff are asked about anew. */
const WAITING_DRAFT = { state: 'draft', is_automatic: 0, asked_at: null, pause_reason: REASON };
const UNAPPROVED = { approved_hash: null, approved_by: null, approved_at: null, hold_until: null };

/**
 * Since the backup was made, mails went out and posts were made that it does not know of. So what was under way, or was to
 * begin by itself, waits for a person, feeds take a silent baseline, channel summaries begin now, and schedules wait until
 * staff resume them.
 */
const calmAt = (now: string): Record<string, Calm[]> => ({
  // The index itself is in no backup; an article that was found by no words yet is indexed at the end.
  article: [{ becomes: { search_words: null } }],
  mailing: [
    { states: ['draft'], becomes: WAITING_DRAFT },
    // Nothing of it is kept yet as it was approved, so it has to begin anew.
    { states: ['holding'], becomes: { ...WAITING_DRAFT, ...UNAPPROVED } },
    { states: ['sending', 'paused'], becomes: { state: 'paused', pause_reason: REASON, resume_at: null } },
  ],
  announcement: [
    { states: ['pending', 'sending'], becomes: { state: 'unknown', holder: null, lease_until: null, asked_at: null } },
  ],
  channel_summary: [{ states: ['pending', 'sending'], becomes: { state: 'unknown', lease_until: null } }],
  message: [
    { states: ['todo', 'sending'], becomes: { state: 'cancelled', frozen: null, holder: null, lease_until: null } },
  ],
  batch: [{ states: ['todo'], becomes: { holder: null, lease_until: null } }],
  feed: [
    {
      states: ['active', 'paused'],
      becomes: { baselined_at: null, start_with: 'none', etag: null, last_modified: null, body_hash: null },
    },
  ],
  route: [{ becomes: { summarised_until: now } }],
  schedule: [{ states: ['active'], becomes: { state: 'paused' } }],
});

function calmed(rules: readonly Calm[], columns: string[], row: SqlValue[]): SqlValue[] {
  const state = row[columns.indexOf('state')];
  const rule = rules.find(({ states }) => states?.includes(String(state)) ?? true);
  if (!rule) return row;
  return columns.map((column, index) =>
    column in rule.becomes ? (rule.becomes[column] ?? null) : (row[index] ?? null),
  );
}
