import { freeSentAnnouncements } from '../db/announcements/announcements.ts';
import { freeLanes } from '../db/lanes.ts';
import { freeSentBatches } from '../db/mailings/batches.ts';
import { freeSentMessages } from '../db/mailings/messages.ts';
import type { Context } from './context.ts';

/**
 * Ends every lease at once, for a platform that knows the last holder is gone, as a single process does when it starts;
 * elsewhere leases run out by themselves. Mails then go on under their idempotency keys; a post whose answer was lost
 * becomes unknown and is asked about sooner, never repeated.
 */
export async function takeOver(ctx: Pick<Context, 'db' | 'now'>): Promise<void> {
  const now = ctx.now();
  await ctx.db.batch([
    freeLanes(ctx.db, now),
    freeSentMessages(ctx.db, now),
    freeSentBatches(ctx.db, now),
    freeSentAnnouncements(ctx.db, now),
  ]);
}
