import { Feed } from 'feed';
import { sha256 } from '../../services/hash.ts';
import { extractHtml, mediaContent } from './media.ts';
import type { FeedEntry, NewsFeed } from './news-feed.ts';
import { escapeMarkup, finishXml, forAttribute, forCdata, forElement, xmlElement } from './xml-text.ts';

/** Atom 1.0 (RFC 4287). `selfUrl` is the address it is served at. */
export function atomFeed(news: NewsFeed, selfUrl: string): string {
  const feed = new Feed({
    id: forElement(news.homeUrl),
    title: forElement(news.title),
    description: forElement(news.description),
    link: news.homeUrl,
    feed: selfUrl,
    ...(news.hubUrl ? { hub: news.hubUrl } : {}),
    generator: 'Newsdesk',
    author: { name: forElement(news.title), link: news.homeUrl },
    // A fixed time for an empty feed: the same content has to be the same bytes.
    updated: new Date(news.updatedAt ?? 0),
  });
  for (const entry of news.entries) {
    feed.addItem({
      id: atomId(entry.id),
      // The library declares titles to be HTML.
      title: forCdata(escapeMarkup(entry.title)),
      link: entry.url,
      date: new Date(entry.updatedAt),
      published: new Date(entry.publishedAt),
      category: [{ slug: entry.kind, name: entry.kindLabel }, ...entry.topics].map(({ name, slug }) => ({
        name: forAttribute(name),
        term: forAttribute(slug),
      })),
      description: forCdata(extractHtml(entry.extract)),
      ...(entry.html ? { content: forCdata(entry.html) } : {}),
      ...(entry.author ? { author: [{ name: forElement(entry.author) }] } : {}),
    });
  }
  const root = `xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="${news.language}"`;
  return finishXml(
    feed.atom1(),
    root,
    news.entries.map((entry) => ({
      attributes: entry.language ? ` xml:lang="${entry.language}"` : '',
      elements: elementsOf(entry),
    })),
  );
}

/** Atom ids are IRIs: a UUID made from the public id (version 8, RFC 9562 §5.8), so that a new host changes none. */
export function atomId(publicId: string): string {
  const hex = sha256(publicId);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What the library has no words for: the original's address, its publication, the picture. */
function elementsOf({ image, originalUrl, outlet }: FeedEntry): string {
  return [
    originalUrl ? xmlElement('link', { rel: 'via', href: originalUrl, title: outlet }) : '',
    image ? mediaContent(image) : '',
  ].join('');
}
