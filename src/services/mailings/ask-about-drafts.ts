import { listMailingArticles } from '../../db/articles/articles.ts';
import { claimAsking, recordAsking } from '../../db/mailings/drafts.ts';
import { listDraftsToAsk, type Mailing } from '../../db/mailings/mailings.ts';
import type { Context } from '../context.ts';
import { previewAudience } from './audience-preview.ts';
import type { DraftMailing } from './draft-mailing.ts';
import { mailingTitle } from './mailing-progress.ts';
import { previewLink } from './preview-mailing.ts';

/** With titles of the worst kind the question still stays within the 3,000 characters of a paragraph. */
const SHOWN_TITLES = 6;

/** Everything staff need to decide about a draft. */
export async function describeDraft(ctx: Context, mailing: Mailing): Promise<DraftMailing> {
  const articles = await listMailingArticles(ctx.db, mailing.id);
  const { groups, total } = await previewAudience(ctx, mailing);
  return {
    publicId: mailing.publicId,
    kind: mailing.kind,
    subject: await mailingTitle(ctx, mailing),
    contentHash: mailing.contentHash,
    titles: articles.slice(0, SHOWN_TITLES).map(({ title }) => title),
    articleCount: articles.length,
    readers: total,
    groups,
    sendAt: mailing.sendAt !== null && mailing.sendAt > ctx.now() ? mailing.sendAt : null,
    holdSeconds: ctx.config.holdSeconds,
    from: ctx.config.mailFrom,
    isAutomatic: mailing.isAutomatic,
    isScheduled: mailing.scheduleId !== null,
    previewUrl: previewLink(ctx, mailing.publicId),
    reason: mailing.pauseReason,
  };
}

/** Shows each new draft in the review channel, once. One that is lost on the way still stands among the drafts. */
export async function askAboutDrafts(ctx: Context): Promise<void> {
  const channel = ctx.config.reviewChannel;
  if (!channel) return;
  for (const mailing of await listDraftsToAsk(ctx.db)) {
    if (!ctx.hasBudget()) return;
    const draft = await describeDraft(ctx, mailing);
    if (!(await claimAsking(ctx.db, mailing.id, ctx.now()))) continue;
    const outcome = await ctx.announcer.post(channel, { kind: 'draft_mailing', draft });
    if (outcome.kind === 'posted') await recordAsking(ctx.db, mailing.id, outcome.ts);
    if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) await recordAsking(ctx.db, mailing.id, null);
  }
}
