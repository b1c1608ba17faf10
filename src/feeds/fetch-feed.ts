import { hostOf } from '../domain/feed-host.ts';
import { readAtMost } from '../domain/read-at-most.ts';
import type { Validators } from '../services/ports.ts';
import { judgeUrl } from './guard-url.ts';
import type { HostGate } from './host-gate.ts';
import { conditionalHeaders } from './http-cache.ts';

/** Web fetch, as far as it is used here. */
export type PlainFetch = (url: string, init: RequestInit) => Promise<Response>;

export type FetchOptions = {
  fetch: PlainFetch;
  /** Shared by all that fetch, so that they count together. */
  gate?: HostGate;
  /** The same at every poll, with an address that explains it. */
  userAgent: string;
  /** `host:port` pairs exempt from the guard against private networks. */
  allowedPrivateHosts: readonly string[];
  /** For what is no feed: another Accept header and another cap in bytes. */
  accept?: string;
  mostBytes?: number;
  /** What the platform's own fetch understands beyond the standard. */
  init?: { cf: object };
};

/** What a source that fetches is made of. `now` measures what an answer says of time. */
export type SourceOptions = FetchOptions & { now: () => Date };

export type Fetched =
  | {
      kind: 'answer';
      status: number;
      headers: Headers;
      body: Uint8Array<ArrayBuffer>;
      /** Where the answer came from, after redirects. */
      url: string;
      /** Where an unbroken chain of permanent redirects led, else null. */
      movedTo: string | null;
    }
  | { kind: 'failed'; reason: 'unsafe' | 'unreachable' | 'too_large'; message: string };

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/json;q=0.8, ' +
  'application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1';
const MOST_REDIRECTS = 5;
const MOST_BYTES = 5 * 1024 * 1024;
const LONGEST_MS = 20_000;
const TOO_LARGE = { kind: 'failed', reason: 'too_large', message: 'The feed is larger than 5 MB.' } as const;

async function discard(response: Response): Promise<void> {
  // Nobody reads a redirect's body; cancelling frees the connection, and a failure to do so changes nothing.
  await response.body?.cancel().catch(() => undefined);
}

/** Reads a body up to the cap; null where it is larger. */
async function readBody(response: Response, mostBytes = MOST_BYTES): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(response.headers.get('content-length') ?? 0) > mostBytes) {
    await discard(response);
    return null;
  }
  return readAtMost(response.body, mostBytes);
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

type Hop = { url: string; hops: number; movedTo: string | null; isPermanent: boolean };

/** The next hop of a redirect, or null where it names no address. */
function nextHop(hop: Hop, response: Response): Hop | null {
  const location = response.headers.get('location');
  const target = location === null ? null : URL.parse(location, hop.url);
  if (!target) return null;
  target.hash = '';
  const isPermanent = hop.isPermanent && (response.status === 301 || response.status === 308);
  return { url: target.href, hops: hop.hops + 1, isPermanent, movedTo: isPermanent ? target.href : hop.movedTo };
}

/** One request; the body is read, or given up, before the host is free for the next. */
async function oneHop(hop: Hop, request: RequestInit, options: FetchOptions): Promise<Fetched | Hop> {
  const verdict = judgeUrl(hop.url, options.allowedPrivateHosts);
  if (!verdict.ok) return { kind: 'failed', reason: 'unsafe', message: verdict.reason };
  const leave = await options.gate?.(hostOf(hop.url) ?? '', request.signal);
  try {
    const send = options.fetch;
    const response = await send(hop.url, request);
    if (!isRedirect(response.status)) {
      const body = await readBody(response, options.mostBytes);
      const { movedTo, url } = hop;
      return body
        ? { kind: 'answer', status: response.status, headers: response.headers, body, url, movedTo }
        : TOO_LARGE;
    }
    await discard(response);
    return nextHop(hop, response) ?? unreachable('The server redirects without saying where to.');
  } finally {
    leave?.();
  }
}

function unreachable(message: string): Fetched {
  return { kind: 'failed', reason: 'unreachable', message };
}

async function followHops(start: string, request: RequestInit, options: FetchOptions): Promise<Fetched> {
  let hop: Hop = { url: start, hops: 0, movedTo: null, isPermanent: true };
  while (hop.hops <= MOST_REDIRECTS) {
    const result = await oneHop(hop, request, options);
    if ('kind' in result) return result;
    hop = result;
  }
  return unreachable(`The server redirects more than ${MOST_REDIRECTS} times.`);
}

function failureOf(error: unknown, url: string): Fetched {
  const { hostname } = new URL(url);
  const isTimeout = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  const message = isTimeout
    ? `${hostname} did not answer within ${LONGEST_MS / 1000} seconds.`
    : `${hostname} cannot be reached. Check the address, or try again later.`;
  return { kind: 'failed', reason: 'unreachable', message };
}

/**
 * One conditional GET: at most five redirects, each address judged anew; 5 MB and 20 seconds over all hops. Never throws
 * for what a network or a server does.
 */
export async function fetchFeed(url: string, validators: Validators, options: FetchOptions): Promise<Fetched> {
  const headers = {
    Accept: options.accept ?? ACCEPT,
    'User-Agent': options.userAgent,
    ...conditionalHeaders(validators),
  };
  const request: RequestInit = {
    ...options.init,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(LONGEST_MS),
  };
  try {
    return await followHops(url, request, options);
  } catch (error) {
    return failureOf(error, url);
  }
}
