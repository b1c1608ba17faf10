import type { ClaimCap } from '../../db/mailings/batches.ts';
import { countSentSince } from '../../db/mailings/mailing-control.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { MOST_MAILS } from '../../db/mailings/split-batch.ts';
import { daysBetween, localDay, startOfDay } from '../../domain/local-day.ts';
import type { Context } from '../context.ts';

const FEWEST_BATCHES_A_DAY = 5;

type Room = { batches: number; cap: ClaimCap | null; reason: string; resumeAt: string | null };

/** Mails of mailings that may leave today, by the newsroom's zone: the cap, and the warm-up's step while it lasts. */
export function capToday(ctx: Pick<Context, 'now' | 'config' | 'settings'>): number | null {
  const { dailyCap, warmUp } = ctx.settings.sending;
  const day = warmUp ? daysBetween(warmUp.from, localDay(ctx.now(), ctx.config.timeZone)) : 0;
  const step = warmUp && day >= 0 ? warmUp.steps[day] : undefined;
  if (step === undefined) return dailyCap;
  return dailyCap === null ? step : Math.min(step, dailyCap);
}

/** The most mails of one batch under a cap for the day: small enough to come close to it. */
export function sizeUnderCap(cap: number): number {
  return Math.max(1, Math.min(MOST_MAILS, Math.floor(cap / FEWEST_BATCHES_A_DAY)));
}

/**
 * How many batches of a mailing may still be claimed today; no end to it without a cap. Each is counted as large as it may
 * be, so that the cap is never passed; but a correction's are those of what it corrects, and under a cap that is smaller one
 * a day leaves.
 */
export async function roomToday(ctx: Context, { audience }: Pick<Mailing, 'audience'>): Promise<Room> {
  const cap = capToday(ctx);
  if (cap === null) return { batches: Number.POSITIVE_INFINITY, cap: null, reason: '', resumeAt: null };
  const zone = ctx.config.timeZone;
  const day = localDay(ctx.now(), zone);
  const since = startOfDay(day, zone);
  const left = cap - (await countSentSince(ctx.db, since));
  const size = audience.recipientsOf === undefined ? sizeUnderCap(cap) : Math.min(MOST_MAILS, cap);
  return {
    batches: Math.max(0, Math.floor(left / size)),
    cap: { since, most: cap, size },
    reason: `Today's limit of ${cap.toLocaleString('en')} mails is used up. The rest leaves by itself tomorrow.`,
    resumeAt: startOfDay(day, zone, 1),
  };
}
