import {
  type ArticlePost,
  findPost,
  listPostsOfArticles,
  planChosenPosts,
  restorePosts,
  setPostText,
  skipPosts,
  withdrawPosts,
} from '../../db/articles/article-posts.ts';
import { type Article, findArticleById } from '../../db/articles/articles.ts';
import { findStaffArticle } from '../../db/articles/staff-articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { AppError, wrongField } from '../../domain/errors.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { shownImage } from './article-view.ts';

/** For so long an announcement by hand can be undone. */
const UNDO_ANNOUNCE_SECONDS = 600;
const MOST_CHANNELS = 20;
const LONGEST_TEXT = 600;
/** A plan for later is held in our own database, so it may be far ahead. */
const FURTHEST_SECONDS = 366 * 24 * 3600;

export type AnnounceInput = {
  publicId: string;
  channelIds: readonly string[];
  /** In place of the article's extract; null keeps that. */
  text: string | null;
  showsImage: boolean;
  /** Null: now. */
  at: string | null;
  by: string;
};

/**
 * Shares an article in channels that somebody chose, now or at a time. A channel where it stands or is under way keeps it
 * as it is. `announcedAt` names the act for Undo, null where nothing is new. Throws AppError('not_found'), ('invalid')
 * naming fields, and ('conflict') for an article that is not published.
 */
export async function announceArticle(
  ctx: Context,
  input: AnnounceInput,
): Promise<{ article: Article; planned: number; announcedAt: string | null }> {
  const article = await findStaffArticle(ctx.db, input.publicId);
  if (!article) throw new AppError('not_found', 'There is no article with this id. Nothing was announced.');
  if (article.state !== 'published')
    throw new AppError('conflict', `That article is ${article.state}. Nothing was announced.`);
  const now = ctx.now();
  const posts = wishedPosts(ctx, input, article);
  const [planned] = await ctx.db.batch([
    planChosenPosts(ctx.db, article, { posts, by: input.by, now }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: 'article.announced',
      subject: `article:${article.publicId}`,
      detail: { channels: posts.map(({ channelId }) => channelId), at: input.at },
    }),
  ]);
  const count = planned?.meta.changes ?? 0;
  ctx.ring();
  return { article, planned: count, announcedAt: count > 0 ? now : null };
}

function wishedPosts(ctx: Context, input: AnnounceInput, article: Article) {
  const channels = [...new Set(input.channelIds)];
  if (channels.length === 0) throw wrongField('channels', 'Choose at least one channel.');
  if (channels.length > MOST_CHANNELS) throw wrongField('channels', `Choose at most ${MOST_CHANNELS} channels.`);
  const text = checkedText(input.text);
  const now = ctx.now();
  if (input.at !== null && input.at > addSeconds(now, FURTHEST_SECONDS))
    throw wrongField('at', 'Choose a time within a year.');
  const notBefore = [input.at ?? now, article.embargoUntil ?? now, now].sort().at(-1) ?? now;
  const showsImage = input.showsImage && shownImage(article) !== null;
  return channels.map((channelId) => ({ publicId: ctx.ids.publicId(), channelId, showsImage, text, notBefore }));
}

function checkedText(text: string | null): string | null {
  const written = text?.trim() || null;
  if (written !== null && written.length > LONGEST_TEXT)
    throw wrongField('text', `Write at most ${LONGEST_TEXT} characters.`);
  return written;
}

/** What came of an Undo: `late` after ten minutes, `busy` while Slack is taking one, `changed` where nothing of it is left. */
export type UndoOutcome = 'undone' | 'late' | 'busy' | 'changed';

/** Takes back an announcement by hand: what waits is dropped, what is out is taken away. A second time changes nothing. */
export async function undoAnnounce(
  ctx: Context,
  input: { publicId: string; announcedAt: string; by: string },
): Promise<UndoOutcome> {
  const now = ctx.now();
  if (now > addSeconds(input.announcedAt, UNDO_ANNOUNCE_SECONDS)) return 'late';
  const posts = { articlePublicId: input.publicId, channelIds: null, wishedAt: input.announcedAt };
  const entry = {
    at: now,
    actor: input.by,
    act: 'article.announce_undone',
    subject: `article:${input.publicId}`,
    detail: { announcedAt: input.announcedAt },
  };
  const article = await findStaffArticle(ctx.db, input.publicId);
  const before = article ? await listPostsOfArticles(ctx.db, [article.id]) : [];
  const results = await ctx.db.batch([
    withdrawPosts(ctx.db, posts, { by: input.by, now }),
    insertAudit(ctx.db, entry),
    skipPosts(ctx.db, posts, { by: input.by, now }),
    insertAudit(ctx.db, entry),
  ]);
  ctx.ring();
  if (before.some(({ state, decidedAt }) => state === 'sending' && decidedAt === input.announcedAt)) return 'busy';
  return (results[0]?.meta.changes ?? 0) + (results[2]?.meta.changes ?? 0) > 0 ? 'undone' : 'changed';
}

/**
 * Hides one announcement: it is taken out of its channel, the article stays. `hiddenAt` names the act for Undo, null where
 * it was hidden already. Throws AppError('not_found').
 */
export async function hidePost(
  ctx: Context,
  input: { postId: string; by: string },
): Promise<{ article: Article; post: ArticlePost; hiddenAt: string | null }> {
  const { post, article } = await knownPost(ctx, input.postId);
  const now = ctx.now();
  const posts = { articlePublicId: article.publicId, channelIds: [post.channelId] };
  const detail = { channelId: post.channelId };
  const entry = {
    at: now,
    actor: input.by,
    act: 'announcement.hidden',
    subject: `announcement:${post.publicId}`,
    detail,
  };
  const results = await ctx.db.batch([
    withdrawPosts(ctx.db, posts, { by: input.by, now }),
    insertAudit(ctx.db, entry),
    skipPosts(ctx.db, posts, { by: input.by, now }),
    insertAudit(ctx.db, entry),
  ]);
  ctx.ring();
  const count = (results[0]?.meta.changes ?? 0) + (results[2]?.meta.changes ?? 0);
  return { article, post, hiddenAt: count > 0 ? now : null };
}

/** Puts a hidden announcement back; false where it is not hidden by that act any more, or its article was withdrawn. */
export async function unhidePost(
  ctx: Context,
  input: { postId: string; hiddenAt: string; by: string },
): Promise<boolean> {
  const { post, article } = await knownPost(ctx, input.postId);
  if (article.state === 'withdrawn') return false;
  const now = ctx.now();
  const posts = { articlePublicId: article.publicId, channelIds: [post.channelId] };
  const [restored] = await ctx.db.batch([
    restorePosts(ctx.db, posts, { at: input.hiddenAt, now }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: 'announcement.shown',
      subject: `announcement:${post.publicId}`,
      detail: { channelId: post.channelId },
    }),
  ]);
  ctx.ring();
  return restored?.meta.changes === 1;
}

/** Sets what one channel reads in place of the extract; null goes back to the extract. Throws AppError naming `text`. */
export async function editPostText(
  ctx: Context,
  input: { postId: string; text: string | null; by: string },
): Promise<{ post: ArticlePost; isChanged: boolean }> {
  const { post, article } = await knownPost(ctx, input.postId);
  const written = checkedText(input.text);
  const text = written === article.extract.trim() && !post.isCompact ? null : written;
  const [changed] = await ctx.db.batch([
    setPostText(ctx.db, post.publicId, text),
    insertAudit(ctx.db, {
      at: ctx.now(),
      actor: input.by,
      act: 'announcement.edited',
      subject: `announcement:${post.publicId}`,
      detail: { previous: post.text },
    }),
  ]);
  ctx.ring();
  return { post, isChanged: changed?.meta.changes === 1 };
}

/** A post and its article. Throws AppError('not_found'). */
export async function knownPost(ctx: Context, postId: string): Promise<{ post: ArticlePost; article: Article }> {
  const post = await findPost(ctx.db, postId);
  const article = post && (await findArticleById(ctx.db, post.articleId));
  if (!post || !article) throw new AppError('not_found', 'That announcement is not known here. Nothing was done.');
  return { post, article };
}
