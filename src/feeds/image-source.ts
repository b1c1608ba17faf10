import type { FetchedImage, ImageSource, ImageType } from '../services/ports.ts';
import { type Fetched, fetchFeed, type SourceOptions } from './fetch-feed.ts';
import { NO_VALIDATORS } from './http-cache.ts';

const MOST_BYTES = 5 * 1024 * 1024;
/** Kept in memory for platforms without a cache before the program; a worker's memory holds as much twice over. */
const MOST_KEPT_BYTES = 48 * 1024 * 1024;
/** Where a publisher gave nothing, it is not asked for that picture again at once, however many open the mail. */
const REST_MS = 60_000;
const MOST_RESTING = 1000;
/** One answer is for everybody, and Outlook shows neither WebP nor AVIF: they come only where there is nothing else. */
const ACCEPT = 'image/jpeg, image/png, image/gif, image/*;q=0.5';

/** First bytes of the raster formats that browsers and mail programs show: [type, at, bytes]. None of them can hold a script. */
const SIGNATURES: readonly (readonly [ImageType, number, string])[] = [
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBP'],
  ['image/avif', 4, 'ftypavif'],
  ['image/avif', 4, 'ftypavis'],
];

/** What a file is by its first bytes, whatever it is called; null for everything that is no raster picture. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  return SIGNATURES.find(([, at, signature]) => start.startsWith(signature, at))?.[0] ?? null;
}

function imageOf(fetched: Fetched): FetchedImage | null {
  if (fetched.kind !== 'answer' || fetched.status !== 200) return null;
  const type = imageTypeOf(fetched.body);
  return type && { type, bytes: fetched.body };
}

/**
 * Pictures behind the ImageSource port, fetched past the same guard as feeds. Cloudflare makes them smaller on the way where
 * image resizing is on (https://developers.cloudflare.com/images/transform-images/transform-via-workers/); elsewhere the
 * `cf` of a request means nothing and they come as they are.
 */
export function createImageSource(options: SourceOptions): ImageSource {
  const kept = new Map<string, FetchedImage>();
  const resting = new Map<string, number>();
  /** What many ask for at once is fetched once. */
  const running = new Map<string, Promise<FetchedImage | null>>();
  const own = { ...options, accept: ACCEPT, mostBytes: MOST_BYTES };

  async function read(url: string, width: number): Promise<FetchedImage | null> {
    const image = { width, fit: 'scale-down', quality: 82, metadata: 'none' };
    const resized = await fetchFeed(url, NO_VALIDATORS, { ...own, init: { cf: { image } } });
    const isRefused = resized.kind === 'answer' && /\berr=/.test(resized.headers.get('cf-resized') ?? '');
    return imageOf(isRefused ? await fetchFeed(url, NO_VALIDATORS, own) : resized);
  }

  function keep(name: string, image: FetchedImage): void {
    kept.set(name, image);
    let size = [...kept.values()].reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    for (const [oldest, { bytes }] of kept) {
      if (size <= MOST_KEPT_BYTES) break;
      kept.delete(oldest);
      size -= bytes.byteLength;
    }
  }

  function rest(name: string): void {
    if (resting.size >= MOST_RESTING) resting.clear();
    resting.set(name, options.now().getTime() + REST_MS);
  }

  async function readOnce(url: string, width: number): Promise<FetchedImage | null> {
    const name = `${width} ${url}`;
    if ((resting.get(name) ?? 0) > options.now().getTime()) return null;
    const reading = running.get(name) ?? read(url, width).finally(() => running.delete(name));
    running.set(name, reading);
    const image = await reading;
    if (!image) rest(name);
    return image;
  }

  return {
    async fetch(url, width) {
      const name = `${width} ${url}`;
      const image = kept.get(name) ?? (await readOnce(url, width));
      kept.delete(name);
      if (image) keep(name, image);
      return image;
    },
  };
}
