import type { SendOutcome } from '../services/ports.ts';

/** The first request may still be running, or its own lock is held: only its answer says whether mail left. */
const IN_FLIGHT_CODES = new Set(['concurrent_idempotent_requests', 'resource_locked']);

/** The provider broke or hid the answer behind a general name; mail may have left. */
const BROKEN_CODES = new Set(['internal_server_error', 'service_unavailable']);

/** The plan's allowance is used up; nothing leaves before it resets or the plan changes. */
const QUOTA_CODES = new Set(['daily_quota_exceeded', 'monthly_quota_exceeded', 'email_above_quota']);

/** The key or the sending domain is at fault; every further request would be refused too. */
const ACCESS_CODES = new Set([
  'missing_api_key',
  'restricted_api_key',
  'invalid_api_key',
  'suspended_api_key',
  'invalid_permission',
  'invalid_access',
]);

/** The key came before with other bytes, as after a restore of an older backup. */
const CONFLICT_CODE = 'invalid_idempotent_request';

/** The request itself is wrong; the same bytes would be refused again. */
const REQUEST_CODES = new Set([
  'validation_error',
  'invalid_parameter',
  'missing_required_field',
  'missing_required_parameter',
  'invalid_from_address',
  'invalid_attachment',
  'invalid_region',
  'invalid_idempotency_key',
  'method_not_allowed',
  'not_found',
  'security_error',
]);

const STOP_CODES = new Set([...QUOTA_CODES, ...ACCESS_CODES, ...REQUEST_CODES]);

/** Statuses that leave open whether the request was taken: a timed-out or conflicting one. */
const OPEN_STATUSES = new Set([408, 409, 425]);

export type ResendFailure = { status: number | null; code: string; message: string };
type Failure = Exclude<SendOutcome, { kind: 'accepted' }>;

function verdict({ status, code }: ResendFailure): 'unanswered' | 'later' | 'stop' | 'conflict' {
  if (code === CONFLICT_CODE) return 'conflict';
  if (status !== null && status >= 500) return 'unanswered';
  if (IN_FLIGHT_CODES.has(code) || BROKEN_CODES.has(code)) return 'unanswered';
  if (STOP_CODES.has(code)) return 'stop';
  if (status === 429 || code === 'rate_limit_exceeded') return 'later';
  if (status !== null && status >= 400 && !OPEN_STATUSES.has(status)) return 'stop';
  return 'unanswered';
}

/**
 * Sorts a failed call by what is known about the mail. Names count before statuses because the provider uses one status
 * for several (409, 429); what is neither known nor clearly refused counts as unanswered, which repeats the same key and
 * bytes and so cannot send twice. Sources: resend.com/docs/api-reference/errors and the SDK's error names.
 */
export function classifyFailure(failure: ResendFailure, retryAfterSeconds: number | null): Failure {
  const { code } = failure;
  const message = withoutAddresses(failure.message);
  const kind = verdict(failure);
  if (kind === 'conflict') return { kind, code, message };
  if (kind === 'unanswered') return { kind, code, message, retryAfterSeconds };
  return { kind: 'refused', code, message, stop: kind === 'stop', retryAfterSeconds };
}

/** The provider quotes recipients in its messages; outcomes are logged and shown, so addresses go. */
export function withoutAddresses(message: string): string {
  return message.replace(/[^\s<>"'`,;:()]+@[^\s<>"'`,;:()]+/g, '[address]').slice(0, 300);
}

/**
 * How long the provider asks us to wait, in whole seconds: `retry-after` (RFC 9110 §10.2.3, seconds or a date measured
 * against the answer's own date), else `ratelimit-reset`.
 * @param headers with lower-case names; null where there was no answer
 */
export function retryAfterOf(headers: Record<string, string> | null): number | null {
  const value = headers?.['retry-after'] ?? headers?.['ratelimit-reset'];
  if (value === undefined) return null;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Math.ceil(Number(value));
  const seconds = Math.ceil((Date.parse(value) - Date.parse(headers?.date ?? '')) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}
