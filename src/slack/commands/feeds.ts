import { countForAll } from '../../db/feeds/every-feed.ts';
import type { Context } from '../../services/context.ts';
import { changeEveryFeed } from '../../services/feeds/change-every-feed.ts';
import {
  changeFeed,
  checkEveryFeed,
  checkFeed,
  type FeedAct,
  findFeedByName,
} from '../../services/feeds/change-feed.ts';
import { FeedChoiceError } from '../../services/feeds/discover-feeds.ts';
import { counted } from '../blocks/count.ts';
import { everyFeedReply, pauseAllQuestion } from '../blocks/every-feed.ts';
import { feedChoiceBlocks, feedChoiceText } from '../blocks/feed-choice.ts';
import { checkingText, feedChangeReply } from '../blocks/feed-list.ts';
import { connectFeed } from '../replies/connect-feed.ts';
import { feedListReply } from '../replies/feed-list-reply.ts';
import type { Reply } from '../replies/reply.ts';
import { openAddFeedModal } from '../views/feed-address-modal.ts';
import { openEditFeedModal } from '../views/feed-edit-modal.ts';
import type { Command, CommandInput } from './command.ts';
import { typedAddress } from './typed-address.ts';

/** Every feed with its health, and what can be done about it. */
const feedsCommand: Command = {
  name: 'feeds',
  wish: 'see which feeds come in, and whether they answer',
  usage: '',
  act: 'read',
  run: (ctx) => feedListReply(ctx, 0),
};

/** Follows a feed: by a form with what it brings, or with `here` at once and in this channel. */
const feedsAddCommand: Command = {
  name: 'feeds add',
  wish: 'get a feed’s or a site’s new articles in this channel',
  usage: '[https://…] [here]',
  act: 'edit',
  async run(ctx, input) {
    const [word, ...rest] = input.words;
    if (rest[0] !== 'here') {
      await openAddFeedModal(ctx, input, word === undefined ? null : typedAddress(word));
      return null;
    }
    const url = typedAddress(word ?? '');
    try {
      return await connectFeed(ctx, { url, channelId: input.channelId, userId: input.userId });
    } catch (error) {
      if (!(error instanceof FeedChoiceError)) throw error;
      const { candidates } = error;
      return { text: feedChoiceText(url, candidates), blocks: feedChoiceBlocks(url, candidates) };
    }
  },
};

/** Changes how a feed is taken in, by a form. */
const feedsEditCommand: Command = {
  name: 'feeds edit',
  wish: 'change a feed’s name, kind, rights, zone or topics',
  usage: 'name or number',
  act: 'edit',
  async run(ctx, input) {
    const { publicId } = await findFeedByName(ctx, input.words.join(' '));
    await openEditFeedModal(ctx, input, publicId);
    return null;
  },
};

/** Polls one feed now, or every one. */
const feedsCheckCommand: Command = {
  name: 'feeds check',
  wish: 'look for new articles right now',
  usage: '[name or number]',
  act: 'edit',
  async run(ctx, input) {
    if (input.words.length > 0) {
      const meant = await findFeedByName(ctx, input.words.join(' '));
      const { title } = await checkFeed(ctx, { publicId: meant.publicId, by: `slack:${input.userId}` });
      return { text: checkingText(title) };
    }
    const count = await checkEveryFeed(ctx, `slack:${input.userId}`);
    if (count === 0) return { text: 'No feed is followed now, so there is nothing to check. See `/newsdesk feeds`.' };
    return { text: `Checking ${counted(count, 'feed')} now. New articles show up within a minute.` };
  },
};

/** A command that changes the feed somebody names, with Undo in its answer; `all` asks before it pauses every one. */
function changeCommand(act: FeedAct, wish: string): Command {
  return {
    name: `feeds ${act}`,
    wish,
    usage: act === 'remove' ? 'name or number' : 'name or number, or all',
    act: 'edit',
    async run(ctx, input) {
      if (act !== 'remove' && input.words.join(' ').toLowerCase() === 'all') return everyFeed(ctx, input, act);
      const feed = await findFeedByName(ctx, input.words.join(' '));
      return feedChangeReply(act, await changeFeed(ctx, { publicId: feed.publicId, act, by: `slack:${input.userId}` }));
    },
  };
}

async function everyFeed(ctx: Context, { userId }: CommandInput, act: 'pause' | 'resume'): Promise<Reply> {
  if (act === 'pause') return pauseAllQuestion(await countForAll(ctx.db));
  const count = await changeEveryFeed(ctx, { act, by: `slack:${userId}` });
  return everyFeedReply({ act, count, userId }, await countForAll(ctx.db));
}

/** Everything about feeds, in the order of help. */
export const FEED_COMMANDS: readonly Command[] = [
  feedsCommand,
  feedsAddCommand,
  feedsEditCommand,
  feedsCheckCommand,
  changeCommand('pause', 'stop following a feed for a while'),
  changeCommand('resume', 'follow a paused or removed feed again'),
  changeCommand('remove', 'take a feed off the list'),
];
