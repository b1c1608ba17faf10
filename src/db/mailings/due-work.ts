import * as z from 'zod';
import { type Database, queryOne } from '../database.ts';
import { TO_ASK_ABOUT } from './unknown-batches.ts';

/** Whether something may wait for each part of the background work. */
export type DueWork = Record<Work, boolean>;
type Work = (typeof WORKS)[number][0];

/** What is looked for: times, and when the sign-up form counts as flooded. */
export type DueTimes = {
  now: string;
  hourAgo: string;
  minuteAgo: string;
  /** Posts of articles edited since then are brought up to date. */
  editsSince: string;
  /** Alerts released after this. */
  alertsSince: string;
  /** The last month, as its setting holds it once it was reported. */
  lastMonth: string;
  flood: { key: string; windowStart: string; count: number };
};

/**
 * Each condition holds whenever that part has something to do; it may hold when it has not, for the part looks for
 * itself. Parameters: ?1 now, ?2 an hour ago, ?3 a minute ago, ?4 the oldest alert, ?5 to ?7 the flood's count,
 * ?8 the oldest edit, ?9 the last month.
 */
const WORKS = [
  [
    'slack',
    `EXISTS (SELECT 1 FROM announcement WHERE state IN ('pending', 'sending') AND (not_before <= ?1 OR lease_until <= ?1))
       OR EXISTS (SELECT 1 FROM announcement WHERE state = 'unknown' AND asked_at IS NULL)
       OR EXISTS (SELECT 1 FROM announcement WHERE state = 'awaiting_approval')
       OR EXISTS (SELECT 1 FROM announcement WHERE review_ts IS NOT NULL AND review_state IS NOT state)
       OR EXISTS (SELECT 1 FROM announcement WHERE wish IS NOT NULL)
       OR EXISTS (SELECT 1 FROM article WHERE revision > 1 AND updated_at >= ?8)
       OR EXISTS (SELECT 1 FROM channel_summary WHERE state IN ('pending', 'sending'))
       OR EXISTS (SELECT 1 FROM route WHERE state = 'paused' AND told_at IS NULL)`,
  ],
  ['feeds', `EXISTS (SELECT 1 FROM feed WHERE state = 'active' AND next_poll_at <= ?1)`],
  [
    'hubs',
    `EXISTS (SELECT 1 FROM hub_subscription h JOIN feed f ON f.id = h.feed_id
       WHERE h.next_at <= ?1 OR h.state IN ('leaving', 'ended')
         OR (f.state <> 'active' AND h.state IN ('asked', 'active')))`,
  ],
  [
    'floods',
    `EXISTS (SELECT 1 FROM article WHERE state = 'held' AND flood_id IS NULL)
       OR EXISTS (SELECT 1 FROM flood WHERE state = 'open' AND asked_at IS NULL)`,
  ],
  ['feedTrouble', 'EXISTS (SELECT 1 FROM feed WHERE failing_since IS NOT NULL OR alerted_since IS NOT NULL)'],
  ['summaries', `EXISTS (SELECT 1 FROM route WHERE mode <> 'each' AND state = 'active')`],
  ['events', 'EXISTS (SELECT 1 FROM email_event WHERE folded_at IS NULL)'],
  ['heldChanges', 'EXISTS (SELECT 1 FROM subscriber WHERE held_frequency IS NOT NULL OR held_zone IS NOT NULL)'],
  ['schedules', `EXISTS (SELECT 1 FROM schedule WHERE state = 'active')`],
  [
    'alerts',
    `EXISTS (SELECT 1 FROM article a
       WHERE a.state = 'published' AND a.email_mode <> 'none' AND a.email_mode = 'alert' AND a.released_at > ?4
         AND NOT EXISTS (SELECT 1 FROM alerted_story s WHERE s.translation_group = a.translation_group))`,
  ],
  [
    'mailings',
    `EXISTS (SELECT 1 FROM mailing WHERE state = 'draft')
       OR EXISTS (SELECT 1 FROM mailing WHERE state IN ('holding', 'sending', 'paused'))`,
  ],
  ['messages', `EXISTS (SELECT 1 FROM message WHERE state IN ('todo', 'sending') AND not_before <= ?1)`],
  [
    'reports',
    `EXISTS (SELECT 1 FROM mailing
       WHERE id > (SELECT COALESCE(MAX(id), 0) - 50 FROM mailing) AND state <> 'draft' AND report_channel IS NOT NULL
         AND (reported_state IS NOT state OR (state = 'finished' AND summed_up_at IS NULL)))
       OR EXISTS (SELECT 1 ${TO_ASK_ABOUT})`,
  ],
  ['month', `NOT EXISTS (SELECT 1 FROM setting WHERE key = 'month_reported' AND value = ?9)`],
  ['contacts', 'EXISTS (SELECT 1 FROM contact_message WHERE told_at IS NULL)'],
  [
    'signupFlood',
    'EXISTS (SELECT 1 FROM rate_count WHERE key = ?5 AND window_start = ?6 AND count >= CAST(?7 AS INTEGER))',
  ],
  ['signupCheck', `EXISTS (SELECT 1 FROM setting WHERE key = 'signup_check_misset' AND value ->> 'toldAt' IS NULL)`],
  ['sweep', `NOT EXISTS (SELECT 1 FROM setting WHERE key = 'swept_at' AND updated_at > ?2)`],
  ['note', `NOT EXISTS (SELECT 1 FROM setting WHERE key = 'ticked_at' AND updated_at > ?3)`],
] as const;

const SELECT = `SELECT ${WORKS.map(([name, condition]) => `(${condition}) AS ${name}`).join(', ')}`;
const Row = z.record(
  z.enum(WORKS.map(([name]) => name)),
  z.number().transform((flag) => flag === 1),
);

/** Asks once for all background work that may be due, so that an idle tick costs a few statements. */
export async function findDueWork(db: Database, times: DueTimes) {
  const { alertsSince, editsSince, flood, hourAgo, lastMonth, minuteAgo, now } = times;
  const row = await queryOne(
    Row,
    db
      .prepare(SELECT)
      .bind(now, hourAgo, minuteAgo, alertsSince, flood.key, flood.windowStart, flood.count, editsSince, lastMonth),
  );
  if (!row) throw new Error('A statement without a table gave no row.');
  return row satisfies DueWork;
}
