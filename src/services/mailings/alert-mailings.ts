import { type Article, listMailingArticles } from '../../db/articles/articles.ts';
import {
  addToDraft,
  insertAlertedStories,
  isStoryAlerted,
  listLateTwins,
  listToAlert,
} from '../../db/mailings/alerts.ts';
import type { Audience } from '../../db/mailings/audiences.ts';
import { rehashDraft } from '../../db/mailings/drafts.ts';
import { findMailing } from '../../db/mailings/mailings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { restoredAt } from '../operate/restored-at.ts';
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
  const publicId = await storeAlert(ctx, articles, 'newsdesk');
  // Another tick was faster with one of the stories; what it left, the next tick takes.
  if (publicId === null) return;
  ctx.log.info('alert.made', { mailing: publicId, stories: storiesOf(articles).length });
}

/** Stores the alert of articles and answers with its public id; null, and nothing is stored, where one of their stories has one. */
export async function storeAlert(ctx: Context, articles: readonly Article[], by: string): Promise<string | null> {
  const draft = await newDraft(ctx, {
    kind: 'alert',
    audience: alertAudience(ctx),
    articles,
    by,
    leaves: { sendAt: ctx.now(), isAutomatic: await mayLeaveAlone(ctx, articles) },
  });
  const stories = insertAlertedStories(ctx.db, draft.publicId, storiesOf(articles));
  try {
    await ctx.db.batch([...storeDraft(ctx, draft), stories]);
    return draft.publicId;
  } catch (error) {
    if (!isStoryAlerted(error)) throw error;
    return null;
  }
}

/** Not of what was released before a restore: its readers may have been alerted since the backup was made. */
async function mayLeaveAlone(ctx: Context, articles: readonly Article[]): Promise<boolean> {
  if (ctx.settings.sending.alertsNeedApproval) return false;
  const restored = await restoredAt(ctx);
  return restored === null || articles.every(({ releasedAt }) => releasedAt !== null && releasedAt > restored);
}

/** Who is alerted, by the settings as they are. */
export function alertAudience({ settings }: Context): Audience {
  return settings.sending.alertsGoTo === 'instant' ? { frequencies: ['instant'] } : {};
}

function storiesOf(articles: readonly Article[]): string[] {
  return [...new Set(articles.map(({ translationGroup }) => translationGroup))];
}
