import type { Picture } from '../../domain/feed-item.ts';
import { escapeMarkup, xmlElement } from './xml-text.ts';

const TYPES = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['svg', 'image/svg+xml'],
]);

/**
 * A picture as `media:content` (Media RSS 1.5), which RSS and Atom share. The library's own picture is an enclosure whose
 * type it guesses from the address and gets wrong ("image/jpg", "image//photo").
 */
export function mediaContent(image: Picture): string {
  const extension = /\.(\w+)$/.exec(new URL(image.url).pathname)?.[1]?.toLowerCase() ?? '';
  const attributes = {
    url: image.url,
    medium: 'image',
    type: TYPES.get(extension) ?? null,
    width: image.width,
    height: image.height,
  };
  const inside = [
    image.caption || image.alt ? xmlElement('media:description', {}, image.caption || image.alt) : '',
    image.credit ? xmlElement('media:credit', {}, image.credit) : '',
  ].join('');
  return inside
    ? `${xmlElement('media:content', attributes).replace(/\/>$/, '>')}${inside}</media:content>`
    : xmlElement('media:content', attributes);
}

/** The extract as HTML, which is what readers take a description for. */
export function extractHtml(extract: string): string {
  const paragraphs = extract.split(/\n+/).filter((paragraph) => paragraph.trim() !== '');
  if (paragraphs.length < 2) return escapeMarkup(extract.trim());
  return paragraphs.map((paragraph) => `<p>${escapeMarkup(paragraph)}</p>`).join('');
}
