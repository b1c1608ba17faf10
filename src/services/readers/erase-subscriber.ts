import { eraseReader, listOpenErasures, scrub } from '../../db/readers/erasures.ts';
import type { Subscriber } from '../../db/readers/subscribers.ts';
import type { Context } from '../context.ts';
import { addressHash } from './address-hash.ts';
import { CONSENT_VERSION } from './subscribe.ts';

const AT_ONCE = 50;

/** Erases a reader for good; `page` says where it was asked for. What a mailing under way still holds, the sweep takes. */
export async function eraseSubscriber(ctx: Context, subscriber: Subscriber, page: string): Promise<void> {
  const hash = await addressHash(ctx);
  const proof = { emailHash: hash(subscriber.emailKey), textVersion: CONSENT_VERSION, page };
  await ctx.db.batch(eraseReader(ctx.db, subscriber.id, proof, ctx.now()));
  ctx.log.info('subscriber.erased', { subscriber: subscriber.publicId });
}

/** Takes the addresses of erased readers out of mails and batches that no attempt follows any more. */
export async function scrubErased(ctx: Context): Promise<void> {
  let after = 0;
  while (ctx.hasBudget()) {
    const ids = await listOpenErasures(ctx.db, { after, limit: AT_ONCE });
    if (ids.length > 0) await ctx.db.batch(scrub(ctx.db, ids, ctx.now()));
    if (ids.length < AT_ONCE) return;
    after = ids.at(-1) ?? after;
  }
}
