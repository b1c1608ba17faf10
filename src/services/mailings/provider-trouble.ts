import { addSeconds, type IsoTime } from '../../domain/time.ts';

/** With waits of 5, 10, 15 … seconds in between, this many attempts are some two minutes without any answer. */
const MANY_ATTEMPTS = 7;
const TRY_AGAIN_SECONDS = 15 * 60;
/** The provider's day and month end at midnight UTC; a few minutes more allow for its clock. */
const AFTER_RESET_SECONDS = 5 * 60;

/** When a used-up quota is new again; null for every other refusal, which needs a person. */
export function quotaResetsAt(code: string, now: IsoTime): IsoTime | null {
  const at = new Date(now);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const reset = (end: number) => addSeconds(new Date(end).toISOString(), AFTER_RESET_SECONDS);
  if (code === 'daily_quota_exceeded') return reset(Date.UTC(year, month, day + 1));
  if (code === 'monthly_quota_exceeded') return reset(Date.UTC(year, month + 1, 1));
  return null;
}

/** Whether a batch that was tried `attempts` times, with nothing accepted beside it, means that the provider is down. */
export function outageOf(attempts: number, now: IsoTime): { code: string; reason: string; resumeAt: IsoTime } | null {
  if (attempts < MANY_ATTEMPTS) return null;
  return {
    code: 'outage',
    reason: `The mail provider has not answered ${attempts} attempts. Nobody is mailed twice; it is tried again in a quarter of an hour.`,
    resumeAt: addSeconds(now, TRY_AGAIN_SECONDS),
  };
}
