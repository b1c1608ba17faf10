import { countForAll } from '../../db/feeds/every-feed.ts';
import { announceNewest } from '../../services/announcements/announce-newest.ts';
import type { Context } from '../../services/context.ts';
import { changeEveryFeed, type EveryFeedAct } from '../../services/feeds/change-every-feed.ts';
import { changeFeed, checkFeed, type FeedAct, undoFeedChange } from '../../services/feeds/change-feed.ts';
import { undoFeedEdit } from '../../services/feeds/edit-feed.ts';
import { message, paragraph } from '../blocks/block.ts';
import { EVERY_FEED_ACTIONS, everyFeedReply } from '../blocks/every-feed.ts';
import { FEED_ALERT_ACTIONS } from '../blocks/feed-alert.ts';
import { ADD_FEED_ACTION, ANNOUNCE_NEWEST_ACTIONS } from '../blocks/feed-choice.ts';
import {
  checkingText,
  FEED_EDIT_UNDO_ACTION,
  FEED_LIST_ACTIONS,
  FEED_UNDO_ACTION,
  feedChangeReply,
} from '../blocks/feed-list.ts';
import { lastActWords } from '../commands/log.ts';
import { plain } from '../mrkdwn.ts';
import { connectFeed } from '../replies/connect-feed.ts';
import { feedListReply } from '../replies/feed-list-reply.ts';
import type { Reply } from '../replies/reply.ts';
import { openEditFeedModal } from '../views/feed-edit-modal.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons about feeds: those of the list, of an alert, of a choice, and Undo. */
export const FEED_PRESSES: Record<string, Press> = {
  [ADD_FEED_ACTION]: {
    act: 'edit',
    run: (ctx, { subject, userId, channelId }) => connectFeed(ctx, { url: subject, channelId, userId }),
  },
  [ANNOUNCE_NEWEST_ACTIONS[1]]: { act: 'edit', run: (ctx, pressed) => pressNewest(ctx, pressed, 1) },
  [ANNOUNCE_NEWEST_ACTIONS[3]]: { act: 'edit', run: (ctx, pressed) => pressNewest(ctx, pressed, 3) },
  [FEED_LIST_ACTIONS.check]: { act: 'edit', run: pressListCheck },
  [FEED_LIST_ACTIONS.pause]: { act: 'edit', run: (ctx, pressed) => pressListChange(ctx, pressed, 'pause') },
  [FEED_LIST_ACTIONS.resume]: { act: 'edit', run: (ctx, pressed) => pressListChange(ctx, pressed, 'resume') },
  [FEED_LIST_ACTIONS.remove]: { act: 'edit', run: (ctx, pressed) => pressListChange(ctx, pressed, 'remove') },
  [EVERY_FEED_ACTIONS.pause]: { act: 'edit', run: (ctx, pressed) => pressEveryFeed(ctx, pressed, 'pause') },
  [EVERY_FEED_ACTIONS.resume]: { act: 'edit', run: (ctx, pressed) => pressEveryFeed(ctx, pressed, 'resume') },
  [FEED_LIST_ACTIONS.page]: { act: 'read', run: (ctx, { subject }) => feedListReply(ctx, Number(subject) || 0) },
  [FEED_LIST_ACTIONS.edit]: { act: 'edit', run: pressEdit },
  [FEED_EDIT_UNDO_ACTION]: { act: 'edit', run: pressUndoEdit },
  [FEED_UNDO_ACTION]: { act: 'edit', run: pressUndo },
  [FEED_ALERT_ACTIONS.check]: { act: 'edit', run: pressAlertCheck },
  [FEED_ALERT_ACTIONS.pause]: { act: 'edit', run: pressAlertPause },
};

async function pressNewest(ctx: Context, { subject, userId }: Pressed, count: 1 | 3): Promise<Reply> {
  const { title, announced } = await announceNewest(ctx, { publicId: subject, count, by: `slack:${userId}` });
  const name = `*${plain(title, 150)}*`;
  if (announced === 0) return message(`There is nothing of ${name} to announce that was not announced already.`);
  return message(
    `Announcing the ${announced === 1 ? 'newest article' : `newest ${announced}`} of ${name}; new ones show up here too.`,
  );
}

/** The value of a list's button: the feed, and behind which feed the page began. */
function listSubject(subject: string): { publicId: string; after: number } {
  const [publicId = '', after] = subject.split(' ');
  return { publicId, after: Number(after) || 0 };
}

async function pressListCheck(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const { publicId, after } = listSubject(subject);
  const feed = await checkFeed(ctx, { publicId, by: `slack:${userId}` });
  return feedListReply(ctx, after, [paragraph(checkingText(feed.title))]);
}

async function pressListChange(ctx: Context, { subject, userId }: Pressed, act: FeedAct): Promise<Reply> {
  const { publicId, after } = listSubject(subject);
  const change = await changeFeed(ctx, { publicId, act, by: `slack:${userId}` });
  return feedListReply(ctx, after, feedChangeReply(act, change).blocks);
}

async function pressEveryFeed(ctx: Context, { userId }: Pressed, act: EveryFeedAct): Promise<Reply> {
  const count = await changeEveryFeed(ctx, { act, by: `slack:${userId}` });
  return everyFeedReply({ act, count, userId }, await countForAll(ctx.db));
}

async function pressUndo(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const [publicId = '', changedAt = ''] = subject.split(' ');
  const { feed, isUndone } = await undoFeedChange(ctx, { publicId, changedAt, by: `slack:${userId}` });
  const name = `*${plain(feed.title, 150)}*`;
  const now = { active: 'followed', paused: 'paused', gone: 'gone', removed: 'removed' }[feed.state];
  return message(
    isUndone
      ? `Undone by <@${userId}>: ${name} is ${now} again.`
      : `${name} was changed again since, and is ${now} now. Nothing was undone.${await lastActWords(ctx, `feed:${publicId}`)}`,
  );
}

async function pressEdit(ctx: Context, pressed: Pressed): Promise<null> {
  await openEditFeedModal(ctx, pressed, pressed.subject);
  return null;
}

async function pressUndoEdit(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const [publicId = '', editedAt = ''] = subject.split(' ');
  const { feed, isUndone } = await undoFeedEdit(ctx, { publicId, editedAt, by: `slack:${userId}` });
  const name = `*${plain(feed.title, 150)}*`;
  return message(
    isUndone
      ? `Undone by <@${userId}>: ${name} is as it was.`
      : `${name} was changed since. Nothing was undone.${await lastActWords(ctx, `feed:${publicId}`)}`,
  );
}

async function pressAlertCheck(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const feed = await checkFeed(ctx, { publicId: subject, by: `slack:${userId}` });
  return message(`<@${userId}> has *${plain(feed.title, 150)}* checked now. I'll say when it answers again.`);
}

async function pressAlertPause(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const change = await changeFeed(ctx, { publicId: subject, act: 'pause', by: `slack:${userId}` });
  const { text, blocks } = feedChangeReply('pause', change);
  const by = change.changedAt ? ` Paused by <@${userId}>.` : '';
  return message(text + by, blocks.slice(1));
}
