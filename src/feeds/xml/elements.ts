import { type Stash, takeBack } from './stash.ts';

/** One element as rss-parser hands it on, with its text and attributes in full again. */
export type XmlElement = {
  text: string;
  attributes: Readonly<Record<string, string>>;
  /** The text is HTML source because elements stood inside (see capturedText). */
  markup: boolean;
  base: string | null;
  children: (name: string) => XmlElement[];
};

/** What rss-parser found under an element: every element of a name, and the element's own attributes. */
export type Fields = { all: (name: string) => XmlElement[]; attributes: Readonly<Record<string, string>> };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Attributes from xml2js's `$`, or none. */
export function readAttributes(value: unknown, stash: Stash): Record<string, string> {
  const attributes: Record<string, string> = {};
  if (!isRecord(value)) return attributes;
  for (const name in value) {
    const text = value[name];
    if (typeof text === 'string') attributes[name] = takeBack(stash, text);
  }
  return attributes;
}

function readElement(value: unknown, stash: Stash): XmlElement {
  if (!isRecord(value)) {
    const text = typeof value === 'string' ? takeBack(stash, value) : '';
    return { text, attributes: {}, markup: false, base: null, children: () => [] };
  }
  const attributes = readAttributes(value.$, stash);
  return {
    text: typeof value._ === 'string' ? takeBack(stash, value._) : '',
    attributes,
    markup: attributes.markup === '1',
    base: attributes['xml:base'] ?? null,
    children: (name) => readElements(value[name], stash),
  };
}

const NONE: XmlElement[] = [];

/** The elements of one name: rss-parser's `keepArray` value, or nothing. */
export function readElements(value: unknown, stash: Stash): XmlElement[] {
  return Array.isArray(value) ? value.map((entry) => readElement(entry, stash)) : NONE;
}
