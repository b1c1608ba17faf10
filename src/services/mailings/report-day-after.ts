import { claimDayAfter, listToSumUp, releaseDayAfter } from '../../db/mailings/mailing-control.ts';
import { findMailing } from '../../db/mailings/mailings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { mailingReport } from './mailing-report.ts';

const DAY = 86_400;

/** Posts a newsletter's report into the thread of its message, a day after it ended. At most once each. */
export async function reportDayAfter(ctx: Context): Promise<void> {
  const now = ctx.now();
  for (const { channel, id, publicId, ts } of await listToSumUp(ctx.db, addSeconds(now, -DAY))) {
    const mailing = await findMailing(ctx.db, publicId);
    if (!mailing || !(await claimDayAfter(ctx.db, id, now))) continue;
    const note = { kind: 'mailing_report', report: await mailingReport(ctx, mailing) } as const;
    const outcome = await ctx.announcer.post(channel, note, { ts, isBroadcast: false });
    if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) await releaseDayAfter(ctx.db, id);
  }
}
