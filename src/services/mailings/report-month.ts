import { countMailingsBetween, listMailingsBetween } from '../../db/mailings/named-mailings.ts';
import { countLeft } from '../../db/readers/growth.ts';
import { readSettingText, swapSetting } from '../../db/settings.ts';
import { localDay, startOfDay } from '../../domain/local-day.ts';
import type { Context } from '../context.ts';
import { mailingTitle } from './mailing-progress.ts';

/** The setting that names the last month which was reported, as JSON. */
const MONTH_REPORTED = 'month_reported';
const MOST_NAMED = 10;

/** The month before the one it is in the newsroom's zone, such as 2026-02. */
export function lastMonth(ctx: Pick<Context, 'now' | 'config'>): string {
  const [year = 0, month = 1] = localDay(ctx.now(), ctx.config.timeZone).split('-').map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
}

/**
 * Posts to the review channel what the newsletters of the last month came to, once each month, on its first day or when work
 * goes on after it. Nothing where none was sent. Claimed before it is posted: a kill in between loses the post rather than
 * doubling it, and every report can be asked for by hand.
 */
export async function reportMonth(ctx: Context): Promise<void> {
  const month = lastMonth(ctx);
  const seen = await readSettingText(ctx.db, MONTH_REPORTED);
  const to = JSON.stringify(month);
  if (seen === to) return;
  const [claimed] = await ctx.db.batch([swapSetting(ctx.db, { key: MONTH_REPORTED, from: seen, to, now: ctx.now() })]);
  if (claimed?.meta.changes !== 1 || !ctx.config.reviewChannel) return;
  const zone = ctx.config.timeZone;
  const from = startOfDay(`${month}-01`, zone);
  const until = startOfDay(`${localDay(ctx.now(), zone).slice(0, 7)}-01`, zone);
  const counts = await countMailingsBetween(ctx.db, from, until);
  if (counts.mailings === 0) return;
  const first = await listMailingsBetween(ctx.db, { from, to: until, limit: MOST_NAMED });
  const named = await Promise.all(
    first.map(async (mailing) => ({
      number: mailing.id,
      subject: await mailingTitle(ctx, mailing),
      submitted: mailing.submittedCount,
    })),
  );
  const left = await countLeft(ctx.db, from, until);
  const note = { kind: 'monthly_report', month: { month, ...counts, left, named } } as const;
  const outcome = await ctx.announcer.post(ctx.config.reviewChannel, note);
  if (outcome.kind !== 'posted') ctx.log.warn('staff.not_told', { note: note.kind, code: outcome.code });
}
