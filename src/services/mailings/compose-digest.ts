import type { Article } from '../../db/articles/articles.ts';
import { listInviteOnlyTopicIds } from '../../db/articles/topics.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { type Audience, AudienceShape, isSegmented } from '../../db/mailings/audiences.ts';
import { insertDraft, type NewDraft } from '../../db/mailings/drafts.ts';
import { listNews, type News } from '../../db/mailings/had-stories.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import { LOCALES, type Localised } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../hash.ts';

/** More than this is left to the newsroom; the mail says how many. */
export const DIGEST_LIMIT = 20;

/** What of a mailing an approval is bound to, beside its articles. */
export type MailingContent = Pick<Mailing, 'kind' | 'subject' | 'intro' | 'wrong' | 'audience'> &
  Partial<Pick<Mailing, 'preheader'>>;

/** Hash of everything a reader would see of a mailing, and of who they are: an edit of any of it changes it. */
export function mailingContentHash(content: MailingContent, articles: readonly Article[]): string {
  const { audience, intro, kind, preheader = {}, subject, wrong } = content;
  const inOrder = (texts: Localised) => LOCALES.map((locale) => texts[locale] ?? null);
  return sha256(
    JSON.stringify([
      kind,
      inOrder(subject),
      inOrder(preheader),
      inOrder(intro),
      inOrder(wrong),
      AudienceShape.parse(audience),
      articles.map((article) => [article.id, article.contentHash, article.state]),
    ]),
  );
}

/** What is new for an audience, newest first. Throws AppError('conflict') when there is nothing. */
export async function listDigestNews(ctx: Context, audience: Audience): Promise<News[]> {
  const news = await listNews(ctx.db, { now: ctx.now(), since: '', audience, limit: DIGEST_LIMIT });
  if (news.length === 0)
    throw new AppError('conflict', 'There is no article that readers have not had already. Nothing was sent.');
  return news;
}

/** Makes a draft digest of the given articles. */
export async function composeDigest(
  ctx: Context,
  input: { by: string; audience: Audience; articles: readonly Article[] },
): Promise<Mailing> {
  const draft = await newDraft(ctx, { ...input, kind: 'digest' });
  await ctx.db.batch(storeDraft(ctx, draft));
  const mailing = await findMailing(ctx.db, draft.publicId);
  if (!mailing) throw new AppError('internal', 'The digest was not stored. Nothing was sent. Try again.');
  return mailing;
}

/** Whether one of the articles is only for readers invited to its topics. */
export async function isForInvited(ctx: Context, articles: readonly Article[]): Promise<boolean> {
  const inviteOnly = new Set(await listInviteOnlyTopicIds(ctx.db));
  return articles.some(({ topicIds }) => topicIds.length > 0 && topicIds.every((id) => inviteOnly.has(id)));
}

/** A draft ready to be stored. It is shown in the archive only where everybody might have got it. */
export async function newDraft(
  ctx: Context,
  input: Pick<NewDraft, 'kind' | 'audience' | 'texts' | 'slot' | 'leaves' | 'correctsId'> & {
    by: string;
    articles: readonly Article[];
  },
): Promise<NewDraft> {
  const { articles, by, kind } = input;
  // Audiences are compared as text, so their parts stand in one order.
  const audience = AudienceShape.parse(input.audience);
  const texts = input.texts ?? { subject: {}, intro: {}, wrong: {} };
  const isPrivate = await isForInvited(ctx, articles);
  return {
    publicId: ctx.ids.publicId(),
    kind,
    audience,
    texts,
    articleIds: articles.map(({ id }) => id),
    contentHash: mailingContentHash({ kind, audience, ...texts }, articles),
    createdBy: by,
    isArchived: !isPrivate && !isSegmented(audience),
    ...(input.slot ? { slot: input.slot } : {}),
    ...(input.leaves ? { leaves: input.leaves } : {}),
    ...(input.correctsId === undefined ? {} : { correctsId: input.correctsId }),
  };
}

/** Statements that store a draft and who made it. The first changes a row where it was stored. */
export function storeDraft(ctx: Context, draft: NewDraft) {
  const [insert, ...rest] = insertDraft(ctx.db, draft, ctx.now());
  const entry = {
    at: ctx.now(),
    actor: draft.createdBy,
    act: 'mailing.composed',
    subject: `mailing:${draft.publicId}`,
  };
  return insert ? [insert, insertAudit(ctx.db, entry), ...rest] : rest;
}
