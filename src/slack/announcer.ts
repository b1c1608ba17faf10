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
export function createAnnouncer(options: { token: string; apiUrl: string | null }): Announcer {
  return {
    async post(channel, note, threadTs) {
      const { text, blocks } = noteMessage(note);
      return outcomeOf(() =>
        createWebClient(options.token, options.apiUrl).chat.postMessage({
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
      return outcomeOf(() => createWebClient(options.token, options.apiUrl).chat.update({ channel, ts, text, blocks }));
    },
    remove: (channel, ts, by) => removePost(createWebClient(options.token, options.apiUrl), { channel, ts, by }),
  };
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
