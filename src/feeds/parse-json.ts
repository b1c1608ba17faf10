import * as z from 'zod';
import type { RawFeed, RawImage, RawItem, RawText } from './raw-feed.ts';
import { cleanCharacters } from './xml/characters.ts';

/** Every field may be missing or of a wrong type: that costs the field only. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const person = z.object({ name: text, url: text }).nullish().catch(null);
const people = z.array(person).nullish().catch(null);

const itemSchema = z.object({
  ...{ id: text, url: text, external_url: text, title: text, content_html: text, content_text: text, summary: text },
  ...{ image: text, banner_image: text, date_published: text, date_modified: text, language: text },
  author: person,
  authors: people,
  tags: z.array(text).nullish().catch(null),
  attachments: z
    .array(z.object({ url: text, mime_type: text }).nullish().catch(null))
    .nullish()
    .catch(null),
});

const feedSchema = z.object({
  ...{ title: text, home_page_url: text, feed_url: text, language: text },
  author: person,
  authors: people,
  hubs: z
    .array(z.object({ type: text, url: text }).nullish().catch(null))
    .nullish()
    .catch(null),
  items: z.array(z.unknown()),
});

type JsonItem = z.infer<typeof itemSchema>;
type People = { author?: z.infer<typeof person>; authors?: z.infer<typeof people> };

const MOST_ITEMS = 5_000;

function plain(value: string | null | undefined): RawText | null {
  return value ? { value, html: false, base: null } : null;
}

function html(value: string | null | undefined): RawText | null {
  return value ? { value, html: true, base: null } : null;
}

function names({ author, authors }: People): string[] {
  return [...(authors ?? []), author].map((one) => one?.name ?? one?.url ?? '').filter((name) => name !== '');
}

function imagesOf(item: JsonItem): RawImage[] {
  const attached = (item.attachments ?? [])
    .filter((file) => file?.mime_type?.startsWith('image/'))
    .map((file) => file?.url);
  const none = { alt: null, caption: null, credit: null, width: null, height: null, base: null };
  return [item.image, item.banner_image, ...attached].flatMap((url) => (url ? [{ url, ...none }] : []));
}

function present(value: string | null | undefined): string[] {
  return value ? [value] : [];
}

function readItem(item: JsonItem): RawItem {
  const links = [
    ...present(item.url),
    ...present(item.external_url),
    ...present(item.id).filter((id) => /^https?:/i.test(id)),
  ];
  return {
    id: item.id ?? null,
    links: links.map((href) => ({ href, base: null })),
    title: plain(item.title),
    otherTitles: [],
    published: present(item.date_published),
    updated: present(item.date_modified),
    authors: names(item),
    content: html(item.content_html) ?? plain(item.content_text),
    summary: plain(item.summary),
    images: imagesOf(item),
    categories: (item.tags ?? []).flatMap(present),
    language: item.language ?? null,
    outlet: null,
  };
}

function parseLeniently(source: string): unknown {
  const clean = cleanCharacters(source).replace(/^\ufeff/, '');
  try {
    return JSON.parse(clean);
  } catch {
    // Raw line ends inside strings are the usual fault; between tokens they mean nothing, so blanks may stand for all.
    try {
      return JSON.parse(clean.replace(/[\n\r\t]/g, ' '));
    } catch {
      return null;
    }
  }
}

/**
 * Reads a JSON Feed, 1 or 1.1 (jsonfeed.org/version/1.1). An id may be a number there. Returns null where the text is no
 * JSON, or JSON without a list of items.
 */
export function parseJsonFeed(source: string): RawFeed | null {
  const feed = feedSchema.safeParse(parseLeniently(source));
  if (!feed.success) return null;
  const { feed_url, home_page_url, hubs, items, language, title } = feed.data;
  const hub = (hubs ?? []).find((one) => one?.url && one.type?.toLowerCase() === 'websub') ?? hubs?.[0];
  const link = (rel: string, href: string | null | undefined) =>
    present(href).map((value) => ({ href: value, rel, type: '', base: null }));
  return {
    title: plain(title),
    links: [...link('alternate', home_page_url), ...link('self', feed_url), ...link('hub', hub?.url)],
    language: language ?? null,
    authors: names(feed.data),
    hintSeconds: null,
    items: items.slice(0, MOST_ITEMS).flatMap((value) => {
      const item = itemSchema.safeParse(value);
      return item.success ? [readItem(item.data)] : [];
    }),
  };
}
