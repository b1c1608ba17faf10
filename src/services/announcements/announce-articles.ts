import {
  type Announcement,
  claimAnnouncement,
  expireSending,
  findThread,
  hasSlackWork,
  listOutdatedPosts,
  listToAsk,
  markAsked,
  recordPostedHash,
  unmarkAsked,
} from '../../db/announcements/announcements.ts';
import { hasSummaryWork } from '../../db/announcements/channel-summaries.ts';
import { listRoutesToTell } from '../../db/announcements/route-settings.ts';
import { findArticleById } from '../../db/articles/articles.ts';
import { readPacing, writePacing } from '../../db/lanes.ts';
import { localDay, startOfDay } from '../../domain/local-day.ts';
import { quietUntil } from '../../domain/summary-slot.ts';
import { addSeconds } from '../../domain/time.ts';
import { postCard, slackCard } from '../articles/article-view.ts';
import { settleWishes } from '../articles/article-wishes.ts';
import type { Context } from '../context.ts';
import { type HeldLane, LEASE_SECONDS, withLane } from '../lane.ts';
import type { Thread } from '../ports.ts';
import { askApprovals, hasApprovalsToAsk } from './ask-approvals.ts';
import { heedSlack } from './heed-slack.ts';
import { THREAD_REFUSED } from './post-refusal.ts';
import { recordPost } from './record-post.ts';
import { postSummaries } from './summarise-channels.ts';
import { tellPausedRoutes } from './tell-paused-routes.ts';
import { noteCaughtUp, tellSlowed } from './tell-slowed.ts';

/** Slack takes one message a second and channel (https://docs.slack.dev/apis/web-api/rate-limits). */
const CHANNEL_GAP_MS = 1_000;
/** Longer than the client's own time limit, so that a call that is still running is not taken for lost. */
const POST_LEASE_SECONDS = LEASE_SECONDS + 5;
export const EDIT_WINDOW_SECONDS = 7 * 24 * 3600;

/**
 * Does everything that is due in Slack: posts, summaries, edits of posts, approval cards, and questions to staff. Where
 * Slack asked us to wait, nothing is asked of it before, by whichever holder of the lane.
 */
export async function announceArticles(ctx: Context, deadline: string): Promise<void> {
  const editsSince = addSeconds(ctx.now(), -EDIT_WINDOW_SECONDS);
  if (!(await hasWork(ctx, editsSince))) return;
  await withLane(ctx, { name: 'slack', deadline }, async (lane) => {
    const expired = await expireSending(ctx.db, ctx.now());
    if (expired > 0) ctx.log.warn('announcement.unknown', { count: expired });
    if (!(await mayAsk(ctx))) return;
    if (!(await postDue(ctx, lane))) return;
    await noteCaughtUp(ctx);
    const heeding = heedSlack(ctx, lane);
    await postSummaries(heeding, lane);
    await settleWishes(heeding, lane);
    await updateOutdated(heeding, lane, editsSince);
    await askAboutUnknown(heeding, lane);
    await askApprovals(heeding, lane);
    await tellPausedRoutes(heeding, lane);
  });
}

async function hasWork(ctx: Context, editsSince: string): Promise<boolean> {
  return (
    (await hasSlackWork(ctx.db, ctx.now(), editsSince)) ||
    (await hasSummaryWork(ctx.db, ctx.now())) ||
    (await hasApprovalsToAsk(ctx)) ||
    (await listRoutesToTell(ctx.db)).length > 0
  );
}

/** Whether the time Slack asked us to wait is over. */
async function mayAsk(ctx: Context): Promise<boolean> {
  const { nextAt } = await readPacing(ctx.db, 'slack');
  return nextAt <= Date.parse(ctx.now());
}

/** Posts what is due, a second apart in each channel. False when Slack wants us to stop for now. */
async function postDue(ctx: Context, lane: HeldLane): Promise<boolean> {
  if (quietUntil(ctx.settings.desk.quietHours, ctx.now(), ctx.config.timeZone) !== null) return true;
  const freeAt = new Map<string, number>();
  while (await lane.renew()) {
    const now = Date.parse(ctx.now());
    for (const [channel, at] of freeAt) if (at <= now) freeAt.delete(channel);
    const busyChannels = [...freeAt.keys()];
    const announcement = await claimAnnouncement(ctx.db, {
      now: ctx.now(),
      leaseUntil: addSeconds(ctx.now(), POST_LEASE_SECONDS),
      busyChannels,
    });
    if (announcement) {
      const waitSeconds = await postOne(ctx, announcement);
      if (waitSeconds > 0) {
        await waitForSlack(ctx, lane, waitSeconds);
        return false;
      }
      freeAt.set(announcement.channelId, Date.parse(ctx.now()) + CHANNEL_GAP_MS);
    } else if (busyChannels.length > 0) {
      // Also after the last one: the lane is kept until every channel may be posted to again, so that the next holder may.
      await ctx.sleep(Math.max(10, Math.min(...freeAt.values()) - now));
    } else {
      return true;
    }
  }
  return true;
}

/** Keeps the lane's next holders from asking before Slack's time is over. */
async function waitForSlack(ctx: Context, { holder }: HeldLane, seconds: number): Promise<void> {
  const nextAt = Date.parse(ctx.now()) + seconds * 1000;
  await writePacing(ctx.db, { name: 'slack', holder, perSecond: null, nextAt });
  await tellSlowed(ctx);
}

/** Posts one claimed announcement and records what Slack said. The seconds that Slack wants us to wait; 0 for none. */
async function postOne(ctx: Context, announcement: Announcement): Promise<number> {
  const article = await findArticleById(ctx.db, announcement.articleId);
  if (!article) throw new Error('An announcement names an article that does not exist.');
  const card = await postCard(ctx, article, announcement);
  const thread = await threadFor(ctx, announcement);
  const outcome = await ctx.announcer.post(announcement.channelId, { kind: 'article', card }, thread);
  return recordPost(ctx, announcement, {
    contentHash: article.contentHash,
    publicId: article.publicId,
    outcome,
    thread,
  });
}

/** The thread of the day's first post in its channel, where its route wants that. Undefined: it stands in the channel. */
async function threadFor(ctx: Context, announcement: Announcement): Promise<Thread | undefined> {
  const { channelId, lastError, threads } = announcement;
  if (threads === 'off' || THREAD_REFUSED.has(lastError ?? '')) return undefined;
  const { timeZone } = ctx.config;
  const ts = await findThread(ctx.db, channelId, startOfDay(localDay(ctx.now(), timeZone), timeZone));
  return ts === null ? undefined : { ts, isBroadcast: threads === 'broadcast' };
}

async function updateOutdated(ctx: Context, lane: HeldLane, editsSince: string): Promise<void> {
  for (const post of await listOutdatedPosts(ctx.db, editsSince)) {
    const article = await findArticleById(ctx.db, post.articleId);
    if (!article || !post.ts || !(await lane.renew())) return;
    const outcome = await ctx.announcer.update(post.channelId, post.ts, {
      kind: 'article',
      card: await postCard(ctx, article, post),
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
