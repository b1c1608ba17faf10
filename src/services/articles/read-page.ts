import { findByKeys } from '../../db/articles/articles.ts';
import { addressKey } from '../../domain/article-key.ts';
import { wrongField } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import type { PageArticle } from '../ports.ts';
import type { ArticleInput, FromPageInput } from './article-input.ts';

/** What a page says of its article, and the article of the newsroom that has its address already, if any. */
export type ReadPage = { page: PageArticle; knownAs: string | null };

/**
 * Reads press coverage from a page's address; nothing is stored. What the page does not say is named in `missing`.
 * Throws AppError('invalid') naming `url`, with a sentence on why the page cannot be read.
 */
export async function readPage(ctx: Context, url: string): Promise<ReadPage> {
  const answer = await ctx.pages.read({ url, timeZone: ctx.config.timeZone });
  if (answer.kind === 'failed') throw wrongField('url', answer.message);
  const { page } = answer;
  const keys = [url, page.url].map(addressKey).filter((key) => key !== null);
  const [known] = await findByKeys(ctx.db, 0, keys);
  return { page, knownAs: known?.publicId ?? null };
}

/**
 * The article a page gives, as coverage: what is given by hand wins over what the page says. A page that names no outlet
 * gets its host as one. Throws AppError('invalid') where neither names a headline.
 */
export function articleFromPage(ctx: Context, page: PageArticle, given: Omit<FromPageInput, 'url'>): ArticleInput {
  const title = given.title ?? page.headline?.slice(0, 300);
  if (!title) throw wrongField('title', 'The page names no headline. Give one.');
  const { image } = page;
  // A date ahead would keep the article back; what stands on the web already is out.
  const isPast = page.publishedAt !== null && page.publishedAt <= ctx.now();
  return {
    extract: page.extract || null,
    author: page.authors.join(', ').slice(0, 300) || null,
    outlet: page.outlet ?? new URL(page.url).hostname.replace(/^www\./, ''),
    language: page.language,
    image: image && { url: image.url, alt: image.alt, caption: image.caption, credit: image.credit },
    ...(isPast ? { publishedAt: page.publishedAt ?? undefined } : {}),
    ...given,
    kind: given.kind ?? 'coverage',
    title,
    url: page.url,
  };
}
