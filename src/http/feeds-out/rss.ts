import { Feed } from 'feed';
import { extractHtml, mediaContent } from './media.ts';
import type { FeedEntry, NewsFeed } from './news-feed.ts';
import { finishXml, forCdata, forElement, xmlElement } from './xml-text.ts';

const ROOT = [
  'version="2.0"',
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:media="http://search.yahoo.com/mrss/"',
].join(' ');

/** RSS 2.0. `selfUrl` is the address it is served at. */
export function rssFeed(news: NewsFeed, selfUrl: string): string {
  const feed = new Feed({
    title: forElement(news.title),
    description: forElement(news.description),
    link: news.homeUrl,
    feed: selfUrl,
    ...(news.hubUrl ? { hub: news.hubUrl } : {}),
    language: news.language,
    generator: 'Newsdesk',
    // A fixed time for an empty feed: the same content has to be the same bytes.
    updated: new Date(news.updatedAt ?? 0),
  });
  for (const entry of news.entries) {
    feed.addItem({
      title: forCdata(entry.title),
      link: entry.url,
      guid: forElement(entry.id),
      date: new Date(entry.publishedAt),
      category: [entry.kindLabel, ...entry.topics.map(({ name }) => name)].map((name) => ({ name: forElement(name) })),
      description: forCdata(extractHtml(entry.extract)),
      ...(entry.html ? { content: forCdata(entry.html) } : {}),
    });
  }
  return finishXml(
    feed.rss2(),
    ROOT,
    news.entries.map((entry) => ({ attributes: '', elements: elementsOf(entry) })),
  );
}

/** What the library has no words for. RSS's own `author` must be an email address, so names go into `dc:creator`. */
function elementsOf(entry: FeedEntry): string {
  const { author, image, language, originalUrl, outlet, publishedAt, updatedAt } = entry;
  return [
    author ? xmlElement('dc:creator', {}, author) : '',
    outlet && originalUrl ? xmlElement('source', { url: new URL(originalUrl).origin }, outlet) : '',
    language ? xmlElement('dc:language', {}, language) : '',
    updatedAt > publishedAt ? xmlElement('atom:updated', {}, updatedAt) : '',
    image ? mediaContent(image) : '',
  ].join('');
}
