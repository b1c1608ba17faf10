import { countForAll } from '../../db/feeds/every-feed.ts';
import { countFeeds, listFeedPage, listRemovedFeeds } from '../../db/feeds/feed-states.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../../services/context.ts';
import { RESTORE_SECONDS } from '../../services/feeds/change-feed.ts';
import { withChannels } from '../../services/feeds/feed-channels.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { everyFeedButtons } from '../blocks/every-feed.ts';
import { feedListBlocks, removedFeedsBlocks } from '../blocks/feed-list.ts';
import type { Reply } from './reply.ts';

/** A message holds 50 blocks, and about 13,000 characters (https://github.com/slackapi/bolt-js/issues/2509). */
const PAGE = 10;

/** The list of feeds, from behind the feed of that number on; `above` stands on top. */
export async function feedListReply(ctx: Context, afterId: number, above: KnownBlock[] = []): Promise<Reply> {
  const [page, total, removed, counts] = await Promise.all([
    listFeedPage(ctx.db, { afterId, limit: PAGE + 1 }),
    countFeeds(ctx.db),
    listRemovedFeeds(ctx.db, addSeconds(ctx.now(), -RESTORE_SECONDS)),
    countForAll(ctx.db),
  ]);
  // One feed has its own Pause beside it.
  const forAll = everyFeedButtons({ ...counts, active: counts.active > 1 ? counts.active : 0 });
  const feeds = await withChannels(ctx, page.slice(0, PAGE));
  const nextAfter = page.length > PAGE ? (feeds.at(-1)?.id ?? null) : null;
  const text = total === 0 ? 'No feed yet. Add one with `/newsdesk feeds add https://…`.' : counted(total, 'feed');
  const list = feedListBlocks({ feeds, after: afterId, nextAfter }, forAll);
  return { text, blocks: [...above, paragraph(text), ...list, ...removedFeedsBlocks(removed)] };
}
