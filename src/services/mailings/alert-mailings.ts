import { type Article, listMailingArticles } from '../../db/articles/articles.ts';
import {
  addToDraft,
  insertAlertedStories,
  isStoryAlerted,
  listLateTwins,
  listToAlert,
} from '../../db/mailings/alerts.ts';
import { rehashDraft } from '../../db/mailings/drafts.ts';
import { findMailing } from '../../db/mailings/mailings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { mailingContentHash, newDraft, storeDraft } from './compose-digest.ts';

/** More stories than this at one time are one mailing. */
const SEPARATE_AT_MOST = 3;
/** What was released longer ago is no alert any more. */
export const ALERT_FRESH_SECONDS = 3 * 86_400;

/** Makes a mailing of each story that is to be alerted, once. It leaves when approved, or at once where settings say so. */
export async function makeAlerts(ctx: Context): Promise<void> {
  const now = ctx.now();
  const articles = await listToAlert(ctx.db, { now, since: addSeconds(now, -ALERT_FRESH_SECONDS) });
  const stories = new Map<string, Article[]>();
  for (const article of articles) {
    stories.set(article.translationGroup, [...(stories.get(article.translationGroup) ?? []), article]);
  }
  const mailings = stories.size > SEPARATE_AT_MOST ? [articles] : [...stories.values()];
  for (const each of mailings) await makeAlert(ctx, each);
}

/**
 * Puts a story's version in another language into its alert while that is a draft, so that its readers get it in theirs.
 * What staff were asked about has changed by that, so they are asked again.
 */
export async function addLateTwins(ctx: Context): Promise<void> {
  for (const { articleId, mailingPublicId } of await listLateTwins(ctx.db, ctx.now())) {
    await ctx.db.batch([addToDraft(ctx.db, mailingPublicId, articleId)]);
    const mailing = await findMailing(ctx.db, mailingPublicId);
    if (mailing?.state !== 'draft') continue;
    const contentHash = mailingContentHash(mailing, await listMailingArticles(ctx.db, mailing.id));
    await ctx.db.batch([rehashDraft(ctx.db, mailingPublicId, contentHash)]);
    ctx.log.info('alert.twin_added', { mailing: mailingPublicId });
  }
}

async function makeAlert(ctx: Context, articles: readonly Article[]): Promise<void> {
  const { alertsGoTo, alertsNeedApproval } = ctx.settings.sending;
  const draft = await newDraft(ctx, {
    kind: 'alert',
    audience: alertsGoTo === 'instant' ? { frequencies: ['instant'] } : {},
    articles,
    by: 'newsdesk',
    leaves: { sendAt: ctx.now(), isAutomatic: !alertsNeedApproval },
  });
  const stories = [...new Set(articles.map(({ translationGroup }) => translationGroup))];
  try {
    await ctx.db.batch([...storeDraft(ctx, draft), insertAlertedStories(ctx.db, draft.publicId, stories)]);
    ctx.log.info('alert.made', { mailing: draft.publicId, stories: stories.length });
  } catch (error) {
    // Another tick was faster with one of the stories; what it left, the next tick takes.
    if (!isStoryAlerted(error)) throw error;
  }
}
