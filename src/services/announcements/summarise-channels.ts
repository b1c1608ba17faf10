import {
  type ChannelSummary,
  claimSummary,
  expireSummaries,
  hasSummary,
  insertSummary,
  listReleased,
  moveSummary,
  type ReleasedArticle,
  rewindRoutes,
  rollOver,
} from '../../db/announcements/channel-summaries.ts';
import { type FullRoute, listRests, listSummaryRoutes, type RouteRest } from '../../db/announcements/route-settings.ts';
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
const PAGE = 200;
/** Where little is wanted of much, and that rolled over for months, the oldest are looked at no more. */
const MOST_PAGES = 10;
const MOST_ATTEMPTS = 5;
/** A slot that was missed for longer than this is left to the next one, which carries its articles too. */
const GRACE_SECONDS = { daily: 12 * 3600, weekly: 3 * 24 * 3600 };

/** An article may be stored a moment after the time it carries, and so after a summary of that moment looked. */
const OVERLAP_SECONDS = 120;

type DueRoute = { route: FullRoute; slot: Slot };

/**
 * Plans what is due: for each channel one message per local date, at the earliest time of its routes in the newsroom's
 * zone, with what was released since the last one. Nothing new, no message; a route with fewer articles than it asks for
 * waits with them for its next time. May run any number of times and be killed.
 */
export async function planSummaries(ctx: Context): Promise<void> {
  const byChannel = new Map<string, FullRoute[]>();
  for (const route of await listSummaryRoutes(ctx.db))
    byChannel.set(route.channelId, [...(byChannel.get(route.channelId) ?? []), route]);
  for (const [channelId, routes] of byChannel) await planChannel(ctx, channelId, routes);
}

async function planChannel(ctx: Context, channelId: string, routes: readonly FullRoute[]): Promise<void> {
  // One that missed its time, or found the channel's message of that date gone out, comes along with the next.
  const behind = routes.flatMap((route) => routeBehind(ctx, route));
  const due = behind.filter(({ route, slot }) => !isMissed(ctx, route, slot));
  const [first] = due.sort((a, b) => b.slot.localDate.localeCompare(a.slot.localDate));
  if (!first || (await hasSummary(ctx.db, channelId, first.slot.localDate))) return;
  const now = ctx.now();
  const since = behind.map(({ route }) => sinceOf(route)).sort()[0] ?? now;
  const released = await releasedSince(ctx, channelId, since);
  const ids = behind.map(({ route }) => route.publicId);
  const rests = await listRests(ctx.db, ids, since);
  const found = behind.map(({ route }) => ({ route, articles: released.filter((each) => isFor(route, each, rests)) }));
  const tooFew = found.filter(({ route, articles }) => articles.length < route.minimumCount && route.minimumCount > 1);
  const told = found.filter((each) => !tooFew.includes(each));
  const articleIds = new Set(told.flatMap(({ articles }) => articles.map(({ id }) => id)));
  const waiting = tooFew.map(({ route }) => route.id);
  await ctx.db.batch([
    ...insertSummary(ctx.db, {
      publicId: ctx.ids.publicId(),
      channelId,
      localDate: first.slot.localDate,
      articleIds: released.map(({ id }) => id).filter((id) => articleIds.has(id)),
      since: told.map(({ route }) => sinceOf(route)).sort()[0] ?? since,
      isWeekly: told.every(({ route }) => route.mode === 'weekly'),
      isCompact: told.every(({ route }) => route.isCompact),
      routeIds: told.map(({ route }) => route.id),
      now,
    }),
    ...(waiting.length > 0 ? [rollOver(ctx.db, waiting, now)] : []),
  ]);
  if (waiting.length > 0) ctx.log.info('summary.rolled_over', { routes: waiting.length });
}

/** What was released since then that the channel does not have, newest first. */
async function releasedSince(ctx: Context, channelId: string, since: string): Promise<ReleasedArticle[]> {
  const window = { channelId, since: addSeconds(since, -OVERLAP_SECONDS), now: ctx.now(), limit: PAGE };
  const released: ReleasedArticle[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const more = await listReleased(ctx.db, { ...window, after: released.at(-1) ?? null });
    released.push(...more);
    if (more.length < PAGE) break;
  }
  return released;
}

function isFor(route: FullRoute, article: ReleasedArticle, rests: readonly RouteRest[]): boolean {
  const at = article.releasedAt ?? '';
  return (
    at > addSeconds(sinceOf(route), -OVERLAP_SECONDS) &&
    !rests.some(
      ({ publicId, from, until }) => publicId === route.publicId && at > from && (until === null || at < until),
    ) &&
    (route.feedId === null || article.feedIds.includes(route.feedId)) &&
    passesFilters(route.filters, article)
  );
}

function routeBehind(ctx: Context, route: FullRoute): DueRoute[] {
  if (route.mode === 'each') return [];
  const slot = latestSlot({ ...route, mode: route.mode }, ctx.now(), ctx.config.timeZone);
  return sinceOf(route) < slot.at && (route.rolledOverAt ?? '') < slot.at ? [{ route, slot }] : [];
}

function isMissed(ctx: Context, { mode }: FullRoute, slot: Slot): boolean {
  return mode !== 'each' && secondsBetween(slot.at, ctx.now()) > GRACE_SECONDS[mode];
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
      isCompact: summary.isCompact,
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
