import { cleanCharacters } from './xml/characters.ts';
import { createFeedListener } from './xml/feed-listener.ts';
import { scanMarkup } from './xml/scan.ts';
import type { CleanFeed } from './xml/writer.ts';

export type { CleanFeed } from './xml/writer.ts';

/**
 * Rewrites a feed document as found in the wild into small, well-formed XML that rss-parser reads without complaint.
 *
 * Gone afterwards: text before the root, control characters, bare ampersands, undefined entities, the DOCTYPE, elements
 * nobody reads, mismatched and missing tags. Prefixes are ours, by namespace URI. Inner markup is one escaped text in its
 * own order. `xml:base` and `xml:lang` stand, resolved, on the elements they reach.
 *
 * @param documentUrl absolute address of the document, against which a relative xml:base is read
 * @returns null where no root of a feed was found; throws AppError('invalid') for entities made of entities
 */
export function cleanFeed(text: string, documentUrl: string | null): CleanFeed | null {
  const source = cleanCharacters(text);
  const { finish, listener } = createFeedListener(source, documentUrl);
  scanMarkup(source, listener);
  return finish();
}
