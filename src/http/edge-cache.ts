import type { Config } from '../config.ts';
import { localeFromHeader, nearestLocale } from '../domain/locale.ts';
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

/**
 * What a request asks for, and nothing else of it: the newsroom's own host, the path, the known keys of the query in one
 * order, and the language. No other header or key reaches an answer that is kept, so none can poison it. Null for what is
 * never kept.
 */
function publicRequest(request: Request, { brand, locales }: Pick<Config, 'brand' | 'locales'>): Request | null {
  const asked = new URL(request.url);
  const path = pathInside(asked.pathname, brand.baseUrl);
  if (request.method !== 'GET' || request.headers.has('authorization') || !PUBLIC_PATH.test(path)) return null;
  const known = new URLSearchParams();
  for (const key of KNOWN_KEYS) {
    const value = asked.searchParams.get(key) ?? '';
    if (value.length > LONGEST_VALUE) return null;
    if (value !== '') known.set(key, value);
  }
  const locale =
    nearestLocale(known.get('lang')) ?? localeFromHeader(request.headers.get('accept-language'), locales[0]);
  return new Request(`${brand.baseUrl}${path}${known.size > 0 ? `?${known}` : ''}`, {
    headers: { accept: 'text/html', 'accept-language': locale },
  });
}

/** The key under which an answer is kept: caches do not tell languages apart by a header. */
function keyOf(plain: Request): Request {
  const address = new URL(plain.url);
  address.searchParams.set('in', plain.headers.get('accept-language') ?? '');
  return new Request(address);
}

type Visit = {
  request: Request;
  config: Pick<Config, 'brand' | 'locales'>;
  waitUntil(work: Promise<unknown>): void;
  /** Asks the program itself. */
  answer(request: Request): Promise<Response>;
};

/** Answers from the cache where it can, and keeps what is public. Everything else goes to the program as it came. */
export async function throughEdgeCache(
  cache: EdgeCache,
  { request, config, waitUntil, answer }: Visit,
): Promise<Response> {
  const plain = publicRequest(request, config);
  if (!plain) return answer(request);
  const key = keyOf(plain);
  const kept = await cache.match(key).catch(() => undefined);
  if (kept) return conditional(request, kept);
  const fresh = await answer(plain);
  if (mayKeep(fresh)) waitUntil(cache.put(key, fresh.clone()).catch(() => undefined));
  return conditional(request, fresh);
}

function mayKeep(answer: Response): boolean {
  const isPublic = /^public\b/.test(answer.headers.get('cache-control') ?? '');
  return answer.status === 200 && isPublic && !answer.headers.has('set-cookie');
}

/** 304 for a caller who has these bytes already (RFC 9110 §13.1.2); the program was asked without conditions. */
function conditional(request: Request, answer: Response): Response {
  const etag = answer.headers.get('etag');
  const tags = (request.headers.get('if-none-match') ?? '').slice(0, 4000).split(',');
  const hasIt = etag !== null && tags.some((tag) => tag.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));
  if (!hasIt || answer.status !== 200) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('content-type');
  headers.delete('content-length');
  return new Response(null, { status: 304, headers });
}
