import { VOID_ELEMENTS } from '../html/nesting.ts';
import { escapeText } from './characters.ts';
import { type DeclaredEntities, decodeReferences } from './references.ts';
import type { RawAttributes } from './scan.ts';

/** The content of one element while it is read, up to its own end tag. */
export type Capture = {
  rawName: string;
  /** Elements open inside, by name: tells a stray end tag from one that ends an ancestor. */
  open: Map<string, number>;
  parts: { kind: 'text' | 'cdata' | 'tag'; value: string }[];
  hasMarkup: boolean;
};

/** A capture that holds nothing yet, of the element with this name as written. */
export function createCapture(rawName: string): Capture {
  return { rawName, open: new Map(), parts: [], hasMarkup: false };
}

function localName(raw: string): string {
  return raw.slice(raw.indexOf(':') + 1).toLowerCase();
}

/** Takes in a start tag as HTML: prefixes dropped, `<p/>` opened and closed, since HTML knows no such ending. */
export function captureOpen(capture: Capture, raw: string, attributes: RawAttributes, selfClosing: boolean): void {
  const name = localName(raw);
  let tag = `<${name}`;
  for (const [key, value] of attributes) {
    if (!key.includes(':') && key !== 'xmlns') tag += ` ${key}="${value.replaceAll('"', '&quot;')}"`;
  }
  tag += selfClosing && !VOID_ELEMENTS.has(name) ? `></${name}>` : '>';
  capture.parts.push({ kind: 'tag', value: tag });
  capture.hasMarkup = true;
  if (!selfClosing) capture.open.set(raw, (capture.open.get(raw) ?? 0) + 1);
}

/** Takes in an end tag. False where it does not belong to anything opened inside the capture. */
export function captureClose(capture: Capture, raw: string): boolean {
  const count = capture.open.get(raw) ?? 0;
  if (count === 0) return false;
  capture.open.set(raw, count - 1);
  capture.parts.push({ kind: 'tag', value: `</${localName(raw)}>` });
  return true;
}

/**
 * The captured content. Without inner elements it is text with its references decoded. With them it is HTML source in
 * document order (Atom `type="xhtml"`, or markup somebody forgot to escape), references left for the HTML reader.
 */
export function capturedText(capture: Capture, entities: DeclaredEntities): string {
  const { parts, hasMarkup } = capture;
  const only = parts[0];
  if (!only) return '';
  if (parts.length === 1 && only.kind === 'text') return decodeReferences(only.value, entities);
  let result = '';
  for (const { kind, value } of parts) {
    if (kind === 'tag') result += value;
    else if (kind === 'cdata') result += hasMarkup ? escapeText(value) : value;
    else result += hasMarkup ? value : decodeReferences(value, entities);
  }
  return result;
}
