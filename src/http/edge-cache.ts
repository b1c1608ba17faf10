import type { Config } from '../config.ts';
import { type Locale, localeInHeader, nearestLocale } from '../domain/locale.ts';
import { hasAlready } from './conditional.ts';
import { pathInside } from './shell.ts';

/** A cache near the reader, as the platform has one. Keys are requests of our own making. */
export interface EdgeCache {
  match(key: Request): Promise<Response | undefined>;
  put(key: Request, answer: Response): Promise<void>;
}

/** Pages and documents that are the same for everybody who asks in one language. */
const PUBLIC_PATH =
  /^\/(?:$|articles\/[^/]+(?:\/(?:event\.ics|qr\.svg))?$|topics\/[^/]+(?:\/(?:feed\.xml|atom\.xml|feed\.json))?$|upcoming$|images\/\d{3,4}\/[\w-]+$|archive(?:\/[^/]+(?:\/mail)?)?$|privacy$|newsroom\.js$|feed\.xml$|atom\.xml$|feed\.json$|sitemap\.xml$|news-sitemap\.xml$|robots\.txt$)/;
const KNOWN_KEYS = ['after', 'before', 'count', 'kind', 'lang', 'q', 's', 'topic', 'year'];
const LONGEST_VALUE = 200;

/** What a request asks for: an address of the newsroom and a language, null where the request names none of ours. */
export type PublicQuestion = { url: string; locale: Locale | null };

/**
 * What a request asks for, and nothing else of it: the newsroom's own host, the path, the known keys of the query in one
 * order, and the language. No other header or key reaches an answer that is kept, so none can poison it. Null for what is
 * never kept.
 */
export function publicQuestion(request: Request, { brand }: Pick<Config, 'brand'>): PublicQuestion | null {
  const asked = new URL(request.url);
  const path = pathInside(asked.pathname, brand.baseUrl);
  if (request.method !== 'GET' || request.headers.has('authorization') || !PUBLIC_PATH.test(path)) return null;
  const known = new URLSearchParams();
  for (const key of asked.search === '' ? [] : KNOWN_KEYS) {
    const value = asked.searchParams.get(key) ?? '';
    if (value.length > LONGEST_VALUE) return null;
    if (value !== '') known.set(key, value);
  }
  const locale = nearestLocale(known.get('lang')) ?? localeInHeader(request.headers.get('accept-language'));
  return { url: `${brand.baseUrl}${path}${known.size > 0 ? `?${known}` : ''}`, locale };
}

/** The question as a request that holds nothing else. */
export function plainRequest({ locale, url }: PublicQuestion): Request {
  // Whoever names no language of ours gets the newsroom's first, which staff may change.
  return new Request(url, { headers: { accept: 'text/html', ...(locale ? { 'accept-language': locale } : {}) } });
}

/** The key under which an answer is kept: caches do not tell languages apart by a header. */
function keyOf({ locale, url }: PublicQuestion): Request {
  const address = new URL(url);
  address.searchParams.set('in', locale ?? 'any');
  return new Request(address);
}

export type Visit = {
  request: Request;
  config: Pick<Config, 'brand'>;
  waitUntil(work: Promise<unknown>): void;
  /** Asks the program itself. */
  answer(request: Request): Promise<Response>;
};

/** Answers from the cache where it can, and keeps what is public. Everything else goes to the program as it came. */
export async function throughEdgeCache(
  cache: EdgeCache,
  { request, config, waitUntil, answer }: Visit,
): Promise<Response> {
  const question = publicQuestion(request, config);
  if (!question) return answer(request);
  const key = keyOf(question);
  const kept = await cache.match(key).catch(() => undefined);
  if (kept) return conditional(request, kept);
  const fresh = await answer(plainRequest(question));
  if (mayKeep(fresh)) waitUntil(cache.put(key, fresh.clone()).catch(() => undefined));
  return conditional(request, fresh);
}

/** Whether an answer is the same for everybody who asks the same question. */
export function mayKeep(answer: Response): boolean {
  const isPublic = /^public\b/.test(answer.headers.get('cache-control') ?? '');
  return answer.status === 200 && isPublic && !answer.headers.has('set-cookie');
}

/** 304 for a caller who has these bytes already; the program was asked without conditions. */
function conditional(request: Request, answer: Response): Response {
  const etag = answer.headers.get('etag')?.replace(/^W\//, '');
  const lastModified = answer.headers.get('last-modified');
  if (answer.status !== 200 || !etag || !hasAlready(request.headers, { etag, lastModified })) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('content-type');
  headers.delete('content-length');
  return new Response(null, { status: 304, headers });
}
