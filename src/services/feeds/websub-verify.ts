import { findHub, type HubSubscription, swapHub } from '../../db/feeds/websub.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { ASKED_LEASE_SECONDS, backOff } from './websub-ask.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const LONGEST_LEASE_SECONDS = 30 * DAY;

export type Verification = {
  mode: string;
  topic: string;
  /** What the hub grants; null where it does not say. */
  leaseSeconds: number | null;
};

/**
 * Whether we want what a hub asks us to confirm (W3C WebSub §5.3): only the topic and the mode we asked for, and only
 * while that is open. A second confirmation, or one nobody asked for, is refused and changes nothing. A lease counts
 * for 30 days at most; it is renewed after three quarters.
 */
export async function verifyIntent(ctx: Context, feedId: string, asked: Verification): Promise<boolean> {
  const hub = await findHub(ctx.db, feedId);
  if (!hub || hub.topicUrl !== asked.topic) return false;
  const isConfirmed =
    asked.mode === 'subscribe'
      ? await confirmBegin(ctx, hub, asked.leaseSeconds)
      : asked.mode === 'unsubscribe' && (await confirmEnd(ctx, hub));
  ctx.log.info('websub.verified', { feed: hub.feedPublicId, isConfirmed });
  return isConfirmed;
}

async function confirmBegin(ctx: Context, hub: HubSubscription, granted: number | null): Promise<boolean> {
  if (hub.state !== 'asked' || hub.feedState !== 'active') return false;
  const now = ctx.now();
  const lease = Math.min(granted ?? ASKED_LEASE_SECONDS, LONGEST_LEASE_SECONDS);
  const change = {
    state: 'active' as const,
    leaseUntil: addSeconds(now, lease),
    // A hub that grants seconds is not asked every few seconds.
    nextAt: addSeconds(now, Math.max(lease * 0.75, HOUR)),
    failureCount: 0,
    lastError: null,
  };
  return (await swapHub(ctx.db, hub, change)) !== null;
}

async function confirmEnd(ctx: Context, hub: HubSubscription): Promise<boolean> {
  if (hub.state !== 'leaving' || hub.feedState === 'active') return false;
  const change = { state: 'ended' as const, nextAt: ctx.now(), leaseUntil: null, failureCount: 0, lastError: null };
  return (await swapHub(ctx.db, hub, change)) !== null;
}

/** Notes that a hub denies a subscription (W3C WebSub §5.2), also a running one. False where it is none of ours. */
export async function recordDenial(ctx: Context, feedId: string, topic: string): Promise<boolean> {
  const hub = await findHub(ctx.db, feedId);
  if (!hub || hub.topicUrl !== topic) return false;
  if (hub.state !== 'asked' && hub.state !== 'active') return true;
  const failureCount = hub.failureCount + (hub.state === 'active' ? 1 : 0);
  await swapHub(ctx.db, hub, {
    state: 'refused',
    leaseUntil: null,
    nextAt: addSeconds(ctx.now(), backOff(DAY, failureCount, 30 * DAY)),
    failureCount,
    lastError: 'The hub denied the subscription.',
  });
  ctx.log.info('websub.denied', { feed: hub.feedPublicId });
  return true;
}
