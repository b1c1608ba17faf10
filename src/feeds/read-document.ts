import type { FeedDocument } from '../domain/feed-item.ts';
import { cleanFeed } from './clean.ts';
import { decodeBytes } from './decode.ts';
import { normaliseFeed, type ReadingContext } from './normalise/feed.ts';
import { notAFeed } from './not-a-feed.ts';
import { parseJsonFeed } from './parse-json.ts';
import { parseXmlFeed } from './parse-xml.ts';
import type { RawFeed } from './raw-feed.ts';

async function parseText(text: string, documentUrl: string | null): Promise<RawFeed> {
  const looksLikeJson = /^[\s\ufeff]*\{/.test(text.slice(0, 1000));
  const json = looksLikeJson ? parseJsonFeed(text) : null;
  if (json) return json;
  const clean = looksLikeJson ? null : cleanFeed(text, documentUrl);
  if (!clean) throw notAFeed(text, documentUrl);
  return await parseXmlFeed(clean);
}

/**
 * Reads a whole feed: bytes as they came, their Content-Type, and where they came from. Throws AppError('invalid') with a
 * sentence saying what the document is when it is no feed; faults inside a feed cost only the field they stand in.
 */
export async function readDocument(
  bytes: Uint8Array,
  contentType: string | null,
  context: ReadingContext,
): Promise<FeedDocument> {
  const text = decodeBytes(bytes, contentType);
  return normaliseFeed(await parseText(text, context.documentUrl), context);
}
