import type { PageFeeds } from '../services/ports.ts';
import { decodeBytes } from './decode.ts';
import { feedLinks, isFeedLink } from './discover.ts';
import { linkHeaders } from './link-headers.ts';
import { resolveUrl } from './normalise/urls.ts';

/** Where sites keep a feed that they do not announce, the likeliest first. */
const USUAL_PATHS = ['/feed', '/rss.xml', '/atom.xml', '/feed.xml', '/feed.json', '/index.xml', '/rss'];

type Page = { url: string; headers: Headers; body: Uint8Array };

/** Feeds that Link headers name: rel=alternate with a feed's type, or rel=feed. */
function headerLinks(headers: Headers, url: string): string[] {
  return linkHeaders(headers).flatMap((link) => {
    const absolute = isFeedLink(link) ? resolveUrl(link.address, url) : null;
    return absolute ? [absolute] : [];
  });
}

/**
 * Where a page that is no feed may have one; null for a document that is no page. The base of relative addresses is where
 * the page came from after redirects, or what its base element says.
 */
export function pageFeeds({ url, headers, body }: Page): PageFeeds | null {
  const type = headers.get('content-type');
  const html = decodeBytes(body, type);
  const isPage =
    /^(?:text\/html|application\/xhtml\+xml)\b/i.test(type ?? '') ||
    /<(?:!doctype\s+html|html|head)[\s>]/i.test(html.slice(0, 50_000));
  if (!isPage) return null;
  const linked = feedLinks(html, url).map((link) => link.url);
  const announced = [...new Set([...linked, ...headerLinks(headers, url)])].filter((address) => address !== url);
  return { announced, usual: USUAL_PATHS.map((path) => new URL(path, url).href) };
}
