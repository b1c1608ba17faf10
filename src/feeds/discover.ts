import { plainText } from './html/plain-text.ts';
import { walkHtml } from './html/walk.ts';
import { hasRelation } from './link-headers.ts';
import { resolveUrl } from './normalise/urls.ts';

export type FeedLink = { url: string; title: string | null; type: string };

const FEED_TYPE =
  /^(?:application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)|text\/(?:rss|atom)(?:\+xml)?|application\/x\.atom\+xml)\b/;
const MOST_LINKS = 20;

/** Whether a link of these relations and this type (lower case) leads to a feed. Plain JSON may be anything. */
export function isFeedLink(link: { rel: string; type: string }): boolean {
  return hasRelation(link, 'feed') || (hasRelation(link, 'alternate') && FEED_TYPE.test(link.type));
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
      if (!isFeedLink({ rel: attributes.get('rel') ?? '', type })) return;
      const url = resolveUrl(attributes.get('href'), base);
      const title = plainText({ value: attributes.get('title') ?? '', html: false, base: null }, 200) || null;
      if (url && !links.has(url)) links.set(url, { url, title, type });
      if (links.size >= MOST_LINKS) stop();
    },
  }));
  return [...links.values()];
}
