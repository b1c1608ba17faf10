import type { SlackNote } from '../../services/ports.ts';
import { escapedWithin, link } from '../mrkdwn.ts';
import { type KnownBlock, type Message, message } from './block.ts';
import { buttonRow } from './buttons.ts';

export const POSTED_ACTION = 'announcement.was_posted';
export const POST_AGAIN_ACTION = 'announcement.post_again';

type UnknownPost = Extract<SlackNote, { kind: 'unknown_post' }>;

/** Asks staff to look whether a post went out, because Slack's answer never arrived. */
export function unknownPostBlocks(note: UnknownPost): KnownBlock[] {
  const what = `*${link(note.card.url, note.card.title, 150)}*`;
  return unknownMessage({ publicId: note.announcementId, channelId: note.channelId, what }).blocks;
}

/** The same question about anything; `what` is mrkdwn, `suffix` tells rows of one message apart. */
export function unknownMessage(post: { publicId: string; channelId: string; what: string }, suffix = ''): Message {
  const text = `I don't know whether ${post.what} was posted in <#${post.channelId}>: Slack's answer never arrived. I won't post it twice by myself. Please look there and choose.`;
  const row = buttonRow([
    { actionId: `${POSTED_ACTION}${suffix}`, value: post.publicId, label: 'It was posted' },
    { actionId: `${POST_AGAIN_ACTION}${suffix}`, value: post.publicId, label: 'Post again' },
  ]);
  return message(text, [row]);
}

/** The same in one line, for notifications. */
export function unknownPostText(note: UnknownPost): string {
  return `Was "${escapedWithin(note.card.title, 1_500)}" posted? Slack's answer never arrived. Please look and choose.`;
}
