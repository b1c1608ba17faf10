import { webUrl } from '../../domain/web-url.ts';
import { judgeUrl } from '../guard-url.ts';
import { resolveUrl } from '../normalise/urls.ts';

/** Prefixes under which one site serves the same page. */
function siteOf(host: string): string {
  return host.toLowerCase().replace(/^(?:(?:www|m|mobile|amp|wap)\.)+(?=[^.]+\.)/, '');
}

/** An address a page names, where it leads to the public web; else null. */
export function publicUrl(text: string | null | undefined, base: string): string | null {
  const url = webUrl(resolveUrl(text, base));
  return url !== null && judgeUrl(url).ok ? url : null;
}

/**
 * The address of the page itself: the first of what it calls canonical that is on its own site, else where it was read.
 * A front page named as canonical is a fault of the site; a page of another site is not ours to claim.
 */
export function pageUrl(named: readonly (string | null | undefined)[], readAt: string): string {
  const here = new URL(readAt);
  for (const text of named) {
    const url = publicUrl(text, readAt);
    if (url === null) continue;
    const there = new URL(url);
    const isFrontPage = there.pathname === '/' && there.search === '' && here.pathname !== '/';
    there.hash = '';
    if (siteOf(there.host) === siteOf(here.host) && !isFrontPage) return there.href;
  }
  here.hash = '';
  return here.href;
}
