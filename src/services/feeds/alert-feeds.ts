import { listFeedsToAlert, listRecoveredFeeds, type NamedFeed, swapAlert } from '../../db/feeds/feed-states.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { tellStaff } from '../desk/tell-staff.ts';

/** Shorter failures are the usual weather of the web. */
const ALERT_AFTER_SECONDS = 24 * 3600;

/** Tells staff once of each feed that has failed for a day or is gone, and once when it answers again. */
export async function alertFeeds(ctx: Context): Promise<void> {
  for (const feed of await listFeedsToAlert(ctx.db, addSeconds(ctx.now(), -ALERT_AFTER_SECONDS)))
    await tellFailing(ctx, feed);
  for (const feed of await listRecoveredFeeds(ctx.db)) await tellRecovered(ctx, feed);
}

async function tellFailing(ctx: Context, feed: NamedFeed): Promise<void> {
  const alert = { feedId: feed.id, from: null, to: feed.failingSince };
  const telling = await tellStaff(ctx, {
    feedId: feed.id,
    note: {
      kind: 'feed_failing',
      feed: {
        publicId: feed.publicId,
        number: feed.id,
        title: feed.title,
        failingSince: feed.failingSince ?? ctx.now(),
        error: feed.lastError ?? '',
        isGone: feed.state === 'gone',
      },
    },
    claim: () => swapAlert(ctx.db, alert),
  });
  if (telling === 'wait') await swapAlert(ctx.db, { ...alert, from: alert.to, to: null });
}

async function tellRecovered(ctx: Context, feed: NamedFeed): Promise<void> {
  const failedSince = feed.alertedSince ?? ctx.now();
  const alert = { feedId: feed.id, from: feed.alertedSince, to: null };
  const telling = await tellStaff(ctx, {
    feedId: feed.id,
    note: { kind: 'feed_recovered', title: feed.title, failedSince, feedId: feed.publicId },
    claim: () => swapAlert(ctx.db, alert),
  });
  if (telling === 'wait') await swapAlert(ctx.db, { ...alert, from: null, to: alert.from });
}
