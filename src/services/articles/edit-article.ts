import { findByKeys, insertArticleKeys, isKeyTaken, type NewKey } from '../../db/articles/articles.ts';
import {
  delayAnnouncements,
  editStaffArticle,
  findStaffArticle,
  isOvertaken,
  recordRevision,
  type StaffArticle,
  type StaffEdit,
} from '../../db/articles/staff-articles.ts';
import { findLastAct, insertAudit } from '../../db/desk/audit.ts';
import { AppError, wrongField } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { columnsOf, staffContentHash, UNSEEN } from './article-columns.ts';
import type { ArticleChanges } from './article-input.ts';
import { keysOfArticle, refuseKnown, releaseDates } from './publish-article.ts';
import { indexStatements } from './search-index.ts';

export type EditInput = { publicId: string; changes: ArticleChanges; by: string };

/**
 * Changes an article, whether staff wrote it or a feed brought it; fields that are not named stay. What readers see becomes
 * a new revision, what was posted in Slack follows by itself, and no feed changes the article from then on.
 * Throws AppError('not_found'), 'invalid' naming fields, and 'conflict' where it is withdrawn or somebody was faster.
 */
export async function editArticle(ctx: Context, input: EditInput): Promise<StaffArticle> {
  for (let tries = 1; ; tries += 1) {
    const before = await findStaffArticle(ctx.db, input.publicId);
    refuseStale(before, input.changes.revision);
    const edit = await editOf(ctx, before, input.changes);
    if (Object.keys(edit).length === 0) return before;
    if (await apply(ctx, before, { edit, by: input.by })) break;
    if (tries === 3)
      throw new AppError('conflict', 'Somebody else is editing this article. Nothing was done. Try again.');
  }
  const after = await findStaffArticle(ctx.db, input.publicId);
  if (!after) throw new AppError('internal', 'The article is gone. Try again.');
  ctx.log.info('article.edited', { article: after.publicId, revision: after.revision });
  ctx.ring();
  return after;
}

/**
 * Takes back the edit made at `editedAt`: what it changed gets its former value. False where somebody acted on the article
 * since. Throws AppError('conflict') where it is withdrawn.
 */
export async function undoEdit(
  ctx: Context,
  input: { publicId: string; editedAt: string; by: string },
): Promise<boolean> {
  const last = await findLastAct(ctx.db, `article:${input.publicId}`);
  if (last?.act !== 'article.edited' || last.at !== input.editedAt) return false;
  const before = await findStaffArticle(ctx.db, input.publicId);
  refuseStale(before, undefined);
  const isUndone = await apply(ctx, before, {
    edit: last.detail.previous as StaffEdit,
    by: input.by,
    act: 'article.edit_undone',
  });
  ctx.ring();
  return isUndone;
}

function refuseStale(article: StaffArticle | null, revision: number | undefined): asserts article is StaffArticle {
  if (!article) throw new AppError('not_found', 'There is no article with this id. Nothing was done.');
  if (article.state === 'withdrawn') {
    throw new AppError('conflict', 'This article was withdrawn and cannot be edited. Nothing was done.');
  }
  if (revision !== undefined && revision !== article.revision) {
    const message = `The article was edited meanwhile: it is at revision ${article.revision}. Look at it, then try again.`;
    throw new AppError('conflict', message, { fields: { revision: message } });
  }
}

/** The columns that really change. */
async function editOf(ctx: Context, before: StaffArticle, changes: ArticleChanges): Promise<StaffEdit> {
  const { revision: _, ...input } = changes;
  const language = input.language === undefined ? before.language : input.language;
  const wished = {
    ...(await columnsOf(ctx, input, { publicId: before.publicId, language })),
    ...newDates(ctx, before, changes),
  };
  if (wished.url) await refuseKnown(ctx, wished.url, before.publicId);
  const entries = Object.entries(wished) as [keyof StaffEdit, unknown][];
  return Object.fromEntries(
    entries.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  ) as StaffEdit;
}

function isOut(article: StaffArticle, now: string): boolean {
  return article.state === 'published' && (article.embargoUntil === null || article.embargoUntil <= now);
}

/** An article that is out stays out; one that is kept back may be moved, or released by lifting its embargo. */
function newDates(ctx: Context, before: StaffArticle, changes: ArticleChanges): StaffEdit {
  const { publishedAt, embargoUntil } = changes;
  if (publishedAt === undefined && embargoUntil === undefined) return {};
  const now = ctx.now();
  if (!isOut(before, now)) {
    const kept = embargoUntil === undefined ? before.embargoUntil : embargoUntil;
    return releaseDates({ publishedAt, embargoUntil: kept }, now);
  }
  const message = 'The article is public already. Withdraw it instead.';
  if (embargoUntil && embargoUntil > now) throw wrongField('embargoUntil', message);
  if (publishedAt && publishedAt > now) throw wrongField('publishedAt', message);
  return publishedAt ? { publishedAt } : {};
}

type Edit = { edit: StaffEdit; by: string; act?: 'article.edited' | 'article.edit_undone' };

/** False where the article changed since it was read. */
async function apply(ctx: Context, before: StaffArticle, { act = 'article.edited', by, edit }: Edit): Promise<boolean> {
  const now = ctx.now();
  const isVisible = Object.keys(edit).some((name) => !UNSEEN.has(name));
  const isRevision = isVisible && isOut(before, now);
  const contentHash = isVisible ? staffContentHash({ ...before, ...edit }) : before.contentHash;
  const changed = Object.keys(edit) as (keyof StaffEdit)[];
  const previous = Object.fromEntries(changed.map((name) => [name, before[name]]));
  const statements = [
    editStaffArticle(ctx.db, before, { changes: edit, contentHash, isRevision, by, now }),
    insertAudit(ctx.db, {
      at: now,
      actor: by,
      act,
      subject: `article:${before.publicId}`,
      detail: { previous },
    }),
    ...insertArticleKeys(ctx.db, await newKeys(ctx, before, edit.url)),
    ...(edit.releasedAt ? [delayAnnouncements(ctx.db, before.publicId, edit.releasedAt)] : []),
    ...indexStatements(ctx, [{ ...before, ...edit }]),
  ];
  if (isRevision) statements.unshift(recordRevision(ctx.db, before, now));
  try {
    await ctx.db.batch(statements);
    return true;
  } catch (error) {
    // Somebody else changed it, or a feed brought the new address, at this moment.
    if (isOvertaken(error) || isKeyTaken(error)) return false;
    throw error;
  }
}

async function newKeys(ctx: Context, article: StaffArticle, url: string | null | undefined): Promise<NewKey[]> {
  const keys = keysOfArticle({ publicId: article.publicId, url: url ?? null });
  const known = await findByKeys(
    ctx.db,
    0,
    keys.map(({ key }) => key),
  );
  return known.length > 0 ? [] : keys;
}
