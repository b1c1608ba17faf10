import type { RawText } from '../raw-feed.ts';
import type { XmlElement } from './elements.ts';

/** Atom 0.3 could carry texts as base64 (mode="base64"). What does not decode stays as it is. */
function fromBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s+/g, '')), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    // Not base64 after all: the attribute lied, the text may still be readable.
    return text;
  }
}

/**
 * A text element as a raw text. RSS texts are HTML by custom. Atom texts say so by `type` (RFC 4287 §3.1.1), and are
 * HTML too where elements stood inside.
 */
export function rawText(element: XmlElement, htmlByCustom = false): RawText {
  const { attributes, base, markup, text } = element;
  const type = (attributes.type ?? '').trim().toLowerCase();
  const html = markup || htmlByCustom || type === 'html' || type === 'xhtml' || type.includes('html');
  const value = attributes.mode === 'base64' ? fromBase64(text) : text;
  return { value, html, base };
}

/** Whether an Atom content element holds text at all, rather than a picture or a data file. */
export function isReadable(element: XmlElement): boolean {
  const type = (element.attributes.type ?? '').trim().toLowerCase();
  return type === '' || !type.includes('/') || type.startsWith('text/') || type.includes('html');
}
