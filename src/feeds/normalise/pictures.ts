import type { Picture } from '../../domain/feed-item.ts';
import { webUrl } from '../../domain/web-url.ts';
import { plainText } from '../html/plain-text.ts';
import { firstImage } from '../html/real-image.ts';
import type { RawImage, RawItem } from '../raw-feed.ts';
import { resolveUrl } from './urls.ts';

function words(text: string | null): string | null {
  if (text === null) return null;
  return plainText({ value: text, html: true, base: null }, 500).slice(0, 500) || null;
}

function pictureFrom(image: RawImage, base: string | null): Picture | null {
  const url = resolveUrl(image.url, image.base ?? base);
  const tiny = (image.width ?? 100) < 3 || (image.height ?? 100) < 3;
  // One that no page or mail may show must not stand in the way of the next.
  if (url === null || webUrl(url) === null || tiny) return null;
  const { height, width } = image;
  return { url, alt: words(image.alt), caption: words(image.caption), credit: words(image.credit), width, height };
}

/** The picture that stands for an item: what the feed names as such, else the first real one in its text. */
export function pictureOf(item: RawItem, base: string | null): Picture | null {
  for (const image of item.images) {
    const picture = pictureFrom(image, base);
    if (picture) return picture;
  }
  for (const text of [item.content, item.summary]) {
    const image = text?.html ? firstImage(text.value, text.base ?? base) : null;
    if (image) return pictureFrom(image, base);
  }
  return null;
}
