import type { Picture } from '../../domain/feed-item.ts';
import type { PageArticle, PageField } from '../../services/ports.ts';
import { cutText, plainText } from '../html/plain-text.ts';
import { pixels, realImageUrl } from '../html/real-image.ts';
import { type DateContext, firstDate } from '../normalise/dates.ts';
import { authorNames, languageTag } from '../normalise/names.ts';
import { type LinkedArticle, readJsonLd } from './json-ld.ts';
import { pageUrl, publicUrl } from './page-url.ts';
import { type RawPage, scanPage } from './scan-page.ts';

const EXTRACT_LENGTH = 300;
const LONGEST_HEADLINE = 500;
/** A shorter description says less than the first paragraph does. */
const SHORTEST_DESCRIPTION = 30;

type Found = { page: RawPage; linked: LinkedArticle | null };

/** Contents of the metas of these names, in the order of the names. */
function metas({ page }: Found, names: string): string[] {
  return names.split(' ').flatMap((name) => page.metas.get(name) ?? []);
}

function plain(value: string | null | undefined, limit: number): string {
  return value ? plainText({ value, html: false, base: null }, limit).slice(0, limit) : '';
}

function firstPlain(candidates: readonly string[], limit: number): string | null {
  for (const candidate of candidates) {
    const text = plain(candidate, limit);
    if (text !== '') return text;
  }
  return null;
}

function outletOf(found: Found): string | null {
  const names = [
    ...(found.linked?.outlets ?? []),
    ...metas(found, 'og:site_name article:publisher_name citation_journal_title dc.publisher application-name'),
  ];
  return firstPlain(
    names.filter((name) => !/^\s*https?:/i.test(name)),
    200,
  );
}

/** A headline without the outlet's name that sites hang on to it: "Headline | Outlet", "Headline - Outlet". */
function withoutOutlet(headline: string, outlet: string | null): string {
  if (!outlet || !headline.toLowerCase().endsWith(outlet.toLowerCase())) return headline;
  const before = headline.slice(0, headline.length - outlet.length);
  const bare = before.replace(/\s*[|_–—·:»-]\s*$/u, '');
  return bare === before || bare.trim() === '' ? headline : bare.trim();
}

function headlineOf(found: Found, outlet: string | null): string | null {
  const { linked, page } = found;
  const headline = firstPlain(
    [
      ...(linked?.headlines ?? []),
      ...metas(found, 'og:title twitter:title citation_title dc.title'),
      page.heading,
      page.title,
    ],
    LONGEST_HEADLINE,
  );
  return headline === null ? null : withoutOutlet(headline, outlet);
}

function extractOf(found: Found, headline: string | null): string {
  const { linked, page } = found;
  const described = [
    ...(linked?.descriptions ?? []),
    ...metas(found, 'og:description twitter:description description dc.description'),
  ].map((text) => plain(text, EXTRACT_LENGTH + 100));
  const isTelling = (text: string) => text.length >= SHORTEST_DESCRIPTION && text !== headline;
  const paragraphs = page.articleParagraphs.length > 0 ? page.articleParagraphs : page.otherParagraphs;
  const opening = plain(paragraphs.slice(0, 4).join(' '), EXTRACT_LENGTH + 100);
  const text = described.find(isTelling) ?? (opening || described.find((one) => one !== '') || '');
  return cutText(text, EXTRACT_LENGTH);
}

function languageOf(found: Found): string | null {
  const { linked, page } = found;
  const named = [
    page.language ?? '',
    ...(linked?.languages ?? []),
    ...metas(found, 'og:locale content-language dc.language'),
  ];
  for (const text of named) {
    const tag = languageTag(text.split(',')[0] ?? null);
    if (tag) return tag;
  }
  return null;
}

/** Addresses of pictures that stand for the page, best first, with what is said beside them. */
function namedPictures(found: Found): Picture[] {
  const { linked, page } = found;
  const [width, height] = [metas(found, 'og:image:width')[0], metas(found, 'og:image:height')[0]];
  const alt = metas(found, 'og:image:alt twitter:image:alt')[0] ?? null;
  const social = metas(
    found,
    'og:image:secure_url og:image og:image:url twitter:image twitter:image:src thumbnail image',
  );
  return [
    ...(linked?.images ?? []),
    ...social.map((url) => ({ url, alt, caption: null, credit: null, width: pixels(width), height: pixels(height) })),
    ...page.images
      .filter((image) => image.isInArticle)
      .map((image) => ({ ...image, credit: null, width: null, height: null })),
  ];
}

function pictureOf(found: Found): Picture | null {
  for (const named of namedPictures(found)) {
    const size = { width: String(named.width ?? ''), height: String(named.height ?? '') };
    const url = publicUrl(
      realImageUrl(new Map([['src', named.url], ...Object.entries(size)]), found.page.base),
      found.page.base,
    );
    if (url === null) continue;
    // The same picture in the text often has the words that its mention in the head lacks.
    const shown = found.page.images.find((image) => image.url === url);
    return {
      url,
      alt: firstPlain([named.alt ?? '', shown?.alt ?? ''], 500),
      caption: firstPlain([named.caption ?? '', shown?.caption ?? ''], 500),
      credit: firstPlain([named.credit ?? ''], 200),
      width: named.width,
      height: named.height,
    };
  }
  return null;
}

function datesOf(found: Found, context: DateContext): { publishedAt: string | null; updatedAt: string | null } {
  const { linked, page } = found;
  const published = [
    ...(linked?.published ?? []),
    ...metas(found, 'article:published_time og:article:published_time datepublished citation_publication_date'),
    ...metas(found, 'parsely-pub-date dc.date.issued dc.date sailthru.date publishdate pubdate date'),
    ...page.times,
  ];
  const updated = [
    ...(linked?.updated ?? []),
    ...metas(found, 'article:modified_time og:updated_time datemodified last-modified'),
  ];
  const publishedAt = firstDate(published, context);
  const updatedAt = firstDate(updated, context);
  return { publishedAt, updatedAt: updatedAt !== null && updatedAt > (publishedAt ?? '') ? updatedAt : null };
}

/** Reads the article a page holds; pure, and never throws for what the page holds. `readAt` is where it came from. */
export function readPageArticle(html: string, readAt: string, context: DateContext): PageArticle {
  const page = scanPage(html, readAt);
  const found: Found = { page, linked: readJsonLd(page.jsonLd, readAt) };
  const outlet = outletOf(found);
  const headline = headlineOf(found, outlet);
  const authors = authorNames([
    ...(found.linked?.authors ?? []),
    ...metas(found, 'author citation_author dc.creator parsely-author byl'),
  ]).filter((name) => !/^https?:/i.test(name));
  const article = {
    url: pageUrl([page.canonical, ...metas(found, 'og:url'), ...(found.linked?.urls ?? [])], readAt),
    headline,
    outlet,
    authors,
    ...datesOf(found, context),
    language: languageOf(found),
    image: pictureOf(found),
    extract: extractOf(found, headline),
  };
  return { ...article, missing: missingOf(article) };
}

function missingOf(article: Omit<PageArticle, 'missing'>): PageField[] {
  const fields: PageField[] = ['headline', 'outlet', 'authors', 'publishedAt', 'language', 'image', 'extract'];
  return fields.filter((field) => {
    const value = article[field];
    return value === null || value === '' || (Array.isArray(value) && value.length === 0);
  });
}
