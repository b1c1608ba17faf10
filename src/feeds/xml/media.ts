import { pixels } from '../html/real-image.ts';
import type { RawImage } from '../raw-feed.ts';
import type { Fields, XmlElement } from './elements.ts';

const IMAGE_PATH = /\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)/i;

function textOf(elements: XmlElement[]): string | null {
  return elements.find(({ text }) => text !== '')?.text ?? null;
}

type Words = Pick<RawImage, 'alt' | 'caption' | 'credit'>;

/** Title, description and credit that stand in `media`, else those of what holds it. */
function wordsOf(children: (name: string) => XmlElement[], outer: Words): Words {
  return {
    alt: textOf(children('media:title')) ?? outer.alt,
    caption: textOf(children('media:description')) ?? outer.caption,
    credit: textOf(children('media:credit')) ?? outer.credit,
  };
}

function imageFrom({ attributes, base }: XmlElement, url: string | undefined, words: Words): RawImage[] {
  if (!url) return [];
  return [{ url, ...words, width: pixels(attributes.width), height: pixels(attributes.height), base }];
}

function isImage({ attributes }: XmlElement): boolean {
  const { medium, type, url } = attributes;
  if (medium) return medium.toLowerCase() === 'image';
  return type ? type.toLowerCase().startsWith('image/') : IMAGE_PATH.test(url ?? '');
}

type Holder = { children: (name: string) => XmlElement[]; words: Words };

function picturesOf({ children, words }: Holder): { contents: RawImage[]; thumbnails: RawImage[] } {
  const media = children('media:content');
  const inner = media.map((element) => ({ element, words: wordsOf(element.children, words) }));
  return {
    contents: inner.flatMap((one) =>
      isImage(one.element) ? imageFrom(one.element, one.element.attributes.url, one.words) : [],
    ),
    thumbnails: [
      ...children('media:thumbnail').flatMap((element) =>
        imageFrom(element, element.attributes.url ?? element.text, words),
      ),
      ...inner.flatMap((one) =>
        one.element
          .children('media:thumbnail')
          .flatMap((element) => imageFrom(element, element.attributes.url, one.words)),
      ),
    ],
  };
}

function largestFirst(images: RawImage[]): RawImage[] {
  return images.toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0));
}

/** An item-level image element: an address, or RSS's inner url element. */
function imageElement(element: XmlElement): RawImage[] {
  const { attributes, markup, text } = element;
  const inner = markup ? /<url>\s*([^<\s]+)/i.exec(text.slice(0, 4000))?.[1] : text;
  return imageFrom(element, attributes.url ?? attributes.href ?? inner, { alt: null, caption: null, credit: null });
}

const PICTURED =
  'media:content media:thumbnail media:group enclosure atom:enclosure atom:link itunes:image image'.split(' ');

/** Pictures an item names, best first: media:content, media:thumbnail, enclosure, itunes:image, image. Media RSS 1.5.1. */
export function readImages(fields: Fields): RawImage[] {
  if (!PICTURED.some((name) => fields.all(name).length > 0)) return [];
  const none: Words = { alt: null, caption: null, credit: null };
  const itemWords = wordsOf(fields.all, none);
  const holders: Holder[] = [
    { children: fields.all, words: itemWords },
    ...fields.all('media:group').map(({ children }) => ({ children, words: wordsOf(children, itemWords) })),
  ];
  const found = holders.map(picturesOf);
  const enclosures = ['enclosure', 'atom:enclosure'].flatMap(fields.all).filter(isImage);
  const links = fields.all('atom:link').filter((link) => link.attributes.rel === 'enclosure' && isLinkedImage(link));
  return [
    ...largestFirst(found.flatMap(({ contents }) => contents)),
    ...largestFirst(found.flatMap(({ thumbnails }) => thumbnails)),
    ...enclosures.flatMap((element) => imageFrom(element, element.attributes.url, none)),
    ...links.flatMap((element) => imageFrom(element, element.attributes.href, none)),
    ...fields.all('itunes:image').flatMap((element) => imageFrom(element, element.attributes.href, none)),
    ...fields.all('image').flatMap(imageElement),
  ];
}

function isLinkedImage({ attributes }: XmlElement): boolean {
  return attributes.type ? attributes.type.startsWith('image/') : IMAGE_PATH.test(attributes.href ?? '');
}
