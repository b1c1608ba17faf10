import { findByKeys } from '../../db/articles/articles.ts';
import { findArticleBySlug, findStaffArticle, type StaffArticle } from '../../db/articles/staff-articles.ts';
import { addressKey } from '../../domain/article-key.ts';
import { AppError } from '../../domain/errors.ts';
import { slugOfPath } from '../../domain/slug.ts';
import { webUrl } from '../../domain/web-url.ts';
import type { Context } from '../context.ts';
import { editArticle } from './edit-article.ts';
import { listMailed } from './mailed-articles.ts';
import { publishArticle, unstoredArticle } from './publish-article.ts';
import { articleFromPage, readPage } from './read-page.ts';
import { withdrawArticle } from './withdraw-article.ts';

/** A message holds few links worth an article; more are left out. */
export const MOST_LINKS = 10;

/** The web addresses in a message's mrkdwn, each once, in order. */
export function linksOfText(text: string): string[] {
  const found = [...text.matchAll(/<(https?:\/\/[^|>\s]+)(?:\|[^>]*)?>|(?<![<|])(https?:\/\/[^\s<>|]+)/g)];
  const urls = found.flatMap((match) => webUrl((match[1] ?? match[2] ?? '').replaceAll('&amp;', '&')) ?? []);
  return [...new Set(urls)].slice(0, MOST_LINKS);
}

/** The article of an address. `publish` stores one that is not in the newsroom yet and is null for one that is. */
export type LinkedArticle = { article: StaffArticle; publish: (() => Promise<StaffArticle>) | null };

type LinkInput = { url: string; emailMode: 'next_digest' | 'none'; by: string };

/**
 * The article of an address, stored nowhere: the one in the newsroom, also where it is our own page, else coverage as the page
 * gives it now, which publishing announces nowhere. Throws what readPage and publishArticle throw.
 */
export async function readLink(ctx: Context, input: LinkInput): Promise<LinkedArticle> {
  const known = await findLinkedArticle(ctx, input.url);
  if (known) return { article: known, publish: null };
  const { knownAs, page } = await readPage(ctx, input.url);
  const found = knownAs ? await findStaffArticle(ctx.db, knownAs) : null;
  if (found) return { article: found, publish: null };
  const article = articleFromPage(ctx, page, { emailMode: input.emailMode, announce: false });
  const { by } = input;
  return { article: await unstoredArticle(ctx, article, by), publish: () => publishArticle(ctx, { article, by }) };
}

/** The article of the newsroom that an address stands for, its own page there included; null for none. */
export async function findLinkedArticle(ctx: Context, url: string): Promise<StaffArticle | null> {
  const own = `${ctx.config.brand.baseUrl}/articles/`;
  const slug = url.startsWith(own) ? slugOfPath(url.slice(own.length).split(/[?#/]/)[0] ?? '') : null;
  if (slug !== null) return findArticleBySlug(ctx.db, slug);
  const key = addressKey(url);
  const [known] = key ? await findByKeys(ctx.db, 0, [key]) : [];
  return known ? findStaffArticle(ctx.db, known.publicId) : null;
}

/**
 * What putting an article into the next newsletter came to. added: `undo` is for takeOutOfNewsletter. was_in: it was in
 * already. was_had: readers had it by an earlier one, so it is not in the next.
 */
export type PutIn = { article: StaffArticle } & ({ kind: 'added'; undo: string } | { kind: 'was_in' | 'was_had' });

/**
 * Puts the article of an address into the next newsletter: articles whose mode says so are taken by it unless readers had
 * them already. One that is withdrawn is refused with AppError('conflict').
 */
export async function putLinkInNewsletter(ctx: Context, input: { url: string; by: string }): Promise<PutIn> {
  const { article: known, publish } = await readLink(ctx, { ...input, emailMode: 'next_digest' });
  if (!publish) return putInNewsletter(ctx, { publicId: known.publicId, by: input.by });
  const article = await publish();
  return { kind: 'added', article, undo: `${article.publicId} withdraw` };
}

/** The same for an article of the newsroom. */
export async function putInNewsletter(ctx: Context, input: { publicId: string; by: string }): Promise<PutIn> {
  const before = await findStaffArticle(ctx.db, input.publicId);
  if (!before) throw new AppError('not_found', 'That article is gone. Nothing was done.');
  if (before.state !== 'published')
    throw new AppError('conflict', `That article is ${before.state}. Nothing was done.`);
  if ((await listMailed(ctx, [before.id])).length > 0) return { kind: 'was_had', article: before };
  if (before.emailMode === 'next_digest') return { kind: 'was_in', article: before };
  const article = await editArticle(ctx, { ...input, changes: { emailMode: 'next_digest' } });
  return { kind: 'added', article, undo: `${article.publicId} ${before.emailMode}` };
}

/**
 * Takes an article out of the next newsletter again: `undo` as PutIn gave it, or its public id alone. One that only the
 * act brought into the newsroom is withdrawn. False where that was done before.
 */
export async function takeOutOfNewsletter(ctx: Context, undo: string, by: string): Promise<boolean> {
  const [publicId = '', how = 'none'] = undo.split(' ');
  const article = await findStaffArticle(ctx.db, publicId);
  if (article?.state !== 'published' || article.emailMode !== 'next_digest') return false;
  if (how === 'withdraw') {
    await withdrawArticle(ctx, { publicId, reason: null, by });
    return true;
  }
  await editArticle(ctx, { publicId, by, changes: { emailMode: how === 'alert' ? 'alert' : 'none' } });
  return true;
}
