import type { SlackChannel } from '../emulators/slack-api.ts';
import type { Fields } from './block-kit/problems.ts';
import type { PrivateMessages } from './private-messages.ts';
import { readBlocks } from './replies.ts';

/** The conversation of one person with the app: https://docs.slack.dev/reference/methods/chat.postMessage#app_home */
export function directChannel(userId: string): SlackChannel {
  return {
    id: directId(userId),
    name: 'Newsdesk',
    is_member: true,
    is_private: true,
    is_archived: false,
    is_im: true,
    num_members: 2,
    topic: { value: 'What Newsdesk tells you alone' },
  };
}

export function isDirect(channelId: string): boolean {
  return channelId.startsWith('D');
}

function directId(userId: string): string {
  return `D${userId.slice(1)}`;
}

/**
 * Takes a message that the app sends to a person instead of a channel, or an edit of one: the emulator knows no direct
 * messages. Null where the call is about something else.
 */
export function answerDirect(privateMessages: PrivateMessages, method: string, fields: Fields): Fields | null {
  const to = String(fields.channel ?? '');
  const text = String(fields.text ?? '');
  const blocks = readBlocks(fields.blocks);
  if (method === 'chat.postMessage' && /^[UWD][A-Z0-9]{4,}$/.test(to)) {
    const userId = isDirect(to) ? `U${to.slice(1)}` : to;
    const channelId = directId(userId);
    const ts = privateMessages.show({ channelId, userId, from: 'app', text, blocks, linkId: null });
    return { ok: true, channel: channelId, ts, message: { type: 'message', text, ts } };
  }
  if (method !== 'chat.update' || !isDirect(to)) return null;
  const ts = String(fields.ts ?? '');
  if (!privateMessages.find(ts)) return { ok: false, error: 'message_not_found' };
  privateMessages.replace(ts, { text, blocks });
  return { ok: true, channel: to, ts, text };
}
