import { insertAnnouncements } from '../../db/announcements/announcements.ts';
import { listRoutesForFeed } from '../../db/announcements/routes.ts';
import { findByKeys, findTakenSlugs, insertArticleKeys, isKeyTaken, type NewKey } from '../../db/articles/articles.ts';
import {
  delayAnnouncements,
  findStaffArticle,
  insertStaffArticles,
  type NewStaffArticle,
  type StaffArticle,
} from '../../db/articles/staff-articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { addressKey } from '../../domain/article-key.ts';
import { AppError } from '../../domain/errors.ts';
import { freeSlug, slugOf } from '../../domain/slug.ts';
import { announcementsOf } from '../announcements/plan-announcements.ts';
import type { Context } from '../context.ts';
import { columnsOf, defaultRights, extractOf, staffContentHash } from './article-columns.ts';
import type { ArticleInput } from './article-input.ts';
import { indexStatements } from './search-index.ts';

/** `by` is the actor as the audit names it: "slack:U…" or "api". */
export type PublishInput = { article: ArticleInput; by: string };

/**
 * Publishes an article that staff wrote or took from a page, now or at its time: it stands in the newsroom, goes to every
 * channel that takes articles of all sources, and into the mail its mode names. A feed that brings the same address later
 * joins it. Throws AppError('invalid') naming fields, and 'conflict' where the address is in the newsroom already.
 */
export async function publishArticle(ctx: Context, { article, by }: PublishInput): Promise<StaffArticle> {
  const made = await newArticle(ctx, article, by);
  for (let tries = 1; ; tries += 1) {
    await refuseKnown(ctx, made.url);
    const taken = await findTakenSlugs(ctx.db, [made.slug]);
    try {
      await store(ctx, { ...made, slug: freeSlug(made.slug, taken) }, article.announce !== false);
      break;
    } catch (error) {
      // The same address or slug came in at this moment: look again, it is known now.
      if (!isKeyTaken(error) || tries === 3) throw error;
    }
  }
  const stored = await findStaffArticle(ctx.db, made.publicId);
  if (!stored) throw new AppError('internal', 'The article was not stored. Nothing was announced. Try again.');
  ctx.log.info('article.published', { article: stored.publicId, isAhead: stored.embargoUntil !== null });
  ctx.ring();
  return stored;
}

/** The article that publishing would make now, to be looked at; it is stored nowhere, and has the id 0. */
export async function unstoredArticle(ctx: Context, input: ArticleInput, by: string): Promise<StaffArticle> {
  return { ...(await newArticle(ctx, input, by)), id: 0, revision: 1, updatedAt: ctx.now() };
}

/** A new article as it will be stored; its slug is the one wished for. */
export async function newArticle(ctx: Context, input: ArticleInput, by: string): Promise<NewStaffArticle> {
  const now = ctx.now();
  const publicId = ctx.ids.publicId();
  const columns = await columnsOf(ctx, input, { publicId, language: input.language ?? null });
  const dates = releaseDates(input, now);
  const article = {
    publicId,
    state: 'published' as const,
    title: input.title,
    kind: input.kind,
    bodyHtml: null,
    author: null,
    outlet: null,
    url: null,
    language: null,
    image: null,
    ...defaultRights(input.kind),
    documents: [],
    eventStartsAt: null,
    eventEndsAt: null,
    eventPlace: null,
    eventUrl: null,
    topicIds: [],
    emailMode: 'next_digest' as const,
    sourceUpdatedAt: null,
    extract: await extractOf(ctx, input.body),
    translationGroup: publicId,
    ...columns,
    ...dates,
    createdBy: by,
    createdAt: now,
  };
  const slug = slugOf(article.title, `${article.kind.replaceAll('_', '-')}-${article.publishedAt.slice(0, 10)}`);
  return { ...article, slug, contentHash: staffContentHash(article) };
}

/** When an article may first be seen, and the date it carries: one that is kept back carries the date of its release. */
export function releaseDates(
  input: Pick<ArticleInput, 'publishedAt' | 'embargoUntil'>,
  now: string,
): Pick<StaffArticle, 'publishedAt' | 'embargoUntil' | 'releasedAt'> {
  const [release = now] = [input.publishedAt ?? now, input.embargoUntil ?? now, now].sort().reverse();
  return release > now
    ? { publishedAt: release, embargoUntil: release, releasedAt: release }
    : { publishedAt: input.publishedAt ?? now, embargoUntil: null, releasedAt: now };
}

/** Throws AppError('conflict') where the address belongs to another article than `exceptId` already. */
export async function refuseKnown(ctx: Context, url: string | null, exceptId: string | null = null): Promise<void> {
  const key = url === null ? null : addressKey(url);
  const [known] = key === null ? [] : await findByKeys(ctx.db, 0, [key]);
  if (!known || known.publicId === exceptId) return;
  const message = `This address is in the newsroom already, as article ${known.publicId}. Edit that one instead.`;
  throw new AppError('conflict', `${message} Nothing was done.`, { fields: { url: message } });
}

/** The key under which a feed that brings the same address finds the article. */
export function keysOfArticle(article: { publicId: string; url: string | null }): NewKey[] {
  const key = article.url === null ? null : addressKey(article.url);
  return key === null ? [] : [{ feedId: 0, key, kind: 'url', publicId: article.publicId }];
}

async function store(ctx: Context, article: NewStaffArticle, isAnnounced: boolean): Promise<void> {
  // Channels that take articles whatever their source. No mail does not mean no post.
  const routes = isAnnounced ? await listRoutesForFeed(ctx.db, null) : [];
  const announcements = announcementsOf(ctx, article, routes);
  await ctx.db.batch([
    insertStaffArticles(ctx.db, [article]),
    insertAudit(ctx.db, {
      at: article.createdAt,
      actor: article.createdBy,
      act: 'article.published',
      subject: `article:${article.publicId}`,
      detail: { embargoUntil: article.embargoUntil, emailMode: article.emailMode, channels: announcements.length },
    }),
    ...insertArticleKeys(ctx.db, keysOfArticle(article)),
    insertAnnouncements(ctx.db, announcements, article.createdAt),
    delayAnnouncements(ctx.db, article.publicId, article.embargoUntil ?? article.createdAt),
    ...indexStatements(ctx, [article]),
  ]);
}
