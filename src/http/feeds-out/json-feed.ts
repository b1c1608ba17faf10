import type { FeedEntry, NewsFeed } from './news-feed.ts';
import { cleanText } from './xml-text.ts';

/**
 * JSON Feed 1.1 (jsonfeed.org/version/1.1). Written here because the library's is version 1: one author, no language, no
 * plain text. `selfUrl` is the address it is served at, `nextUrl` that of its next older part.
 */
export function jsonFeed(news: NewsFeed, selfUrl: string, nextUrl: string | null = null): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: cleanText(news.title),
    description: cleanText(news.description),
    home_page_url: news.homeUrl,
    feed_url: selfUrl,
    next_url: nextUrl ?? undefined,
    hubs: news.hubUrl ? [{ type: 'WebSub', url: news.hubUrl }] : undefined,
    language: news.language,
    authors: [{ name: cleanText(news.title), url: news.homeUrl }],
    items: news.entries.map(itemOf),
  });
}

/** Fields that are undefined are left out of the document. */
function itemOf(entry: FeedEntry) {
  const extract = cleanText(entry.extract);
  const author = entry.author ?? entry.outlet;
  return {
    id: entry.id,
    url: entry.url,
    external_url: entry.originalUrl ?? undefined,
    title: cleanText(entry.title),
    ...(entry.html ? { content_html: cleanText(entry.html), summary: extract } : { content_text: extract }),
    image: entry.image?.url,
    date_published: entry.publishedAt,
    date_modified: entry.updatedAt,
    authors: author ? [{ name: cleanText(author) }] : undefined,
    tags: [entry.kindLabel, ...entry.topics.map(({ name }) => name)].map(cleanText),
    language: entry.language ?? undefined,
  };
}
