import Parser from 'rss-parser';
import utils from 'rss-parser/lib/utils.js';
import { AppError } from '../domain/errors.ts';
import type { CleanFeed } from './clean.ts';
import type { RawFeed } from './raw-feed.ts';
import { type Fields, readAttributes, readElements } from './xml/elements.ts';
import { readFeedFields } from './xml/feed-fields.ts';
import { readItemFields } from './xml/item-fields.ts';
import { FEED_NAMES, ITEM_NAMES } from './xml/vocabulary.ts';

// rss-parser strips tags for `contentSnippet` with a quadratic expression: 156 KB of "<br" cost 17 s of CPU.
// No option turns it off, and we make our own extract.
utils.getSnippet = () => '';

/** Our fields stand under this prefix in rss-parser's objects, out of the way of those it makes itself. */
const OURS = new Map(['$', ...FEED_NAMES, ...ITEM_NAMES].map((name) => [name, `raw ${name}`]));
type KeptField = [string, string, { keepArray: boolean }];

function keep(names: readonly string[]): KeptField[] {
  return ['$', ...names].map((name) => [name, OURS.get(name) ?? name, { keepArray: true }]);
}

type Loose = Record<string, unknown>;

const parser = new Parser<Loose, Loose>({
  customFields: {
    // The types want plain names here; arrays are what the library documents and takes.
    feed: keep(FEED_NAMES) as unknown as string[],
    item: keep(ITEM_NAMES) as unknown as (string | { keepArray: boolean })[][],
  },
});

/**
 * Reads a cleaned document through rss-parser: RSS 0.9x to 2.0, RDF Site Summary, Atom 0.3 and 1.0.
 * Throws AppError('invalid') where even the clean text cannot be read.
 */
export async function parseXmlFeed(feed: CleanFeed): Promise<RawFeed> {
  const { stash } = feed;
  const fieldsOf = (source: Loose): Fields => ({
    all: (name) => readElements(source[OURS.get(name) ?? name], stash),
    attributes: readAttributes(source['raw $'], stash),
  });
  try {
    const parsed = await parser.parseString(feed.xml);
    const items = parsed.items.map((item) => readItemFields(fieldsOf(item), feed.dialect));
    return { ...readFeedFields(fieldsOf(parsed), feed.dialect), items };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid', 'This feed cannot be read: its XML is broken beyond repair.', { cause });
  }
}
