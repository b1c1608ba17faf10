import type { Validators } from '../services/ports.ts';

/** For a request that takes whatever there is. */
export const NO_VALIDATORS: Validators = { etag: null, lastModified: null };

/** The validators of an answer exactly as sent: quotes, `W/` and all (RFC 9110 §8.8). */
export function validatorsOf(headers: Headers): Validators {
  return { etag: headers.get('etag'), lastModified: headers.get('last-modified') };
}

/** Validators after a 304: what it sends replaces what was known (RFC 9111 §4.3.4). */
export function refreshedValidators(known: Validators, headers: Headers): Validators {
  const sent = validatorsOf(headers);
  return { etag: sent.etag ?? known.etag, lastModified: sent.lastModified ?? known.lastModified };
}

/** Both conditions go out; servers that know entity tags ignore the date (RFC 9110 §13.2.2). */
export function conditionalHeaders({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag === null ? {} : { 'If-None-Match': etag }),
    ...(lastModified === null ? {} : { 'If-Modified-Since': lastModified }),
  };
}

function seconds(text: string | undefined | null): number | null {
  return /^\s*\d{1,10}\s*$/.test(text ?? '') ? Number(text) : null;
}

/** Milliseconds of an HTTP date, or null. All three forms of RFC 9110 §5.6.7 begin with the day's name. */
function httpDate(text: string | null): number | null {
  const at = /^\s*[A-Za-z]{3,9},?\s/.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function secondsBetween(from: number, to: number): number {
  return Math.max(0, Math.round((to - from) / 1000));
}

/**
 * For how many seconds the answer says it stays fresh, or null where it does not say or forbids storing:
 * max-age minus Age, else Expires minus Date (RFC 9111 §4.2.1).
 */
export function freshForSeconds(headers: Headers, now: Date): number | null {
  const control = (headers.get('cache-control') ?? '').toLowerCase();
  if (/(?:^|[\s,])no-(?:store|cache)\b/.test(control)) return null;
  const maxAge = seconds(/(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/.exec(control)?.[1]);
  if (maxAge !== null) return Math.max(0, maxAge - (seconds(headers.get('age')) ?? 0));
  const expires = headers.get('expires');
  if (expires === null) return null;
  const sent = httpDate(headers.get('date')) ?? now.getTime();
  // What is no date, such as the usual "0", means already expired (RFC 9111 §5.3).
  return secondsBetween(sent, httpDate(expires) ?? sent);
}

/** Seconds to wait from Retry-After, which is a number or an HTTP date (RFC 9110 §10.2.3), or null. */
export function retryAfterSeconds(headers: Headers, now: Date): number | null {
  const value = headers.get('retry-after');
  const at = httpDate(value);
  return seconds(value) ?? (at === null ? null : secondsBetween(now.getTime(), at));
}
