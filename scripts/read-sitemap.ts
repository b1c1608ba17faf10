import { gunzipSync } from 'node:zlib';
import { hostOf } from '../src/domain/feed-host.ts';
import { decodeBytes } from '../src/feeds/decode.ts';
import { type FetchOptions, fetchFeed } from '../src/feeds/fetch-feed.ts';
import { NO_VALIDATORS } from '../src/feeds/http-cache.ts';
import { resolveUrl } from '../src/feeds/normalise/urls.ts';
import { createGuardedFetch } from '../src/feeds-fetch-node.ts';
import { createProgress } from './progress.ts';

const MOST_SITEMAPS = 200;
const MOST_ADDRESSES = 100_000;
/** The protocol's own limit (https://www.sitemaps.org/protocol.html). */
const MOST_BYTES = 50 * 1024 * 1024;

/** How a script fetches what somebody named by hand: their own machine is fair game, other private ones are not. */
export function handFetch(url: string): FetchOptions {
  const own = [hostOf(url) ?? ''];
  return { fetch: createGuardedFetch(own), userAgent: 'Newsdesk-import/1.0', allowedPrivateHosts: own };
}

function textOf(bytes: Uint8Array): string {
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return decodeBytes(isZipped ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes, null);
}

async function fetchText(url: string, options: FetchOptions): Promise<string> {
  const fetched = await fetchFeed(url, NO_VALIDATORS, { ...options, mostBytes: MOST_BYTES });
  if (fetched.kind === 'failed') throw new Error(`${url}: ${fetched.message}`);
  if (fetched.status !== 200) throw new Error(`${url}: the server answered with status ${fetched.status}.`);
  return textOf(fetched.body);
}

/** Addresses in a sitemap or an index of them (loc elements), in order. */
function locationsOf(text: string, url: string): { isIndex: boolean; locations: string[] } {
  const isIndex = /<(?:\w+:)?sitemapindex\b/i.test(text.slice(0, 5000));
  if (!isIndex && !/<(?:\w+:)?urlset\b/i.test(text.slice(0, 5000))) throw new Error(`${url} is not a sitemap.`);
  const locations = [...text.matchAll(/<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,4000}?)\s*(?:\]\]>)?\s*<\/loc>/gi)].flatMap(
    ([, address]) => resolveUrl(address, url) ?? [],
  );
  return { isIndex, locations };
}

/**
 * Every page a sitemap names, those of the sitemaps it names included, each once. `only`: the beginning of the paths wanted.
 * Throws where one of them cannot be read. Once `stop` is aborted it ends with what it has.
 */
export async function readSitemap(start: string, only: string | null, stop: AbortSignal): Promise<string[]> {
  const options = handFetch(start);
  const pages = new Set<string>();
  const queue = [start];
  using progress = createProgress('Sitemaps', queue.length);
  for (let n = 0; n < queue.length && n < MOST_SITEMAPS; n += 1) {
    if (stop.aborted) break;
    const url = queue[n] ?? start;
    const { isIndex, locations } = locationsOf(await fetchText(url, options), url);
    for (const location of locations) {
      if (isIndex) {
        if (queue.includes(location)) continue;
        if (queue.push(location) <= MOST_SITEMAPS) progress.expect(1);
      } else if (pages.size < MOST_ADDRESSES && (!only || new URL(location).pathname.startsWith(only))) {
        pages.add(location);
      }
    }
    progress.step(1, `${pages.size} pages`);
  }
  return [...pages];
}
