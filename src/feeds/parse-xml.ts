import Parser from 'rss-parser';
import utils from 'rss-parser/lib/utils.js';
import { AppError } from '../domain/errors.ts';
import type { CleanFeed } from './clean.ts';
import type { RawFeed } from './raw-feed.ts';
import { type Fields, readAttributes, readElements, type XmlElement } from './xml/elements.ts';
import { readFeedFields } from './xml/feed-fields.ts';
import { readItemFields } from './xml/item-fields.ts';
import type { Stash } from './xml/stash.ts';
import { FEED_NAMES, ITEM_NAMES } from './xml/vocabulary.ts';

// rss-parser strips tags for `contentSnippet` with a quadratic expression: 156 KB of "<br" cost 17 s of CPU.
// No option turns it off, and we make our own extract.
utils.getSnippet = () => '';

/** Our fields stand under this prefix in rss-parser's objects, out of the way of those it makes itself. */
const OURS = 'raw ';
const OURS_ATTRIBUTES = `${OURS}$`;
const NONE: XmlElement[] = [];
type KeptField = [string, string, { keepArray: boolean }];

/** The library looks for every field in every item, so it is told of those only that the document has. */
function keep(known: readonly string[], written: ReadonlySet<string>): KeptField[] {
  return ['$', ...known.filter((name) => written.has(name))].map((name) => [name, OURS + name, { keepArray: true }]);
}

type Loose = Record<string, unknown>;

function parserFor({ names }: CleanFeed): Parser<Loose, Loose> {
  return new Parser<Loose, Loose>({
    customFields: {
      // The types want plain names here; arrays are what the library documents and takes.
      feed: keep(FEED_NAMES, names) as unknown as string[],
      item: keep(ITEM_NAMES, names) as unknown as (string | { keepArray: boolean })[][],
    },
  });
}

/** What the library found under an object of its own; each element is read once, however often it is asked for. */
function fieldsOf(source: Loose, stash: Stash): Fields {
  const found = new Map<string, XmlElement[]>();
  for (const key in source) {
    if (key.startsWith(OURS) && key !== OURS_ATTRIBUTES)
      found.set(key.slice(OURS.length), readElements(source[key], stash));
  }
  return {
    all: (name) => found.get(name) ?? NONE,
    attributes: readAttributes(source[OURS_ATTRIBUTES], stash),
  };
}

/**
 * Reads a cleaned document through rss-parser: RSS 0.9x to 2.0, RDF Site Summary, Atom 0.3 and 1.0.
 * Throws AppError('invalid') where even the clean text cannot be read.
 */
export async function parseXmlFeed(feed: CleanFeed): Promise<RawFeed> {
  const { dialect, stash } = feed;
  try {
    const parsed = await parserFor(feed).parseString(feed.xml);
    const items = parsed.items.map((item) => readItemFields(fieldsOf(item, stash), dialect));
    return { ...readFeedFields(fieldsOf(parsed, stash), dialect), items };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid', 'This feed cannot be read: its XML is broken beyond repair.', { cause });
  }
}
