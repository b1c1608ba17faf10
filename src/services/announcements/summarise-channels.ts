import {
  type ChannelSummary,
  claimSummary,
  expireSummaries,
  hasSummary,
  insertSummary,
  listReleased,
  moveSummary,
  rewindRoutes,
} from '../../db/announcements/channel-summaries.ts';
import { type FullRoute, listSummaryRoutes } from '../../db/announcements/route-settings.ts';
import { pauseRoutes } from '../../db/announcements/routes.ts';
import { findArticleById } from '../../db/articles/articles.ts';
import { passesFilters } from '../../domain/route.ts';
import { latestSlot, quietUntil, type Slot } from '../../domain/summary-slot.ts';
import { addSeconds, secondsBetween } from '../../domain/time.ts';
import { slackCard } from '../articles/article-view.ts';
import type { Context } from '../context.ts';
import { type HeldLane, LEASE_SECONDS } from '../lane.ts';
import type { PostOutcome } from '../ports.ts';
import { CHANNEL_GONE, TOKEN_REFUSED } from './post-refusal.ts';

/** A message holds 50 blocks; more is counted. */
const SHOWN_ARTICLES = 20;
const MOST_ARTICLES = 200;
const MOST_ATTEMPTS = 5;
/** A slot that was missed for longer than this is left to the next one, which carries its articles too. */
const GRACE_SECONDS = { daily: 12 * 3600, weekly: 3 * 24 * 3600 };

/** An article may be stored a moment after the time it carries, and so after a summary of that moment looked. */
const OVERLAP_SECONDS = 120;

type DueRoute = { route: FullRoute; slot: Slot };

/**
 * Plans what is due: for each channel one message per local date, at the earliest time of its routes in the newsroom's
 * zone, with what was released since the last one. Nothing new, no message. May run any number of times and be killed.
 */
export async function planSummaries(ctx: Context): Promise<void> {
  const byChannel = new Map<string, FullRoute[]>();
  for (const route of await listSummaryRoutes(ctx.db))
    byChannel.set(route.channelId, [...(byChannel.get(route.channelId) ?? []), route]);
  for (const [channelId, routes] of byChannel) await planChannel(ctx, channelId, routes);
}

async function planChannel(ctx: Context, channelId: string, routes: readonly FullRoute[]): Promise<void> {
  const due = routes.flatMap((route) => dueRoute(ctx, route));
  const [first] = due.sort((a, b) => b.slot.localDate.localeCompare(a.slot.localDate));
  if (!first || (await hasSummary(ctx.db, channelId, first.slot.localDate))) return;
  const now = ctx.now();
  const since = due.map(({ route }) => sinceOf(route)).sort()[0] ?? now;
  const from = addSeconds(since, -OVERLAP_SECONDS);
  const released = await listReleased(ctx.db, { channelId, since: from, now, limit: MOST_ARTICLES });
  const articles = released.filter((article) =>
    due.some(
      ({ route }) =>
        (article.releasedAt ?? '') > addSeconds(sinceOf(route), -OVERLAP_SECONDS) &&
        (route.feedId === null || article.feedIds.includes(route.feedId)) &&
        passesFilters(route.filters, article),
    ),
  );
  await ctx.db.batch(
    insertSummary(ctx.db, {
      publicId: ctx.ids.publicId(),
      channelId,
      localDate: first.slot.localDate,
      articleIds: articles.map(({ id }) => id),
      since,
      isWeekly: due.every(({ route }) => route.mode === 'weekly'),
      showsImages: due.some(({ route }) => route.showsImages),
      routeIds: due.map(({ route }) => route.id),
      now,
    }),
  );
}

function dueRoute(ctx: Context, route: FullRoute): DueRoute[] {
  if (route.mode === 'each') return [];
  const slot = latestSlot({ ...route, mode: route.mode }, ctx.now(), ctx.config.timeZone);
  const isMissed = secondsBetween(slot.at, ctx.now()) > GRACE_SECONDS[route.mode];
  return sinceOf(route) < slot.at && !isMissed ? [{ route, slot }] : [];
}

function sinceOf(route: FullRoute): string {
  return route.summarisedUntil ?? route.createdAt;
}

/** Posts the summaries that are due, each at most once; one whose fate nobody knows is not repeated. */
export async function postSummaries(ctx: Context, lane: HeldLane): Promise<void> {
  const expired = await expireSummaries(ctx.db, ctx.now());
  for (const summary of expired) await askAbout(ctx, summary);
  if (quietUntil(ctx.settings.desk.quietHours, ctx.now(), ctx.config.timeZone) !== null) return;
  while (await lane.renew()) {
    const summary = await claimSummary(ctx.db, {
      now: ctx.now(),
      leaseUntil: addSeconds(ctx.now(), LEASE_SECONDS + 5),
    });
    if (!summary || !(await postSummary(ctx, summary))) return;
  }
}

/** False when Slack wants us to stop for now. */
async function postSummary(ctx: Context, summary: ChannelSummary): Promise<boolean> {
  const found = await Promise.all(summary.articleIds.map((id) => findArticleById(ctx.db, id)));
  const articles = found.flatMap((article) => (article?.state === 'published' ? [article] : []));
  if (articles.length === 0) {
    // All of them were withdrawn in between.
    await ctx.db.batch([moveSummary(ctx.db, summary.id, { to: 'failed', error: 'nothing_left' })]);
    return true;
  }
  const outcome = await ctx.announcer.post(summary.channelId, {
    kind: 'summary',
    summary: {
      isWeekly: summary.isWeekly,
      localDate: summary.localDate,
      cards: articles.slice(0, SHOWN_ARTICLES).map((article) => slackCard(ctx, article, false)),
      moreCount: Math.max(0, articles.length - SHOWN_ARTICLES),
    },
  });
  return record(ctx, summary, outcome);
}

async function record(ctx: Context, summary: ChannelSummary, outcome: PostOutcome): Promise<boolean> {
  const move = (to: Parameters<typeof moveSummary>[2]) => moveSummary(ctx.db, summary.id, to);
  if (outcome.kind === 'posted') {
    await ctx.db.batch([move({ to: 'posted', ts: outcome.ts })]);
    ctx.log.info('summary.posted', { summary: summary.publicId });
    return true;
  }
  ctx.log.warn('summary.refused', { summary: summary.publicId, code: outcome.code });
  if (outcome.kind === 'unanswered') {
    await ctx.db.batch([move({ to: 'unknown', error: outcome.code })]);
    await askAbout(ctx, summary);
    return true;
  }
  if (outcome.retryAfterSeconds !== null) {
    const notBefore = addSeconds(ctx.now(), outcome.retryAfterSeconds);
    await ctx.db.batch([move({ to: 'pending', notBefore, error: outcome.code })]);
    return false;
  }
  if (CHANNEL_GONE.has(outcome.code)) {
    await ctx.db.batch([
      move({ to: 'failed', error: outcome.code }),
      rewindRoutes(ctx.db, summary),
      pauseRoutes(ctx.db, summary.channelId, outcome.code),
    ]);
    return true;
  }
  const later = { notBefore: addSeconds(ctx.now(), 300), error: outcome.code };
  if (TOKEN_REFUSED.has(outcome.code)) {
    await ctx.db.batch([move({ to: 'pending', ...later })]);
    return false;
  }
  // Its articles come with the next one.
  const isOver = summary.attempts >= MOST_ATTEMPTS;
  await ctx.db.batch(
    isOver
      ? [move({ to: 'failed', error: outcome.code }), rewindRoutes(ctx.db, summary)]
      : [move({ to: 'pending', ...later })],
  );
  return true;
}

/** Asks staff whether a summary is in its channel; until somebody says so, the queue shows it too. */
async function askAbout(ctx: Context, summary: ChannelSummary): Promise<void> {
  ctx.log.warn('summary.unknown', { summary: summary.publicId });
  const channel = ctx.config.reviewChannel;
  if (!channel) return;
  const { channelId, localDate, publicId } = summary;
  const outcome = await ctx.announcer.post(channel, { kind: 'unknown_summary', publicId, channelId, localDate });
  if (outcome.kind !== 'posted') ctx.log.warn('staff.not_told', { note: 'unknown_summary', code: outcome.code });
}
