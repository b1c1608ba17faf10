import type { SlackNote } from '../../services/ports.ts';
import { escapeMrkdwn, link } from '../mrkdwn.ts';
import type { KnownBlock } from './block.ts';

export const POSTED_ACTION = 'announcement.was_posted';
export const POST_AGAIN_ACTION = 'announcement.post_again';

type UnknownPost = Extract<SlackNote, { kind: 'unknown_post' }>;

/** Asks staff to look whether a post went out, because Slack's answer never arrived. */
export function unknownPostBlocks(note: UnknownPost): KnownBlock[] {
  const text = `I don't know whether *${link(note.card.url, note.card.title, 150)}* was posted in <#${note.channelId}>: Slack's answer never arrived. I won't post it twice by myself. Please look there and choose.`;
  return [
    { type: 'section', text: { type: 'mrkdwn', text } },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: POSTED_ACTION,
          value: note.announcementId,
          text: { type: 'plain_text', text: 'It was posted' },
        },
        {
          type: 'button',
          action_id: POST_AGAIN_ACTION,
          value: note.announcementId,
          text: { type: 'plain_text', text: 'Post again' },
        },
      ],
    },
  ];
}

export function unknownPostText(note: UnknownPost): string {
  return escapeMrkdwn(`Was "${note.card.title}" posted? Slack's answer never arrived. Please look and choose.`);
}
