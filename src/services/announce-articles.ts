import {
  type Announcement,
  claimAnnouncement,
  expireSending,
  hasSlackWork,
  listOutdatedPosts,
  listToAsk,
  markAsked,
  moveAnnouncement,
  recordPostedHash,
  unmarkAsked,
} from '../db/announcements.ts';
import { findPostText, withdrawLatePost } from '../db/article-posts.ts';
import { type Article, findArticleById } from '../db/articles.ts';
import { pauseRoutes } from '../db/routes.ts';
import { addSeconds } from '../domain/time.ts';
import { postCard, slackCard } from './article-view.ts';
import { settleWishes } from './article-wishes.ts';
import type { Context } from './context.ts';
import { type HeldLane, LEASE_SECONDS, withLane } from './lane.ts';
import type { PostOutcome } from './ports.ts';

/** Slack takes one message a second and channel (https://docs.slack.dev/apis/web-api/rate-limits). */
const CHANNEL_GAP_MS = 1_000;
/** Longer than the client's own time limit, so that a call that is still running is not taken for lost. */
const POST_LEASE_SECONDS = LEASE_SECONDS + 5;
const EDIT_WINDOW_SECONDS = 7 * 24 * 3600;

/** Refusals after which a channel gets nothing until staff act. */
const CHANNEL_GONE = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'channel_type_not_supported',
]);
/** Refusals of the message because of its picture; the words are worth posting without it. */
const BAD_IMAGE = new Set(['invalid_blocks', 'invalid_blocks_format', 'invalid_attachments']);
/** Refusals that concern every channel: the token is revoked or lacks a scope. */
const TOKEN_REFUSED = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'missing_scope',
]);

/** Does everything that is due in Slack: posts, edits of posts, and questions about posts whose fate is unknown. */
export async function announceArticles(ctx: Context, deadline: string): Promise<void> {
  const editsSince = addSeconds(ctx.now(), -EDIT_WINDOW_SECONDS);
  if (!(await hasSlackWork(ctx.db, ctx.now(), editsSince))) return;
  await withLane(ctx, { name: 'slack', deadline }, async (lane) => {
    const expired = await expireSending(ctx.db, ctx.now());
    if (expired > 0) ctx.log.warn('announcement.unknown', { count: expired });
    await postDue(ctx, lane);
    await settleWishes(ctx, lane);
    await updateOutdated(ctx, lane, editsSince);
    await askAboutUnknown(ctx, lane);
  });
}

async function postDue(ctx: Context, lane: HeldLane): Promise<void> {
  const freeAt = new Map<string, number>();
  while (await lane.renew()) {
    const now = Date.parse(ctx.now());
    for (const [channel, at] of freeAt) if (at <= now) freeAt.delete(channel);
    const busyChannels = [...freeAt.keys()];
    const announcement = await claimAnnouncement(ctx.db, {
      holder: lane.holder,
      now: ctx.now(),
      leaseUntil: addSeconds(ctx.now(), POST_LEASE_SECONDS),
      busyChannels,
    });
    if (announcement) {
      const isPaced = await postOne(ctx, announcement);
      freeAt.set(announcement.channelId, Date.parse(ctx.now()) + CHANNEL_GAP_MS);
      if (!isPaced) return;
    } else if (busyChannels.length > 0) {
      await ctx.sleep(Math.max(10, Math.min(...freeAt.values()) - now));
    } else {
      return;
    }
  }
}

/** Posts one claimed announcement and records what Slack said. False when Slack wants us to stop for now. */
async function postOne(ctx: Context, announcement: Announcement): Promise<boolean> {
  const article = await findArticleById(ctx.db, announcement.articleId);
  if (!article) throw new Error('An announcement names an article that does not exist.');
  const card = await postCard(ctx, article, { ...announcement, text: await findPostText(ctx.db, announcement.id) });
  const outcome = await ctx.announcer.post(announcement.channelId, { kind: 'article', card });
  return record(ctx, announcement, article, outcome);
}

async function record(
  ctx: Context,
  announcement: Announcement,
  article: Article,
  outcome: PostOutcome,
): Promise<boolean> {
  const now = ctx.now();
  const move = (to: Parameters<typeof moveAnnouncement>[2]) => moveAnnouncement(ctx.db, announcement.id, to);
  if (outcome.kind === 'posted') {
    await ctx.db.batch([
      move({ to: 'posted', ts: outcome.ts, postedAt: now, postedHash: article.contentHash }),
      withdrawLatePost(ctx.db, announcement.id),
    ]);
    ctx.log.info('announcement.posted', { announcement: announcement.publicId, article: article.publicId });
    return true;
  }
  ctx.log.warn('announcement.refused', { announcement: announcement.publicId, code: outcome.code, kind: outcome.kind });
  if (outcome.kind === 'unanswered') {
    await ctx.db.batch([move({ to: 'unknown', error: outcome.code })]);
    return true;
  }
  if (outcome.retryAfterSeconds !== null) {
    await ctx.db.batch([
      move({ to: 'pending', notBefore: addSeconds(now, outcome.retryAfterSeconds), error: outcome.code }),
    ]);
    return false;
  }
  if (BAD_IMAGE.has(outcome.code) && announcement.showsImage) {
    await ctx.db.batch([move({ to: 'pending', showsImage: false, error: outcome.code })]);
    return true;
  }
  if (CHANNEL_GONE.has(outcome.code)) {
    await ctx.db.batch([
      move({ to: 'failed', error: outcome.code }),
      pauseRoutes(ctx.db, announcement.channelId, outcome.code),
    ]);
    return true;
  }
  if (TOKEN_REFUSED.has(outcome.code)) {
    await ctx.db.batch([move({ to: 'pending', notBefore: addSeconds(now, 300), error: outcome.code })]);
    return false;
  }
  await ctx.db.batch([
    move({ to: announcement.attempts < 5 ? 'pending' : 'failed', notBefore: addSeconds(now, 60), error: outcome.code }),
  ]);
  return true;
}

async function updateOutdated(ctx: Context, lane: HeldLane, editsSince: string): Promise<void> {
  for (const post of await listOutdatedPosts(ctx.db, editsSince)) {
    const article = await findArticleById(ctx.db, post.articleId);
    if (!article || !post.ts || !(await lane.renew())) return;
    const outcome = await ctx.announcer.update(post.channelId, post.ts, {
      kind: 'article',
      card: await postCard(ctx, article, { ...post, text: await findPostText(ctx.db, post.id) }),
    });
    if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) return;
    // A refused edit (the window is closed, the message is gone) is not tried again; an unanswered one is, for it repeats safely.
    if (outcome.kind !== 'unanswered') await recordPostedHash(ctx.db, post.id, article.contentHash);
  }
}

async function askAboutUnknown(ctx: Context, lane: HeldLane): Promise<void> {
  for (const post of await listToAsk(ctx.db)) {
    const article = await findArticleById(ctx.db, post.articleId);
    if (!article || !(await lane.renew()) || !(await markAsked(ctx.db, post.id, ctx.now()))) continue;
    const outcome = await ctx.announcer.post(ctx.config.reviewChannel ?? post.channelId, {
      kind: 'unknown_post',
      announcementId: post.publicId,
      channelId: post.channelId,
      card: slackCard(ctx, article, false),
    });
    // Any other refusal would repeat for ever; the post still shows as unknown in /newsdesk status.
    if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) await unmarkAsked(ctx.db, post.id);
  }
}
