import { listForStaff } from '../../db/articles/article-lists.ts';
import { findStaffArticle } from '../../db/articles/staff-articles.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { findLinkedArticle } from './articles-of-links.ts';

const MOST_NAMED = 5;

/**
 * The public id of the one article staff mean by its page in the newsroom, its address at the source, its id, or words of
 * its headline; null for an address that the newsroom does not have. Throws AppError('not_found') for none, and
 * ('conflict') that names some of several.
 */
export async function findArticleMeant(ctx: Context, words: readonly string[]): Promise<string | null> {
  const [first = ''] = words;
  if (words.length === 1) {
    if (/^https?:\/\//i.test(first)) return (await findLinkedArticle(ctx, first))?.publicId ?? null;
    const known = await findStaffArticle(ctx.db, first);
    if (known) return known.publicId;
  }
  const found = await listForStaff(ctx.db, { words, offset: 0, limit: MOST_NAMED + 1 });
  const [only] = found;
  if (!only)
    throw new AppError('not_found', 'No article has these words. Nothing was announced. Look in `/newsdesk articles`.');
  if (found.length === 1) return only.publicId;
  const names = found.slice(0, MOST_NAMED).map(({ title }) => `“${title.slice(0, 80)}”`);
  throw new AppError('conflict', `That could be ${names.join(', ')}. Say more of its words. Nothing was announced.`);
}
