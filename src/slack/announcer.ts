import type { webApi } from '@slack/bolt';
import type { Announcer, PostOutcome, Thread } from '../services/ports.ts';
import { noteMessage } from './blocks/note.ts';
import { outcomeOfError } from './post-outcome.ts';
import { removePost } from './remove-post.ts';
import { createWebClient } from './web-client.ts';

/** Posts through Slack's Web API. */
export function createAnnouncer(options: {
  /** The bot token, or what finds it. */
  token: string | (() => Promise<string>);
  apiUrl: string | null;
}): Announcer {
  const { apiUrl, token } = options;
  const client = async () => createWebClient(typeof token === 'string' ? token : await token(), apiUrl);
  return {
    async post(channel, note, thread) {
      const { text, blocks } = noteMessage(note);
      return withClient(client, (slack) =>
        slack.chat.postMessage({
          channel,
          text,
          blocks,
          unfurl_links: false,
          unfurl_media: false,
          ...threadFields(thread),
        }),
      );
    },
    async update(channel, ts, note) {
      const { text, blocks } = noteMessage(note);
      return withClient(client, (slack) => slack.chat.update({ channel, ts, text, blocks }));
    },
    async remove(channel, ts, by) {
      const slack = await client().catch(() => null);
      return slack ? removePost(slack, { channel, ts, by }) : NOT_CONNECTED;
    },
  };
}

/** The fields of a reply (https://docs.slack.dev/reference/methods/chat.postMessage). */
function threadFields(thread: Thread | undefined) {
  if (!thread) return {};
  return thread.isBroadcast ? { thread_ts: thread.ts, reply_broadcast: true as const } : { thread_ts: thread.ts };
}

/** Without a connected workspace nothing leaves; what waits is tried again every few minutes. */
const NOT_CONNECTED = { kind: 'refused' as const, code: 'not_connected', retryAfterSeconds: 300 };

async function withClient(
  client: () => Promise<webApi.WebClient>,
  call: (slack: webApi.WebClient) => Promise<{ ts?: string }>,
): Promise<PostOutcome> {
  const slack = await client().catch(() => null);
  return slack ? outcomeOf(() => call(slack)) : NOT_CONNECTED;
}

async function outcomeOf(call: () => Promise<{ ts?: string }>): Promise<PostOutcome> {
  try {
    const answer = await call();
    return answer.ts ? { kind: 'posted', ts: answer.ts } : { kind: 'unanswered', code: 'no_ts' };
  } catch (error) {
    return outcomeOfError(error);
  }
}
