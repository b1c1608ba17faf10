import {
  type Approval,
  claimCard,
  claimReminders,
  expireApprovals,
  hasApprovalWork,
  listCardsToPost,
  listCardsToUpdate,
  recordCard,
  recordCardState,
  unclaimCard,
} from '../../db/announcements/approvals.ts';
import { findArticleById } from '../../db/articles/articles.ts';
import { addSeconds } from '../../domain/time.ts';
import { slackCard } from '../articles/article-view.ts';
import type { Context } from '../context.ts';
import type { ApprovalCard } from '../desk/desk-notes.ts';
import type { HeldLane } from '../lane.ts';

const REMIND_AFTER_SECONDS = 24 * 3600;
const EXPIRE_AFTER_SECONDS = 7 * 24 * 3600;
const CHANNEL_GAP_MS = 1_000;
const SHOWN_TITLES = 5;

const due = (ctx: Context) => ({
  remind: addSeconds(ctx.now(), -REMIND_AFTER_SECONDS),
  expire: addSeconds(ctx.now(), -EXPIRE_AFTER_SECONDS),
});

/** Whether a card, a reminder or an expiry is due. */
export function hasApprovalsToAsk(ctx: Context): Promise<boolean> {
  const { remind, expire } = due(ctx);
  return hasApprovalWork(ctx.db, remind, expire);
}

/** What a card shows of an approval as it stands. Null for an article that is gone. */
export async function approvalCard(ctx: Context, approval: Approval): Promise<ApprovalCard | null> {
  const article = await findArticleById(ctx.db, approval.articleId);
  if (!article) return null;
  const { publicId, channelId, state, createdBy, decidedBy, decidedAt, reason, postedAt, postTs, threadTs } = approval;
  return {
    publicId,
    articleId: approval.articlePublicId,
    channelId,
    state,
    card: slackCard(ctx, article, false),
    author: createdBy,
    decidedBy,
    decidedAt,
    reason,
    postedAt,
    postTs,
    threadTs,
  };
}

/**
 * Asks for approval in the review channel, one card per announcement; keeps the cards true; reminds once after a day and
 * gives up after seven. Without a review channel all of it stands in `/newsdesk queue` only.
 */
export async function askApprovals(ctx: Context, lane: HeldLane): Promise<void> {
  const { remind, expire } = due(ctx);
  await ctx.db.batch([expireApprovals(ctx.db, { before: expire, now: ctx.now() })]);
  for (const approval of await listCardsToPost(ctx.db)) {
    if (!(await lane.renew()) || !(await askApproval(ctx, approval))) return;
  }
  await remindOnce(ctx, remind);
  for (const approval of await listCardsToUpdate(ctx.db)) {
    if (!(await lane.renew()) || !(await updateCard(ctx, approval))) return;
  }
}

/** False when Slack wants us to wait. */
async function askApproval(ctx: Context, approval: Approval): Promise<boolean> {
  const channel = ctx.config.reviewChannel;
  const card = await approvalCard(ctx, approval);
  if (!card || !(await claimCard(ctx.db, approval.id, ctx.now())) || !channel) return true;
  const outcome = await ctx.announcer.post(channel, { kind: 'approval', approval: card });
  if (outcome.kind === 'posted') await recordCard(ctx.db, approval.id, { channel, ts: outcome.ts });
  else ctx.log.warn('approval.not_asked', { announcement: approval.publicId, code: outcome.code });
  if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) {
    await unclaimCard(ctx.db, approval.id);
    return false;
  }
  await ctx.sleep(CHANNEL_GAP_MS);
  return true;
}

async function updateCard(ctx: Context, approval: Approval): Promise<boolean> {
  const card = await approvalCard(ctx, approval);
  if (!card || !approval.reviewChannel || !approval.reviewTs) return true;
  const outcome = await ctx.announcer.update(approval.reviewChannel, approval.reviewTs, {
    kind: 'approval',
    approval: card,
  });
  if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) return false;
  // A card that was deleted or may not be edited any more is left; an unanswered update repeats safely.
  if (outcome.kind !== 'unanswered') await recordCardState(ctx.db, approval.id, approval.state);
  return true;
}

async function remindOnce(ctx: Context, before: string): Promise<void> {
  const waiting = await claimReminders(ctx.db, { before, now: ctx.now() });
  const channel = ctx.config.reviewChannel;
  if (waiting.length === 0 || !channel) return;
  const articles = await Promise.all(
    waiting.slice(0, SHOWN_TITLES).map(({ articleId }) => findArticleById(ctx.db, articleId)),
  );
  const titles = articles.flatMap((article) => (article ? [article.title] : []));
  await ctx.announcer.post(channel, { kind: 'approvals_waiting', count: waiting.length, titles });
}
