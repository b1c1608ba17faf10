import { AppError } from '../domain/errors.ts';
import { feedLinks } from './discover.ts';
import { collapseSpace } from './xml/characters.ts';

function isBinary(text: string): boolean {
  const start = text.slice(0, 1000);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary data.
  return (start.match(/[\0-\x08\x0e-\x1f\ufffd]/g) ?? []).length > start.length / 20;
}

function describeHtml(text: string, url: string | null): string {
  const links = feedLinks(text, url);
  if (links.length === 0) return 'This is an HTML page, and it links to no feed.';
  const list = links.map((link) => (link.title ? `${link.url} (${link.title})` : link.url)).join(', ');
  return `This is an HTML page; it links to these feeds: ${list}`;
}

function describeXml(text: string): string {
  const root = /<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,60})[\s>/]/.exec(text.slice(0, 20_000))?.[1];
  if (root === 'urlset' || root === 'sitemapindex') return 'This is a sitemap, not a feed.';
  if (root === 'opml') return 'This is an OPML list of feeds, not a feed.';
  return root
    ? `This is an XML document of another kind (its root is "${root}"), not a feed.`
    : 'This is plain text, not a feed.';
}

/** An error that says what a document is when it is no feed, and where its feeds are when it is a page. */
export function notAFeed(text: string, url: string | null): AppError {
  if (text.trim() === '') return new AppError('invalid', 'The document is empty.');
  if (/^\s*%PDF-/.test(text)) return new AppError('invalid', 'This is a PDF file, not a feed.');
  if (isBinary(text)) return new AppError('invalid', 'This is binary data, not a feed.');
  if (/<(?:!doctype\s+html|html|head|body)[\s>]/i.test(text.slice(0, 50_000)))
    return new AppError('invalid', describeHtml(text, url));
  if (/^\s*[{[]/.test(text))
    return new AppError('invalid', 'This is JSON, but not a JSON Feed: it has no list of items.');
  if (/^\s*</.test(text)) return new AppError('invalid', describeXml(text));
  const start = collapseSpace(text.slice(0, 200)).slice(0, 60);
  return new AppError('invalid', `This is plain text, not a feed. It begins "${start}".`);
}
