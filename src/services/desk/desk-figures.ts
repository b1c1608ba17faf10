import {
  countBySource,
  type FeedHealth,
  listFeedHealth,
  listReaderDays,
  listSendFigures,
  type ReaderDay,
  type SourceCount,
} from '../../db/desk/desk-figures.ts';
import { countNeeds, type Needs } from '../../db/desk/overview.ts';
import { listRecentMailings } from '../../db/mailings/mailings.ts';
import { countByState } from '../../db/readers/subscribers.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { mailingProgress } from '../mailings/mailing-progress.ts';
import type { MailingProgress } from '../ports.ts';
import { type Growth, readGrowth } from '../readers/growth.ts';

const DAY = 86_400;
const WEEKS = 26;
const SENDS = 12;
const FEEDS = 200;
const SOURCES = 12;
const SOURCE_DAYS = 90;
const SIGN_UP_DAYS = 30;
const RUNNING: readonly string[] = ['holding', 'sending', 'paused'];

/** Readers at the end of one day, and how many came and went in the week before. */
export type GrowthPoint = { at: string; readers: number; joined: number; gone: number };

/** What one mailing came to; `arrived` is what was taken and not reported lost since. */
export type SendPoint = {
  title: string;
  startedAt: string;
  submitted: number;
  arrived: number;
  bounced: number;
  complained: number;
  refused: number;
};

export type DeskFigures = {
  readers: { active: number; pending: number; left: number };
  needs: Needs;
  /** The oldest first, as are the sends. */
  growth: GrowthPoint[];
  /** The last month by day and by where they signed up. */
  signUps: Pick<Growth, 'days' | 'sources'>;
  sends: SendPoint[];
  feeds: FeedHealth[];
  sources: SourceCount[];
};

/** Everything the dashboard draws. Holds nothing about one reader. */
export async function deskFigures(ctx: Context): Promise<DeskFigures> {
  const { db } = ctx;
  const now = ctx.now();
  const [states, needs, days, signUps, sends, feeds, sources] = await Promise.all([
    countByState(db),
    countNeeds(db),
    listReaderDays(db),
    readGrowth(ctx, SIGN_UP_DAYS),
    listSendFigures(db, SENDS),
    listFeedHealth(db, FEEDS),
    countBySource(db, addSeconds(now, -SOURCE_DAYS * DAY), SOURCES),
  ]);
  return {
    readers: {
      active: states.get('active') ?? 0,
      pending: states.get('pending') ?? 0,
      left: states.get('unsubscribed') ?? 0,
    },
    needs,
    growth: growthOf(days, now),
    signUps,
    sends: sends.reverse().map(({ lead, problems, refused, startedAt, subject, submitted }) => {
      const { bounced = 0, complained = 0, failed = 0, suppressed = 0 } = problems;
      const title = subject.en ?? Object.values(subject)[0] ?? lead ?? 'Newsletter';
      const arrived = Math.max(0, submitted - bounced - failed - suppressed);
      return { title, startedAt, submitted, arrived, bounced, complained, refused: refused + failed + suppressed };
    }),
    feeds,
    sources,
  };
}

/** Mailings that wait for their time, are under way or stand still, the newest first. */
export async function runningMailings(ctx: Context): Promise<MailingProgress[]> {
  const recent = await listRecentMailings(ctx.db, 10);
  return Promise.all(recent.filter(({ state }) => RUNNING.includes(state)).map((one) => mailingProgress(ctx, one)));
}

/** One point a week up to today, from what happened on each day. */
function growthOf(days: readonly ReaderDay[], now: string): GrowthPoint[] {
  return Array.from({ length: WEEKS }, (_, n) => {
    const at = addSeconds(now, -7 * DAY * (WEEKS - 1 - n)).slice(0, 10);
    const from = addSeconds(`${at}T00:00:00.000Z`, -7 * DAY).slice(0, 10);
    const until = days.filter(({ day }) => day <= at);
    const week = until.filter(({ day }) => day > from);
    const sum = (list: readonly ReaderDay[], what: 'joined' | 'gone') => list.reduce((all, day) => all + day[what], 0);
    const readers = sum(until, 'joined') - sum(until, 'gone');
    return { at, readers, joined: sum(week, 'joined'), gone: sum(week, 'gone') };
  });
}
