import { createHmac, timingSafeEqual } from 'node:crypto';
import { findHub, recordPush } from '../../db/feeds/websub.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';

/** However often a hub rings, a feed is asked no more than this often. */
const SHORTEST_SECONDS = 10;

/** Whether a feed exists that hubs may push: a hub that is told it is gone stops pushing. */
export async function takesPushes(ctx: Context, feedId: string): Promise<boolean> {
  return (await findHub(ctx.db, feedId))?.feedState === 'active';
}

/**
 * Takes a push: where the signature is the hub's, the feed is polled soon. The body says nothing else to us. A wrong
 * signature changes nothing, and the hub cannot tell (W3C WebSub §7.1). A server that asked us to wait is not polled
 * sooner for it.
 */
export async function takePush(
  ctx: Context,
  feedId: string,
  push: { body: Uint8Array; signature: string | null },
): Promise<void> {
  const hub = await findHub(ctx.db, feedId);
  if (hub?.feedState !== 'active' || hub.secret === null) return;
  if (!isSigned(push.body, push.signature, hub.secret)) {
    ctx.log.warn('websub.unsigned', { feed: hub.feedPublicId });
    return;
  }
  const now = ctx.now();
  const rested = hub.feedPolledAt === null ? now : addSeconds(hub.feedPolledAt, SHORTEST_SECONDS);
  const pollAt = [now, rested, hub.feedRetryAfter ?? now].sort().at(-1) ?? now;
  await ctx.db.batch(recordPush(ctx.db, { feedId: hub.feedId, now, pollAt }));
  ctx.log.info('websub.rang', { feed: hub.feedPublicId });
  ctx.ring();
}

/** Whether `X-Hub-Signature` ("sha256=…", also sha1, sha384, sha512) is the HMAC of the body. Takes the same time for any. */
export function isSigned(body: Uint8Array, signature: string | null, secret: string): boolean {
  const [, method, hex] = /^\s*(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})\s*$/i.exec(signature ?? '') ?? [];
  if (!method || !hex) return false;
  const expected = createHmac(method.toLowerCase(), secret).update(body).digest();
  const given = Buffer.from(hex, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
