import { type Article, listTranslations } from '../../db/articles/articles.ts';
import { findStaffArticle } from '../../db/articles/staff-articles.ts';
import { listHadByOf } from '../../db/mailings/had-stories.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { alertAudience, storeAlert } from './alert-mailings.ts';
import { type AudiencePreview, countAudience } from './audience-preview.ts';

const DONE = 'Readers were alerted of this story before, or are being asked about. Nothing was made.';

/** Who would be alerted of an article and its twins by the settings as they are. Throws as alertArticle does. */
export async function previewAlert(ctx: Context, publicId: string): Promise<AudiencePreview & { title: string }> {
  const articles = await storyOf(ctx, publicId);
  const audience = alertAudience(ctx);
  const had = await listHadByOf(ctx.db, { articleIds: articles.map(({ id }) => id), audience });
  const news = articles.map((article) => ({ article, hadBy: had.get(article.id) ?? [] }));
  const preview = await countAudience(ctx, { audience, news, maxId: null });
  return { ...preview, title: articles[0]?.title ?? '' };
}

/**
 * Makes the alert of an article and its twins on a person's wish, however long ago it was published; each story is alerted
 * once. It leaves when approved, or at once where settings say so. Throws AppError: not_found; conflict.
 */
export async function alertArticle(ctx: Context, publicId: string, by: string): Promise<Mailing> {
  const stored = await storeAlert(ctx, await storyOf(ctx, publicId), by);
  if (stored === null) throw new AppError('conflict', DONE);
  const mailing = await findMailing(ctx.db, stored);
  if (!mailing) throw new AppError('internal', 'The alert was not stored. Nothing was sent. Try again.');
  ctx.log.info('alert.asked', { mailing: stored });
  ctx.ring();
  return mailing;
}

async function storyOf(ctx: Context, publicId: string): Promise<Article[]> {
  const article = await findStaffArticle(ctx.db, publicId);
  if (!article) throw new AppError('not_found', 'That article is gone. Nothing was done.');
  if (article.state !== 'published')
    throw new AppError('conflict', `That article is ${article.state}. Nobody was alerted.`);
  if (article.embargoUntil !== null && article.embargoUntil > ctx.now())
    throw new AppError(
      'conflict',
      'It is under embargo until later. Choose *alert* in its form, and it goes out then.',
    );
  return [article, ...(await listTranslations(ctx.db, article, ctx.now()))];
}
