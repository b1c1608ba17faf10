import type { RawItem, RawText } from '../raw-feed.ts';
import type { Fields, XmlElement } from './elements.ts';
import { readLink } from './feed-fields.ts';
import { readImages } from './media.ts';
import { readAuthors } from './people.ts';
import { isReadable, rawText } from './texts.ts';
import type { Dialect } from './vocabulary.ts';

const PUBLISHED = [
  'pubDate atom:published atom:pubDate atom:issued published issued dc:date dcterms:issued dcterms:date dcterms:available',
  'date atom:date dcterms:created atom:created created prism:publicationDate',
].flatMap((names) => names.split(' '));
const UPDATED = 'atom:updated atom:modified updated modified dcterms:modified'.split(' ');
/** Blogger and its kin mark what an entry is by such a category; readers have no use for it. */
const KIND = /^https?:\/\/schemas\.google\.com\/.{0,100}\bkind#/;

function texts(fields: Fields, names: readonly string[]): string[] {
  const found: string[] = [];
  for (const name of names) {
    for (const { text } of fields.all(name)) if (text !== '') found.push(text);
  }
  return found;
}

function firstText(fields: Fields, names: readonly string[], htmlByCustom: boolean): RawText | null {
  for (const name of names) {
    const found = fields.all(name).find((element) => element.text !== '' && isReadable(element));
    if (found) return rawText(found, htmlByCustom && !name.startsWith('atom:'));
  }
  return null;
}

function isPermalink(guid: XmlElement): boolean {
  return !/^\s*(?:false|no|0)\s*$/i.test(guid.attributes.isPermaLink ?? 'true') && /^\s*https?:\/\//i.test(guid.text);
}

/** Alternates as an entry lists them, HTML ones first, then links to itself (RFC 4287 §4.2.7). */
function atomLinks(fields: Fields): RawItem['links'] {
  const links = fields
    .all('atom:link')
    .map(readLink)
    .filter(({ href }) => href !== '');
  const alternates = links.filter(({ rel }) => rel === 'alternate');
  const isPage = ({ type }: { type: string }) => type === '' || type.includes('html');
  return [
    ...alternates.filter(isPage),
    ...alternates.filter((link) => !isPage(link)),
    ...links.filter(({ rel }) => rel === 'self' || rel === 'canonical'),
  ];
}

/** Where the article is: link, alternate, permanent guid, rdf:about, and at last a file the item encloses. */
function readLinks(fields: Fields): RawItem['links'] {
  const own = fields.all('link').map(({ attributes, base, text }) => ({ href: text || (attributes.href ?? ''), base }));
  const guids = fields.all('guid').filter(isPermalink);
  const ids = fields.all('atom:id').filter(isPermalink);
  const enclosures = ['enclosure', 'media:content'].flatMap(fields.all);
  const enclosed = fields.all('atom:link').filter(({ attributes }) => attributes.rel === 'enclosure');
  return [
    ...own,
    ...atomLinks(fields),
    ...[...guids, ...ids].map(({ base, text }) => ({ href: text, base })),
    { href: fields.attributes['rdf:about'] ?? '', base: null },
    ...enclosures.map(({ attributes, base }) => ({ href: attributes.url ?? '', base })),
    ...enclosed.map(({ attributes, base }) => ({ href: attributes.href ?? '', base })),
  ];
}

function readCategories(fields: Fields): string[] {
  const plain = texts(fields, ['category', 'dc:subject']);
  const terms = fields.all('atom:category').map(({ attributes, text }) => attributes.label || attributes.term || text);
  const keywords = texts(fields, ['media:keywords', 'itunes:keywords']).flatMap((text) => text.split(','));
  return [...plain, ...terms.filter((term) => !KIND.test(term)), ...keywords];
}

function readOutlet(fields: Fields): RawText | null {
  const atom = fields.all('atom:source').flatMap(({ children }) => children('atom:title'))[0];
  const source = atom ?? fields.all('source')[0];
  return source ? rawText(source) : null;
}

/** One item or entry as rss-parser handed it on, in dialect-neutral terms. */
export function readItemFields(fields: Fields, dialect: Dialect): RawItem {
  const html = dialect === 'rss';
  const titles = ['title', 'atom:title', 'dc:title', 'media:title']
    .flatMap(fields.all)
    .filter(({ text }) => text !== '');
  const [title, ...otherTitles] = titles.map((element) => rawText(element));
  const content = firstText(
    fields,
    ['content:encoded', 'xhtml:body', 'xhtml:div', 'atom:content', 'content', 'body'],
    html,
  );
  const summary = firstText(fields, ['atom:summary', 'description', 'summary', 'dc:description'], html);
  const lesser = ['atom:description', 'itunes:summary', 'media:description', 'itunes:subtitle', 'dcterms:abstract'];
  return {
    id: texts(fields, ['guid', 'atom:id', 'atom:guid'])[0] ?? fields.attributes['rdf:about'] ?? null,
    links: readLinks(fields),
    title: title ?? null,
    otherTitles,
    published: texts(fields, PUBLISHED),
    updated: texts(fields, UPDATED),
    authors: readAuthors(fields),
    content,
    summary: summary ?? (content ? null : firstText(fields, lesser, html)),
    images: readImages(fields),
    categories: readCategories(fields),
    language: texts(fields, ['dc:language', 'language'])[0] ?? fields.attributes['xml:lang'] ?? null,
    outlet: readOutlet(fields),
  };
}
