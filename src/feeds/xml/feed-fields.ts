import type { RawFeed, RawLink } from '../raw-feed.ts';
import type { Fields, XmlElement } from './elements.ts';
import { readAuthors } from './people.ts';
import { rawText } from './texts.ts';
import type { Dialect } from './vocabulary.ts';

const PERIOD_SECONDS: Readonly<Record<string, number>> = {
  hourly: 3600,
  daily: 86_400,
  weekly: 604_800,
  monthly: 2_592_000,
  yearly: 31_536_000,
};

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

/**
 * How often the publisher says to poll, in seconds. `ttl` counts minutes (RSS 2.0); the syndication module divides a period,
 * by default a day, by a frequency, by default 1 (RSS 1.0 modules: syndication).
 */
function readHint(fields: Fields): number | null {
  const ttl = Number(fields.all('ttl')[0]?.text ?? Number.NaN);
  if (Number.isFinite(ttl) && ttl > 0) return Math.round(ttl * 60);
  const period = fields.all('sy:updatePeriod')[0]?.text.toLowerCase();
  if (period === undefined) return null;
  const frequency = Number(fields.all('sy:updateFrequency')[0]?.text ?? 1);
  const seconds = PERIOD_SECONDS[period] ?? 86_400;
  return Math.round(seconds / (Number.isFinite(frequency) && frequency > 0 ? frequency : 1));
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
    hintSeconds: readHint(fields),
  };
}
