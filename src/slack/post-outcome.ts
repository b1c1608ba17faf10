import { ErrorCode, webApi } from '@slack/bolt';
import type { PostOutcome } from '../services/ports.ts';

/** Connection failures that happen before a request leaves: Slack cannot have it. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Slack's own errors that leave open whether the call took effect (https://docs.slack.dev/reference/methods/chat.postMessage). */
const MAY_HAVE_POSTED = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);

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
