import { plainText } from './html/plain-text.ts';
import { walkHtml } from './html/walk.ts';
import { resolveUrl } from './normalise/urls.ts';

export type FeedLink = { url: string; title: string | null; type: string };

const FEED_TYPE =
  /^(?:application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json|json)|text\/(?:rss|atom)(?:\+xml)?|application\/x\.atom\+xml)\b/;
const MOST_LINKS = 20;

/** Whether a link of these relations and this type (lower case) leads to a feed. */
export function isFeedLink(rel: string, type: string): boolean {
  const words = rel.toLowerCase().split(/\s+/);
  if (words.includes('feed')) return true;
  return (
    words.includes('alternate') &&
    FEED_TYPE.test(type) &&
    !(type.startsWith('application/json') && !words.includes('feed'))
  );
}

/**
 * Feeds an HTML page announces by link elements (rel=alternate with a feed's type, or rel=feed), in document order, each
 * address once. `pageUrl` makes relative addresses absolute; a base element wins over it.
 */
export function feedLinks(html: string, pageUrl: string | null): FeedLink[] {
  const links = new Map<string, FeedLink>();
  let base = pageUrl;
  walkHtml(html, (stop) => ({
    text: () => undefined,
    endTag: () => undefined,
    tag: (name, attributes) => {
      if (name === 'base') base = resolveUrl(attributes.get('href'), pageUrl) ?? base;
      if (name !== 'link' && name !== 'a') return;
      const type = (attributes.get('type') ?? '').trim().toLowerCase();
      if (!isFeedLink(attributes.get('rel') ?? '', type)) return;
      const url = resolveUrl(attributes.get('href'), base);
      const title = plainText({ value: attributes.get('title') ?? '', html: false, base: null }, 200) || null;
      if (url && !links.has(url)) links.set(url, { url, title, type });
      if (links.size >= MOST_LINKS) stop();
    },
  }));
  return [...links.values()];
}
