import { addSeconds, type IsoTime } from '../../domain/time.ts';

/** With waits of 5, 10, 15 … seconds in between, this many attempts are some two minutes without any answer. */
const MANY_ATTEMPTS = 7;
const TRY_AGAIN_SECONDS = 15 * 60;
/** Each pause in a row is twice as long as the one before; behind these, some eight hours, a person has to look. */
const MOST_PAUSES = 5;
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
export function outageOf(
  attempts: number,
  now: IsoTime,
): { code: string; reason: string; resumeAt: IsoTime | null } | null {
  if (attempts < MANY_ATTEMPTS) return null;
  const said = `The mail provider has not answered ${attempts} attempts. Nobody is mailed twice;`;
  // Behind the first pause a single attempt tells whether it answers again.
  const pauses = attempts - MANY_ATTEMPTS;
  if (pauses >= MOST_PAUSES) {
    return { code: 'outage', reason: `${said} it waits until somebody resumes it.`, resumeAt: null };
  }
  const seconds = TRY_AGAIN_SECONDS * 2 ** pauses;
  const wait = seconds < 3600 ? `${seconds / 60} minutes` : `${seconds / 3600} h`;
  return { code: 'outage', reason: `${said} it is tried again in ${wait}.`, resumeAt: addSeconds(now, seconds) };
}
