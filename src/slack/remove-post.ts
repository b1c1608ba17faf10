import { webApi } from '@slack/bolt';
import type { RemovalOutcome } from '../services/announcements/post-remover.ts';
import { paragraph } from './blocks/block.ts';
import { mentionOf } from './blocks/person.ts';
import { outcomeOfError } from './post-outcome.ts';

/** The message is not there any more. */
const GONE = new Set(['message_not_found', 'channel_not_found']);

/**
 * Takes a post away. It first says that it was withdrawn: so it cannot be read any more whatever happens next, and Slack's
 * answer shows whether people replied, whose thread would stand below nothing (https://docs.slack.dev/reference/methods/chat.update).
 */
export async function removePost(
  client: webApi.WebClient,
  post: { channel: string; ts: string; by: string | null },
): Promise<RemovalOutcome> {
  const { channel, ts } = post;
  const who = mentionOf(post.by);
  const text = `This announcement was withdrawn${who ? ` by ${who}` : ''}.`;
  try {
    const { message } = await client.chat.update({ channel, ts, text, blocks: [paragraph(text)] });
    if (hasReplies(message)) return { kind: 'rewritten' };
  } catch (error) {
    const code = refusalCode(error);
    if (code !== null && GONE.has(code)) return { kind: 'deleted' };
    // The window for edits may be closed; deleting has one of its own.
    if (code === null || code === 'ratelimited') return toRemoval(error);
  }
  try {
    await client.chat.delete({ channel, ts });
    return { kind: 'deleted' };
  } catch (error) {
    const code = refusalCode(error);
    if (code !== null && GONE.has(code)) return { kind: 'deleted' };
    return code === 'cant_delete_message' ? { kind: 'rewritten' } : toRemoval(error);
  }
}

function hasReplies(message: object | undefined): boolean {
  return message !== undefined && 'reply_count' in message && Number(message.reply_count) > 0;
}

function refusalCode(error: unknown): string | null {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : null;
}

function toRemoval(error: unknown): RemovalOutcome {
  const outcome = outcomeOfError(error);
  return outcome.kind === 'posted' ? { kind: 'rewritten' } : outcome;
}
