import { type Feed, listFeeds, ringFeed } from '../../db/feeds.ts';
import { AppError } from '../../domain/errors.ts';
import { addFeed } from '../../services/add-feed.ts';
import { paragraph } from '../blocks/block.ts';
import { link, localTime, plain } from '../mrkdwn.ts';
import type { Command } from './command.ts';

/** Minutes between polls of a feed added by hand are at least five. */
const POLL_FLOOR_SECONDS = 300;

function feedLine(feed: Feed): string {
  const state = {
    active: '',
    paused: ' (paused)',
    gone: ' (gone: its server says it will not come back)',
    removed: '',
  }[feed.state];
  const health = feed.lastError
    ? `:warning: ${plain(feed.lastError, 200)} Failing since ${localTime(feed.failingSince ?? feed.nextPollAt)}. Nothing is lost.`
    : `last checked ${feed.lastPolledAt ? localTime(feed.lastPolledAt) : 'never'}, last new ${feed.lastNewAt ? localTime(feed.lastNewAt) : 'never'}`;
  return `• *${link(feed.url, feed.title, 100)}*${state}: ${health}`;
}

/** Every feed with its health. */
export const feedsCommand: Command = {
  name: 'feeds',
  wish: 'see which feeds come in, and whether they answer',
  usage: '',
  act: 'read',
  async run(ctx) {
    const feeds = await listFeeds(ctx.db);
    if (feeds.length === 0) return { text: 'No feed yet. Add one with `/newsdesk feeds add https://…`.' };
    const shown = feeds.slice(0, 20).map(feedLine);
    const more = feeds.length > 20 ? `\nand ${feeds.length - 20} more` : '';
    return { text: `${feeds.length} feeds`, blocks: [...shown.map(paragraph), ...(more ? [paragraph(more)] : [])] };
  },
};

/** Subscribes to a feed and announces its new articles in the channel where this was typed. */
export const feedsAddCommand: Command = {
  name: 'feeds add',
  wish: 'get a feed’s new articles in this channel',
  usage: 'https://…',
  act: 'edit',
  async run(ctx, input) {
    const url = input.words[0] ?? '';
    if (!/^https?:\/\//i.test(url)) {
      throw new AppError('invalid', 'Give the address of the feed, starting with https://. Nothing was added.', {
        fields: { url: 'is missing' },
      });
    }
    const { feed, isNew, itemCount } = await addFeed(ctx, {
      url,
      channelId: input.channelId,
      startWith: 'none',
      kind: 'coverage',
      textRight: 'extract',
      imageRight: 'none',
      needsApproval: false,
      pollFloorSeconds: POLL_FLOOR_SECONDS,
      addedBy: `slack:${input.userId}`,
    });
    const text = isNew
      ? `*${plain(feed.title, 150)}* is connected to this channel. Its ${itemCount} present articles stand in the newsroom and are not announced; new ones show up here.`
      : `*${plain(feed.title, 150)}* was known already; its new articles now also show up here.`;
    return { text, blocks: [paragraph(text)] };
  },
};

/** Polls every feed now. */
export const feedsCheckCommand: Command = {
  name: 'feeds check',
  wish: 'look for new articles right now',
  usage: '',
  act: 'edit',
  async run(ctx) {
    const feeds = (await listFeeds(ctx.db)).filter((feed) => feed.state === 'active');
    for (const feed of feeds) await ringFeed(ctx.db, feed.id, ctx.now());
    ctx.ring();
    return {
      text: `Checking ${feeds.length} ${feeds.length === 1 ? 'feed' : 'feeds'} now. New articles show up within a minute.`,
    };
  },
};
