import type { FeedDocument, FeedItem } from '../../domain/feed-item.ts';
import { cutText, plainText } from '../html/plain-text.ts';
import { sanitiseHtml } from '../html/sanitise.ts';
import type { RawFeed, RawItem, RawText } from '../raw-feed.ts';
import { escapeText } from '../xml/characters.ts';
import { type DateContext, firstDate } from './dates.ts';
import { distinctKeys, fallbackKey } from './keys.ts';
import { authorNames, categoryNames, languageTag } from './names.ts';
import { pictureOf } from './pictures.ts';
import { resolveUrl } from './urls.ts';

/** What a document alone does not say: its own address, the zone of zoneless dates, and the present. */
export type ReadingContext = DateContext & { documentUrl: string | null };

type Surroundings = ReadingContext & { base: string | null; language: string | null; authors: string[] };

const SUMMARY_LENGTH = 300;
const LONGEST_TITLE = 500;
/** Characters of HTML; the longest articles seen stay below a third of it. */
const LONGEST_CONTENT = 500_000;
const LONGEST_KEY = 2000;

function titleOf(item: RawItem): string {
  for (const title of [item.title, ...item.otherTitles]) {
    const text = title ? plainText(title, LONGEST_TITLE) : '';
    if (text !== '') return cutText(text, LONGEST_TITLE);
  }
  return '';
}

function firstUrl(links: readonly { href: string; base: string | null }[], base: string | null): string | null {
  for (const link of links) {
    const url = resolveUrl(link.href, link.base ?? base);
    if (url !== null) return url;
  }
  return null;
}

/** Characters of a text in which WordPress's line below an item is still looked for. */
const WITH_FOOTER = 1_200;

/** Without what WordPress adds: "The post (headline) appeared first on (blog).", and brackets round its sign for a text that goes on. */
function withoutFooter(text: string, title: string): string {
  const at = text.lastIndexOf(`The post ${title.slice(0, 60)}`);
  const own = at >= 0 && text.includes(' appeared first on ', at) ? text.slice(0, at).trimEnd() : text;
  return own.replace(/\s*\[(?:…|\.{3})\]$/, '…');
}

/** The extract, and whether the text it was made from went on. */
function summaryOf(item: RawItem, title: string): { text: string; cut: boolean } {
  for (const source of [item.summary, item.content]) {
    const text = source ? withoutFooter(plainText(source, WITH_FOOTER), title) : '';
    if (text !== '') return { text: cutText(text, SUMMARY_LENGTH), cut: text.length > SUMMARY_LENGTH };
  }
  return { text: '', cut: false };
}

function asHtml({ html, value }: RawText): string {
  return html ? value : `<p>${escapeText(value)}</p>`;
}

/** The full text: what the feed marks as content, else a description that is longer than an extract. */
function contentOf(item: RawItem, summaryIsCut: boolean, base: string | null): string | null {
  const source = item.content ?? (summaryIsCut ? item.summary : null);
  if (!source) return null;
  return sanitiseHtml(asHtml(source).slice(0, LONGEST_CONTENT), source.base ?? base) || null;
}

function readItem(raw: RawItem, around: Surroundings): FeedItem {
  const { base } = around;
  const title = titleOf(raw);
  const url = firstUrl(raw.links, base);
  const updatedAt = firstDate(raw.updated, around);
  // Atom demands `updated` only (RFC 4287 §4.1.2): it then is the date of publication as well.
  const publishedAt = firstDate(raw.published, around) ?? updatedAt;
  const summary = summaryOf(raw, title);
  const given = raw.id?.trim().slice(0, LONGEST_KEY) ?? '';
  const authors = authorNames(raw.authors);
  const outlet = raw.outlet ? plainText(raw.outlet, 200) : '';
  const key = given === '' ? fallbackKey({ url, title, date: publishedAt, text: summary.text }) : given;
  let content: { html: string | null } | undefined;
  return {
    key,
    keyIsGiven: given !== '',
    title,
    url,
    publishedAt,
    updatedAt,
    authors: authors.length > 0 ? authors : around.authors,
    summary: summary.text,
    get contentHtml() {
      // Sanitising costs more than all the rest, and a poll mostly brings what is known already: done when first asked for.
      content ??= { html: contentOf(raw, summary.cut, base) };
      return content.html;
    },
    image: pictureOf(raw, base),
    categories: categoryNames(raw.categories),
    language: languageTag(raw.language) ?? around.language,
    outlet: outlet === '' ? null : outlet,
  };
}

function linkOf(feed: RawFeed, rel: string, base: string | null): string | null {
  const links = feed.links.filter((link) => link.rel === rel);
  const pages = links.filter(({ type }) => type === '' || type.includes('html'));
  return firstUrl([...pages, ...links], base);
}

/**
 * Turns a parsed document into plain texts, absolute addresses and ISO dates. A relative address is read against xml:base, else
 * the document's own address, else the one it says it has, else its site's (RFC 3986 §5.1).
 */
export function normaliseFeed(feed: RawFeed, context: ReadingContext): FeedDocument {
  const selfUrl = linkOf(feed, 'self', context.documentUrl);
  const link = linkOf(feed, 'alternate', context.documentUrl ?? selfUrl);
  const base = context.documentUrl ?? selfUrl ?? link;
  const language = languageTag(feed.language);
  const around: Surroundings = { ...context, base, language, authors: authorNames(feed.authors) };
  return {
    title: feed.title ? plainText(feed.title, LONGEST_TITLE) : '',
    link,
    language,
    hubUrl: linkOf(feed, 'hub', base),
    selfUrl,
    hintSeconds: feed.hintSeconds,
    ...(feed.pollHints ? { pollHints: feed.pollHints } : {}),
    items: distinctKeys(feed.items.map((raw) => readItem(raw, around))),
  };
}
