import { webApi } from '@slack/bolt';
import { QUIET_LOGGER } from './quiet-logger.ts';

type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/**
 * Options of Slack's client on every platform: one attempt only (a repeat could post twice), no redirects followed (a
 * token must not travel), rate limits answered instead of slept through, and `fetch` called as a plain function.
 */
export function clientOptions(slackApiUrl: string | null) {
  const plainFetch: Fetch = (input, init) => fetch(input, { ...init, redirect: 'manual' });
  return {
    fetch: plainFetch as typeof fetch,
    retryConfig: { retries: 0 },
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    logger: QUIET_LOGGER,
    ...(slackApiUrl ? { slackApiUrl: slackApiUrl.endsWith('/') ? slackApiUrl : `${slackApiUrl}/` } : {}),
  };
}

/** A client for one piece of work; never shared between requests. */
export function createWebClient(token: string, slackApiUrl: string | null) {
  return new webApi.WebClient(token, clientOptions(slackApiUrl));
}
