import type { ClaimCap } from '../../db/mailings/batches.ts';
import { countSentSince } from '../../db/mailings/mailing-control.ts';
import { daysBetween, localDay, startOfDay } from '../../domain/local-day.ts';
import type { Context } from '../context.ts';

type Room = { batches: number; cap: ClaimCap | null; reason: string; resumeAt: string | null };

/** Mails of mailings that may leave today, by the newsroom's zone: the cap, and the warm-up's step while it lasts. */
export function capToday(ctx: Pick<Context, 'now' | 'config' | 'settings'>): number | null {
  const { dailyCap, warmUp } = ctx.settings.sending;
  const day = warmUp ? daysBetween(warmUp.from, localDay(ctx.now(), ctx.config.timeZone)) : 0;
  const step = warmUp && day >= 0 ? warmUp.steps[day] : undefined;
  if (step === undefined) return dailyCap;
  return dailyCap === null ? step : Math.min(step, dailyCap);
}

/**
 * How many batches may still be claimed today; no end to it without a cap. A batch is counted as a full hundred or, where
 * the cap made batches smaller, as a fifth of it, so that the cap is never passed.
 */
export async function roomToday(ctx: Context): Promise<Room> {
  const cap = capToday(ctx);
  if (cap === null) return { batches: Number.POSITIVE_INFINITY, cap: null, reason: '', resumeAt: null };
  const zone = ctx.config.timeZone;
  const day = localDay(ctx.now(), zone);
  const since = startOfDay(day, zone);
  const left = cap - (await countSentSince(ctx.db, since));
  const size = Math.max(1, Math.min(100, Math.floor(cap / 5)));
  return {
    batches: Math.max(0, Math.floor(left / size)),
    cap: { since, most: cap, size },
    reason: `Today's limit of ${cap.toLocaleString('en')} mails is used up. The rest leaves by itself tomorrow.`,
    resumeAt: startOfDay(day, zone, 1),
  };
}
