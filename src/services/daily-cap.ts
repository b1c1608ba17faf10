import { Temporal } from 'temporal-polyfill';
import { countSentSince } from '../db/mailing-control.ts';
import type { Context } from './context.ts';

type Room = { batches: number; reason: string; resumeAt: string | null };

function today(ctx: Pick<Context, 'now' | 'config'>): Temporal.PlainDate {
  return Temporal.Instant.from(ctx.now()).toZonedDateTimeISO(ctx.config.timeZone).toPlainDate();
}

function startOf(ctx: Pick<Context, 'config'>, day: Temporal.PlainDate): string {
  const at = day.toZonedDateTime(ctx.config.timeZone).epochMilliseconds;
  return new Date(at).toISOString();
}

/** Mails of mailings that may leave today, by the newsroom's zone: the cap, and the warm-up's step while it lasts. */
export function capToday(ctx: Pick<Context, 'now' | 'config' | 'settings'>): number | null {
  const { dailyCap, warmUp } = ctx.settings.sending;
  const day = warmUp ? Temporal.PlainDate.from(warmUp.from).until(today(ctx), { largestUnit: 'day' }).days : 0;
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
  if (cap === null) return { batches: Number.POSITIVE_INFINITY, reason: '', resumeAt: null };
  const day = today(ctx);
  const left = cap - (await countSentSince(ctx.db, startOf(ctx, day)));
  const size = Math.max(1, Math.min(100, Math.floor(cap / 5)));
  return {
    batches: Math.max(0, Math.floor(left / size)),
    reason: `Today's limit of ${cap.toLocaleString('en')} mails is used up. The rest leaves by itself tomorrow.`,
    resumeAt: startOf(ctx, day.add({ days: 1 })),
  };
}
