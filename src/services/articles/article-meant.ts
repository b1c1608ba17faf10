import { listForStaff } from '../../db/articles/article-lists.ts';
import { findArticleBySlug, findByKeys } from '../../db/articles/articles.ts';
import { findStaffArticle } from '../../db/articles/staff-articles.ts';
import { addressKey } from '../../domain/article-key.ts';
import { AppError } from '../../domain/errors.ts';
import { slugOfPath } from '../../domain/slug.ts';
import type { Context } from '../context.ts';

const MOST_NAMED = 5;

/**
 * The public id of the one article staff mean by its page in the newsroom, its address at the source, its id, or words of
 * its headline. Throws AppError('invalid') for nothing, ('not_found') for none, and ('conflict') that names some of several.
 */
export async function findArticleMeant(ctx: Context, words: readonly string[]): Promise<string> {
  const [first = ''] = words;
  if (first === '') throw new AppError('invalid', 'Say which article: its address, or words of its headline.');
  if (words.length === 1) {
    const known = /^https?:\/\//i.test(first)
      ? await byAddress(ctx, first)
      : ((await findStaffArticle(ctx.db, first))?.publicId ?? null);
    if (known) return known;
    if (/^https?:\/\//i.test(first))
      throw new AppError('not_found', 'That address is not in the newsroom. `/newsdesk post` with it takes it in.');
  }
  const found = await listForStaff(ctx.db, { words, offset: 0, limit: MOST_NAMED + 1 });
  const [only] = found;
  if (!only) throw new AppError('not_found', 'No article has these words. Look in `/newsdesk articles`.');
  if (found.length === 1) return only.publicId;
  const names = found.slice(0, MOST_NAMED).map(({ title }) => `“${title.slice(0, 80)}”`);
  throw new AppError('conflict', `That could be ${names.join(', ')}. Say more of its words. Nothing was announced.`);
}

async function byAddress(ctx: Context, url: string): Promise<string | null> {
  const own = `${ctx.config.brand.baseUrl}/articles/`;
  if (url.startsWith(own)) {
    const slug = slugOfPath(url.slice(own.length).replace(/[?#].*$/, ''));
    return (await findArticleBySlug(ctx.db, slug))?.publicId ?? null;
  }
  const key = addressKey(url);
  const [known] = key === null ? [] : await findByKeys(ctx.db, 0, [key]);
  return known?.publicId ?? null;
}
