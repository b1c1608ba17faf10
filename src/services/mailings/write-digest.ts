import type { Article } from '../../db/articles/articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import type { Audience } from '../../db/mailings/audiences.ts';
import { stopWaiting, wasEditedByHand } from '../../db/mailings/drafts.ts';
import { listNews, type News } from '../../db/mailings/had-stories.ts';
import { findMailing, findOpenDigest, type Mailing } from '../../db/mailings/mailings.ts';
import { countActive } from '../../db/readers/subscribers.ts';
import { AppError } from '../../domain/errors.ts';
import type { Localised } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import { countAudience } from './audience-preview.ts';
import { newDraft, storeDraft } from './compose-digest.ts';
import { checkTexts, mailableArticle } from './edit-draft.ts';
import { draftDigest } from './send-digest.ts';

/** How many articles staff may choose from: what Slack's menus hold. */
const CHOICES = 60;

export type NewDigest = {
  by: string;
  subject: Localised;
  preheader: Localised;
  intro: Localised;
  audience: Audience;
  articleIds: readonly number[];
};

/** Articles a digest to an audience may hold, newest first, also ones that some of its readers had. */
export async function listChoices(ctx: Context, audience: Audience): Promise<News[]> {
  return listNews(ctx.db, { now: ctx.now(), since: '', audience, limit: CHOICES });
}

/**
 * Makes a draft of what somebody wrote and chose, in the place of an earlier one that nobody approved. Throws AppError:
 * conflict where one is on its way; invalid with `fields`.
 */
export async function writeDigest(ctx: Context, input: NewDigest): Promise<Mailing> {
  const open = await findOpenDigest(ctx.db);
  if (open && open.state !== 'draft')
    throw new AppError('conflict', 'A newsletter is on its way already. Nothing was made. See `/newsdesk digest`.');
  const articles: Article[] = [];
  for (const id of input.articleIds) {
    const article = await mailableArticle(ctx, id);
    if (article) articles.push(article);
  }
  checkTexts(input, articles.length, 'No draft was made.');
  const { audience, by, intro, preheader, subject } = input;
  const had = new Map((await listChoices(ctx, audience)).map(({ article, hadBy }) => [article.id, hadBy]));
  const news = articles.map((article) => ({ article, hadBy: had.get(article.id) ?? [] }));
  const { total } = await countAudience(ctx, { audience, news, maxId: null });
  // The first newsletter may be written before the first reader signs up.
  if (total === 0 && (await countActive(ctx.db)).active > 0) {
    const frequencies = 'Nobody would get it: choose other readers or other articles';
    throw new AppError('invalid', 'No draft was made.', { fields: { frequencies } });
  }
  const texts = { subject, preheader, intro, wrong: {} };
  const draft = await newDraft(ctx, { kind: 'digest', by, audience, articles, texts });
  const subjectOf = `mailing:${draft.publicId}`;
  const stored = storeDraft(ctx, draft);
  await ctx.db.batch([
    ...(open ? [stopWaiting(ctx.db, { id: open.id, from: ['draft'], reason: 'A newer one replaced it.' })] : []),
    // An entry counts only right behind what it tells of: here the entry of the draft itself.
    ...stored.slice(0, 2),
    insertAudit(ctx.db, { at: ctx.now(), actor: by, act: 'mailing.edited', subject: subjectOf }),
    ...stored.slice(2),
  ]);
  const mailing = await findMailing(ctx.db, draft.publicId);
  if (mailing) return mailing;
  throw new AppError('conflict', 'Somebody else began a newsletter at the same moment. Nothing was made.');
}

/**
 * The draft that a test, a preview or a send is about: the one somebody wrote, else a fresh one of what is new. Naming
 * frequencies other than its own makes a fresh one. Throws as draftDigest does.
 */
export async function currentDraft(
  ctx: Context,
  input: { by: string; audience: Audience; allowsNobody?: boolean },
): Promise<Mailing> {
  const open = await findOpenDigest(ctx.db);
  const wanted = input.audience.frequencies;
  const isSame = wanted === undefined || JSON.stringify(wanted) === JSON.stringify(open?.audience.frequencies);
  if (open?.state === 'draft' && isSame && (await wasEditedByHand(ctx.db, open.publicId))) return open;
  return (await draftDigest(ctx, input)).mailing;
}
