import { type Article, findArticleById, listMailingArticles } from '../../db/articles/articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { type Audience, AudienceShape, isSegmented } from '../../db/mailings/audiences.ts';
import { editDraft as editStatements } from '../../db/mailings/drafts.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Localised } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import { DIGEST_LIMIT, isForInvited, mailingContentHash } from './compose-digest.ts';

export type DraftEdit = {
  publicId: string;
  /** The content hash of what the editor saw. */
  seenHash: string;
  by: string;
  subject?: Localised;
  preheader?: Localised;
  intro?: Localised;
  /** Only of a digest that no schedule made: those know whom they are for. */
  audience?: Audience;
  /** Articles in their new order, by id; those left out are removed, others of the newsroom are taken in. */
  articleIds?: readonly number[];
};

export const SUBJECT_MAX = 200;
export const PREHEADER_MAX = 200;
export const INTRO_MAX = 3000;

/**
 * Changes a draft, or a mailing whose hold still runs: it then needs approval (again). Throws AppError: not_found;
 * invalid with `fields`; conflict where it is frozen or was changed since it was seen.
 */
export async function editDraft(ctx: Context, edit: DraftEdit): Promise<Mailing> {
  const mailing = await findMailing(ctx.db, edit.publicId);
  if (!mailing) throw new AppError('not_found', 'There is no such newsletter. Nothing was changed.');
  const articles = await articlesOf(ctx, mailing, edit.articleIds);
  checkTexts(edit, articles.length);
  const texts = {
    subject: edit.subject ?? mailing.subject,
    preheader: edit.preheader ?? mailing.preheader,
    intro: edit.intro ?? mailing.intro,
    wrong: mailing.wrong,
  };
  const isOwnAudience = mailing.kind === 'digest' && mailing.scheduleId === null;
  const audience = AudienceShape.parse(isOwnAudience && edit.audience ? edit.audience : mailing.audience);
  const contentHash = mailingContentHash({ kind: mailing.kind, audience, ...texts }, articles);
  const [change, ...rest] = editStatements(ctx.db, {
    publicId: edit.publicId,
    seenHash: edit.seenHash,
    contentHash,
    texts,
    audience,
    isArchived:
      edit.audience || edit.articleIds ? await mayBeArchived(ctx, { mailing, audience, articles }) : mailing.isArchived,
    articleIds: articles.map(({ id }) => id),
  });
  if (!change) throw new AppError('internal', 'Nothing was changed. Try again.');
  const entry = { at: ctx.now(), actor: edit.by, act: 'mailing.edited', subject: `mailing:${edit.publicId}` };
  const [changed] = await ctx.db.batch([change, ...rest, insertAudit(ctx.db, entry)]);
  if (changed?.meta.changes !== 1) {
    throw new AppError(
      'conflict',
      'It is on its way already, or somebody else changed it meanwhile. Your change was not made.',
    );
  }
  return (await findMailing(ctx.db, edit.publicId)) ?? mailing;
}

async function mayBeArchived(
  ctx: Context,
  { articles, audience, mailing }: { mailing: Mailing; audience: Audience; articles: readonly Article[] },
): Promise<boolean> {
  if (mailing.kind === 'correction') return mailing.isArchived;
  return !isSegmented(audience) && !(await isForInvited(ctx, articles));
}

/** Articles by id in that order; those the mailing does not hold yet must stand in the newsroom and be meant for mail. */
async function articlesOf(ctx: Context, mailing: Mailing, ids: readonly number[] | undefined): Promise<Article[]> {
  const kept = await listMailingArticles(ctx.db, mailing.id);
  if (!ids) return kept;
  const mayGrow = mailing.kind === 'digest';
  const found: Article[] = [];
  for (const id of [...new Set(ids)].slice(0, DIGEST_LIMIT)) {
    const known = kept.find((article) => article.id === id);
    const article = known ?? (mayGrow ? await mailableArticle(ctx, id) : null);
    if (article) found.push(article);
  }
  return found;
}

/** An article that a newsletter may take in now; null where it is withdrawn, kept out of mail or under embargo. */
export async function mailableArticle(ctx: Context, id: number): Promise<Article | null> {
  const article = await findArticleById(ctx.db, id);
  if (article?.state !== 'published' || article.emailMode === 'none') return null;
  return article.embargoUntil !== null && article.embargoUntil > ctx.now() ? null : article;
}

/** Throws AppError('invalid') for texts that are too long, or where no article is left. */
export function checkTexts(
  texts: Pick<DraftEdit, 'subject' | 'preheader' | 'intro'>,
  articles: number,
  said = 'The change was not made.',
): void {
  const fields: Record<string, string> = {};
  const longest = (text: Localised | undefined) => Math.max(0, ...Object.values(text ?? {}).map((each) => each.length));
  if (longest(texts.subject) > SUBJECT_MAX) fields.subject = `may have at most ${SUBJECT_MAX} characters`;
  if (longest(texts.preheader) > PREHEADER_MAX) fields.preheader = `may have at most ${PREHEADER_MAX} characters`;
  if (longest(texts.intro) > INTRO_MAX) fields.intro = `may have at most ${INTRO_MAX} characters`;
  if (articles === 0) fields.articleIds = 'needs at least one article of this newsletter';
  if (Object.keys(fields).length === 0) return;
  throw new AppError('invalid', said, { fields });
}
