import { escapeMarkup, xmlElement } from '../src/http/feeds-out/xml-text.ts';

/** What an OPML list says of a feed. */
export type ListedFeed = { title: string; url: string; siteUrl: string | null };

/** An OPML 2.0 list (http://opml.org/spec2.opml) that every feed reader takes. */
export function writeOpml(title: string, feeds: readonly ListedFeed[]): string {
  const outlines = feeds.map(({ siteUrl, title: name, url }) =>
    xmlElement('outline', { type: 'rss', text: name, title: name, xmlUrl: url, htmlUrl: siteUrl }),
  );
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    `  <head><title>${escapeMarkup(title)}</title></head>`,
    '  <body>',
    ...outlines.map((outline) => `    ${outline}`),
    '  </body>',
    '</opml>',
  ].join('\n')}\n`;
}
