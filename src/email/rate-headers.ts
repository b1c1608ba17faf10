import type { RateFacts } from '../services/ports.ts';

/**
 * The limit that an answer's headers state (draft-ietf-httpapi-ratelimit-headers-06: `ratelimit-limit`, `-remaining`,
 * `-reset` in seconds). The window is the `w` of `ratelimit-policy`, else one second, as Resend counts
 * (https://resend.com/docs/api-reference/rate-limit).
 * @param headers with lower-case names; null where there was no answer
 * @returns null where no limit is stated
 */
export function rateOf(headers: Record<string, string> | null): RateFacts | null {
  const limit = numberIn(headers?.['ratelimit-limit']);
  if (limit === null || limit <= 0) return null;
  const window = numberIn(/;\s*w=(\d+)/.exec(headers?.['ratelimit-policy'] ?? '')?.[1]);
  return {
    limit,
    windowSeconds: window !== null && window > 0 ? window : 1,
    remaining: numberIn(headers?.['ratelimit-remaining']),
    resetSeconds: numberIn(headers?.['ratelimit-reset']),
  };
}

/** The number a header starts with: `10, 10;w=1` is 10. */
function numberIn(value: string | undefined): number | null {
  const digits = /^\s*(\d+(?:\.\d+)?)/.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
