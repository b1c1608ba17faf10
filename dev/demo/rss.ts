import type { Edition, PublishedItem } from './edition.ts';

/** Writes the edition as RSS 2.0. `origin` is where pictures and articles are served, without a trailing slash. */
export function renderRss({ items, changedAt }: Edition, origin: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>Laekna in the news (demo)</title>
<link>${origin}/demo/</link>
<description>A sample feed on the first International Biopharma Industry Week in Shanghai, October 2021.</description>
<language>en</language>
<lastBuildDate>${rfc822(changedAt)}</lastBuildDate>
<atom:link href="${origin}/demo/feed.xml" rel="self" type="application/rss+xml"/>
${items.map((item) => renderItem(item, origin)).join('\n')}
</channel>
</rss>
`;
}

function renderItem(item: PublishedItem, origin: string): string {
  const outlet = item.outlet && `<source url="${origin}/demo/feed.xml">${escapeXml(item.outlet)}</source>`;
  const lines = [
    `<title>${escapeXml(item.title)}</title>`,
    `<link>${origin}/demo/articles/${item.slug}</link>`,
    `<guid isPermaLink="false">newsdesk-demo:${item.slug}</guid>`,
    `<pubDate>${rfc822(item.publishedAt)}</pubDate>`,
    `<dc:creator>${escapeXml(item.author)}</dc:creator>`,
    `<dc:language>${item.language}</dc:language>`,
    ...[item.kind, ...item.topics].map((name) => `<category>${escapeXml(name)}</category>`),
    outlet,
    `<description>${escapeXml(item.summary)}</description>`,
    `<content:encoded>${escapeXml(articleHtml(item))}</content:encoded>`,
    item.picture && renderPicture(item.picture.file, item.picture.caption, origin),
  ];
  return `<item>\n${lines.filter((line) => line).join('\n')}\n</item>`;
}

function renderPicture(file: string, caption: string, origin: string): string {
  return `<media:content url="${origin}/demo/pictures/${file}" medium="image" type="image/png" width="1200" height="675">
<media:description type="plain">${escapeXml(caption)}</media:description>
<media:credit role="illustrator">Newsdesk demo</media:credit>
</media:content>`;
}

/** The article's text as HTML paragraphs. */
export function articleHtml(item: PublishedItem): string {
  return item.paragraphs.map((paragraph) => `<p>${escapeXml(paragraph)}</p>`).join('\n');
}

function rfc822(iso: string): string {
  return new Date(iso).toUTCString().replace('GMT', '+0000');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
