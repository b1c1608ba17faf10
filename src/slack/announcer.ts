import { ErrorCode, webApi } from '@slack/bolt';
import type { Announcer, PostOutcome } from '../services/ports.ts';
import { noteMessage } from './blocks/note.ts';
import { removePost } from './remove-post.ts';
import { createWebClient } from './web-client.ts';

/** Connection failures that happen before a request leaves: Slack cannot have it. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Slack's own errors that leave open whether the call took effect (https://docs.slack.dev/reference/methods/chat.postMessage). */
const MAY_HAVE_POSTED = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);

/** Posts through Slack's Web API. */
export function createAnnouncer(options: {
  /** The bot token, or what finds it. */
  token: string | (() => Promise<string>);
  apiUrl: string | null;
}): Announcer {
  const { apiUrl, token } = options;
  const client = async () => createWebClient(typeof token === 'string' ? token : await token(), apiUrl);
  return {
    async post(channel, note, threadTs) {
      const { text, blocks } = noteMessage(note);
      return withClient(client, (slack) =>
        slack.chat.postMessage({
          channel,
          text,
          blocks,
          unfurl_links: false,
          unfurl_media: false,
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
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

/** Slack's own "no" is a refusal; anything else leaves open whether the message stands there. */
export function outcomeOfError(error: unknown): PostOutcome {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'refused', code: 'rate_limited', retryAfterSeconds: Math.max(1, error.retryAfter) };
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const code = error.data.error;
    return MAY_HAVE_POSTED.has(code)
      ? { kind: 'unanswered', code }
      : { kind: 'refused', code, retryAfterSeconds: null };
  }
  const code = systemCode(error);
  if (code && NEVER_LEFT.has(code)) return { kind: 'refused', code, retryAfterSeconds: 10 };
  return { kind: 'unanswered', code: code ?? 'no_answer' };
}

function systemCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = 'original' in at && at.original ? at.original : at.cause) {
    if (
      'code' in at &&
      typeof at.code === 'string' &&
      !Object.values<string>(ErrorCode).includes(at.code) &&
      /^[A-Z_]+$/.test(at.code)
    )
      return at.code;
  }
  return null;
}
