import type { FeedItem } from './feed-item.ts';

export type KeyKind = 'guid' | 'url' | 'hash';

/** One way to recognise an article. Global keys count across feeds, the others within one feed. */
export type ArticleKey = { kind: KeyKind; key: string; isGlobal: boolean };

const TRACKING =
  /^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_cid|mc_eid|igshid|_hsenc|_hsmi|mkt_tok|ref_src|spm|cmpid)$/i;

/**
 * The form of an address under which the same story is found again: lower-case host without "www.", no fragment,
 * no tracking parameters, sorted query, no trailing slash, scheme left out. Null where `url` is not http(s).
 */
export function canonicalUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null;
  const query = [...parsed.searchParams].filter(([name]) => !TRACKING.test(name));
  query.sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const search = new URLSearchParams(query).toString();
  const path = parsed.pathname.replace(/\/+$/, '');
  return `${parsed.host.replace(/^(?:www\.)+(?=.)/, '')}${path}${search ? `?${search}` : ''}`;
}

/** The key under which every feed and person finds the story at an address; null where `url` is not http(s). */
export function addressKey(url: string): string | null {
  const address = canonicalUrl(url);
  return address === null ? null : `u:${address.slice(0, 1500)}`;
}

/** Every key of an item, strongest first: the feed's own id, the canonical address, title with date. */
export function keysOf(item: FeedItem): ArticleKey[] {
  const keys: ArticleKey[] = [];
  if (item.keyIsGiven) keys.push({ kind: 'guid', key: `g:${item.key.slice(0, 1000)}`, isGlobal: false });
  const address = item.url ? addressKey(item.url) : null;
  if (address) keys.push({ kind: 'url', key: address, isGlobal: true });
  const dated = item.publishedAt?.slice(0, 10) ?? '';
  keys.push({ kind: 'hash', key: `h:${item.title.toLowerCase().slice(0, 300)}|${dated}`, isGlobal: false });
  return keys;
}

/** What is already known of a document's keys: key text → article id. */
export type KnownKeys = ReadonlyMap<string, number>;

/**
 * The article an item is, or null when it is new.
 * The strongest key decides: one that is known names the article. A weaker key counts only where every stronger one
 * is absent, or new while the weaker key occurs once in the document (two items with one link are two articles).
 */
export function recognise(
  keys: readonly ArticleKey[],
  known: KnownKeys,
  timesInDocument: ReadonlyMap<string, number>,
): number | null {
  for (const [rank, key] of keys.entries()) {
    const article = known.get(key.key);
    if (article === undefined) continue;
    const isWeaker = rank > 0;
    if (!isWeaker || (timesInDocument.get(key.key) ?? 0) <= 1) return article;
  }
  return null;
}
