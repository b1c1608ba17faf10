import { randomBytes } from 'node:crypto';
import { type HubSubscription, swapHub } from '../../db/feeds/websub.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import type { HubAnswer } from '../ports.ts';

/** Ten days, the usual default; the hub decides. */
export const ASKED_LEASE_SECONDS = 10 * 24 * 3600;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** A hub that never confirms the end forgets us when the lease is over. */
const MOST_GOODBYES = 3;

/**
 * Asks a feed's hub to begin, to renew, or to end (when the feed is not active any more). The request is noted before
 * it leaves, so that the hub may verify while it is under way and a kill only means asking again. Never throws for what
 * a hub does: without one the feed is polled as ever.
 */
export async function askHub(ctx: Context, hub: HubSubscription): Promise<void> {
  const mode = hub.feedState === 'active' ? 'subscribe' : 'unsubscribe';
  const to = mode === 'subscribe' ? 'asked' : 'leaving';
  const isRepeat = hub.state === to || hub.state === 'refused';
  const failureCount = isRepeat ? hub.failureCount + 1 : 1;
  const now = ctx.now();
  if (to === 'leaving' && failureCount > MOST_GOODBYES) {
    await swapHub(ctx.db, hub, { state: 'ended', nextAt: now, leaseUntil: null, failureCount: 0 });
    return;
  }
  const secret = hub.secret ?? randomBytes(32).toString('hex');
  const nextAt = addSeconds(now, backOff(HOUR, failureCount, 7 * DAY));
  const asked = await swapHub(ctx.db, hub, { state: to, nextAt, secret, failureCount });
  if (!asked) return;
  const answer = await ctx.hubs.ask({
    hubUrl: hub.hubUrl,
    mode,
    topicUrl: hub.topicUrl,
    callbackUrl: `${ctx.config.brand.baseUrl}/websub/${hub.feedPublicId}`,
    secret,
    leaseSeconds: ASKED_LEASE_SECONDS,
  });
  if (answer.kind !== 'accepted') await recordNo(ctx, asked, answer);
  ctx.log.info('websub.asked', { feed: hub.feedPublicId, mode, answer: answer.kind });
}

/** A refusal is final for a day and more; no answer is asked again sooner. Either way the feed is only slower. */
async function recordNo(
  ctx: Context,
  asked: HubSubscription,
  answer: Exclude<HubAnswer, { kind: 'accepted' }>,
): Promise<void> {
  const lastError = answer.message;
  if (answer.kind === 'unanswered') {
    await swapHub(ctx.db, asked, { state: asked.state, nextAt: asked.nextAt, lastError });
  } else if (asked.state === 'leaving') {
    await swapHub(ctx.db, asked, { state: 'ended', nextAt: ctx.now(), leaseUntil: null, failureCount: 0, lastError });
  } else {
    const nextAt = addSeconds(ctx.now(), backOff(DAY, asked.failureCount, 30 * DAY));
    await swapHub(ctx.db, asked, { state: 'refused', nextAt, lastError });
  }
}

/** `first` seconds, doubled for each try after the first, at most `most`. */
export function backOff(first: number, tries: number, most: number): number {
  return Math.min(first * 2 ** Math.min(Math.max(tries - 1, 0), 20), most);
}
