import { listAwaitingApproval, type WaitingPost } from '../../db/announcements/announcements-waiting.ts';
import { type Article, listPublished } from '../../db/articles/articles.ts';
import {
  countNeeds,
  findNextIssue,
  type Issue,
  listFailingFeeds,
  listLastSends,
  type Needs,
} from '../../db/desk/overview.ts';
import { countFeeds, listFeedPage, type NamedFeed } from '../../db/feeds/feed-states.ts';
import { countLeft } from '../../db/readers/growth.ts';
import { countActive } from '../../db/readers/subscribers.ts';
import { addSeconds } from '../../domain/time.ts';
import { listMailed } from '../articles/mailed-articles.ts';
import type { Context } from '../context.ts';
import { withChannels } from '../feeds/feed-channels.ts';
import { readGrowth } from '../readers/growth.ts';

/** Feeds on one page of the overview. */
export const FEEDS_ON_A_PAGE = 20;
const LATEST = 5;
const APPROVALS = 5;
const SENDS = 8;
const GROWTH_DAYS = 14;
const FAILING_SECONDS = 24 * 3600;
const DAY_SECONDS = 24 * 3600;
/** Last sends that are told in words, with who left after them. */
export const SENDS_IN_WORDS = 5;

/** What somebody without a role sees: the latest articles, and nothing of the newsroom's own. */
export type PublicOverview = { latest: Article[] };

/** The newsroom at a glance for one of its staff. */
export type StaffOverview = PublicOverview & {
  /** Ids of the latest articles that readers of every frequency had by mail. */
  mailed: number[];
  next: Issue | null;
  readers: number;
  approvals: { shown: WaitingPost[]; total: number };
  needs: Needs;
  failing: { publicId: string; title: string; failingSince: string | null }[];
  /** `channels`: where its articles are announced. */
  feeds: { page: (NamedFeed & { channels: string[] })[]; total: number; after: number; nextAfter: number | null };
  /** The latest first; `left` counts who unsubscribed from when it began until a day after its end, null for older ones. */
  sends: (Issue & { left: number | null })[];
  /** Each of the last days in the newsroom's zone, the oldest first. */
  growth: { day: string; joined: number; left: number }[];
};

/** The newest articles that anybody may read. */
export async function publicOverview(ctx: Context): Promise<PublicOverview> {
  return { latest: await listPublished(ctx.db, { before: null, now: ctx.now(), limit: LATEST }) };
}

async function sendsWithLeavers(ctx: Context): Promise<StaffOverview['sends']> {
  const sends = await listLastSends(ctx.db, SENDS);
  return Promise.all(
    sends.map(async (send, index) => {
      const until = addSeconds(send.finishedAt ?? ctx.now(), DAY_SECONDS);
      return { ...send, left: index < SENDS_IN_WORDS ? await countLeft(ctx.db, send.startedAt, until) : null };
    }),
  );
}

/** Everything the App Home of staff shows; `feedsAfter` is the feed behind which its page of feeds begins, 0 for the first. */
export async function staffOverview(ctx: Context, feedsAfter: number): Promise<StaffOverview> {
  const { db } = ctx;
  const now = ctx.now();
  const [latest, next, { active: readers }, approvals, needs, failing, page, total, sends, { days: growth }] =
    await Promise.all([
      listPublished(db, { before: null, now, limit: LATEST }),
      findNextIssue(db),
      countActive(db),
      listAwaitingApproval(db, APPROVALS),
      countNeeds(db),
      listFailingFeeds(db, addSeconds(now, -FAILING_SECONDS), APPROVALS),
      listFeedPage(db, { afterId: feedsAfter, limit: FEEDS_ON_A_PAGE + 1 }),
      countFeeds(db),
      sendsWithLeavers(ctx),
      readGrowth(ctx, GROWTH_DAYS),
    ]);
  const [shown, mailed] = await Promise.all([
    withChannels(ctx, page.slice(0, FEEDS_ON_A_PAGE)),
    listMailed(
      ctx,
      latest.map(({ id }) => id),
    ),
  ]);
  const nextAfter = page.length > FEEDS_ON_A_PAGE ? (shown.at(-1)?.id ?? null) : null;
  const feeds = { page: shown, total, after: feedsAfter, nextAfter };
  return { latest, mailed, next, readers, approvals, needs, failing, feeds, sends, growth };
}
