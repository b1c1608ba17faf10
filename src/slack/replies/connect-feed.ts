import type { Context } from '../../services/context.ts';
import { type AddFeedResult, addFeed } from '../../services/feeds/add-feed.ts';
import { message } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { announceNewestRow, newestWords } from '../blocks/feed-choice.ts';
import { plain } from '../mrkdwn.ts';
import type { Reply } from './reply.ts';

/** Minutes between polls of a feed added by hand are at least five. */
export const POLL_FLOOR_SECONDS = 300;

/**
 * Connects a feed to the channel where somebody asked for it, and says what it brings. Throws what addFeed throws,
 * FeedChoiceError among it.
 */
export async function connectFeed(
  ctx: Context,
  input: { url: string; channelId: string; userId: string },
): Promise<Reply> {
  const result = await addFeed(ctx, {
    url: input.url,
    channelId: input.channelId,
    startWith: 'none',
    kind: 'coverage',
    textRight: 'extract',
    imageRight: 'none',
    needsApproval: false,
    pollFloorSeconds: POLL_FLOOR_SECONDS,
    addedBy: `slack:${input.userId}`,
  });
  const text = connectedSentence(result);
  const offer = result.isNew ? announceNewestRow(result.feed.publicId, result.itemCount) : [];
  return message(text, offer);
}

function connectedSentence({ feed, isNew, itemCount, newest }: AddFeedResult): string {
  const title = `*${plain(feed.title, 150)}*`;
  if (!isNew) return `${title} was known already; its new articles now also show up here.`;
  if (itemCount === 0) return `${title} is connected to this channel. It has no article yet; new ones show up here.`;
  const stand = counted(itemCount, 'present article stands', 'present articles stand');
  const are = itemCount === 1 ? 'is' : 'are';
  return `${title} is connected to this channel. Its ${stand} in the newsroom and ${are} not announced (${newestWords(newest)}); new ones show up here.`;
}
