import { readFile } from 'node:fs/promises';
import type { FeedDocument, FeedItem } from '../../src/domain/feed-item.ts';
import { readDocument } from '../../src/feeds/read-document.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const URL = 'https://site.example/feed';

/** Reads a feed from text as if it had come from https://site.example/feed on 1 June 2026. */
export async function readText(text: string, timeZone = 'UTC'): Promise<FeedDocument> {
  return await readDocument(new TextEncoder().encode(text), null, { documentUrl: URL, timeZone, now: NOW });
}

/** Reads a file of test/fixtures/feeds without knowing where it came from. */
export async function readFixture(name: string): Promise<FeedDocument> {
  const bytes = await readFile(new globalThis.URL(`../fixtures/feeds/${name}`, import.meta.url));
  return await readDocument(bytes, null, { documentUrl: null, timeZone: 'UTC', now: NOW });
}

/** The first item of an RSS 2.0 feed that holds this markup. */
export async function readRssItem(markup: string, timeZone = 'UTC'): Promise<FeedItem> {
  const feed = await readText(
    `<rss version="2.0"><channel><title>T</title><item>${markup}</item></channel></rss>`,
    timeZone,
  );
  return firstOf(feed.items);
}

/** The first entry of an Atom feed that holds this markup. */
export async function readEntry(markup: string): Promise<FeedItem> {
  const feed = await readText(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>${markup}</entry></feed>`);
  return firstOf(feed.items);
}

export function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('The list is empty.');
  return first;
}
