import type { RawFeed, RawLink } from '../raw-feed.ts';
import type { Fields, XmlElement } from './elements.ts';
import { readAuthors } from './people.ts';
import { readPollHints } from './poll-hints.ts';
import { rawText } from './texts.ts';
import type { Dialect } from './vocabulary.ts';

/** An Atom link, in either dialect. RFC 4287 §4.2.7.2: without `rel` it is the alternate. */
export function readLink(element: XmlElement): RawLink {
  const { href, rel, type } = element.attributes;
  return {
    href: href ?? element.text,
    // rel may be written as its registry address.
    rel: (rel ?? 'alternate').trim().toLowerCase().replace('http://www.iana.org/assignments/relation/', ''),
    type: (type ?? '').trim().toLowerCase(),
    base: element.base,
  };
}

/** What stands about the feed itself. */
export function readFeedFields(fields: Fields, dialect: Dialect): Omit<RawFeed, 'items'> {
  const title = ['title', 'atom:title', 'dc:title'].flatMap(fields.all).find(({ text }) => text !== '');
  const plainLinks = fields
    .all('link')
    .map((element) => ({ ...readLink(element), rel: element.attributes.rel ?? 'alternate' }));
  const language = ['language', 'dc:language'].flatMap(fields.all).find(({ text }) => text !== '');
  return {
    title: title ? rawText(title) : null,
    links: [...plainLinks, ...fields.all('atom:link').map(readLink)],
    language: language?.text ?? fields.attributes['xml:lang'] ?? null,
    // RSS has no author of the whole feed; only Atom says that entries inherit theirs (RFC 4287 §4.2.1).
    authors: dialect === 'atom' ? readAuthors(fields) : fields.all('itunes:author').map(({ text }) => text),
    ...readPollHints(fields),
  };
}
