/** Attributes of a tag as written: values still hold their references. */
export type RawAttributes = [name: string, value: string][];

/** Told about each piece of markup, in order. Positions are string offsets; `end` is exclusive. */
export interface MarkupListener {
  open(name: string, attributes: RawAttributes, at: { start: number; end: number; selfClosing: boolean }): void;
  close(name: string, at: { start: number; end: number }): void;
  text(start: number, end: number): void;
  cdata(start: number, end: number): void;
  doctype(text: string): void;
}

type Cursor = { text: string; at: number; missing: Set<string> };

const SPACE = 33;
const SLASH = 47;
const GREATER = 62;

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58 || code >= 0x80;
}

/** Like indexOf, but a needle once missed is never searched for again: that keeps hostile input linear. */
function find(cursor: Cursor, needle: string, from: number): number {
  if (cursor.missing.has(needle)) return -1;
  const found = cursor.text.indexOf(needle, from);
  if (found < 0) cursor.missing.add(needle);
  return found;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) < SPACE) at++;
  return at;
}

function nameEnd(text: string, from: number, stopAtEquals: boolean): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < SPACE || code === GREATER || code === SLASH || (stopAtEquals && code === 61)) break;
  }
  return at;
}

function readValue(cursor: Cursor, from: number): { value: string; next: number } {
  const { text } = cursor;
  const quote = text[from];
  if (quote === '"' || quote === "'") {
    const end = find(cursor, quote, from + 1);
    if (end >= 0) return { value: text.slice(from + 1, end), next: end + 1 };
  }
  let end = from;
  while (end < text.length && text.charCodeAt(end) >= SPACE && text.charCodeAt(end) !== GREATER) end++;
  return { value: text.slice(from, end), next: end };
}

/** Reads attributes up to and including `>`. Returns -1 as `end` where the document stops inside the tag. */
function readAttributes(
  cursor: Cursor,
  from: number,
): { attributes: RawAttributes; end: number; selfClosing: boolean } {
  const { text } = cursor;
  const attributes: RawAttributes = [];
  let at = from;
  for (;;) {
    at = skipSpace(text, at);
    const code = text.charCodeAt(at);
    if (at >= text.length) return { attributes, end: -1, selfClosing: false };
    if (code === GREATER) return { attributes, end: at + 1, selfClosing: text.charCodeAt(at - 1) === SLASH };
    const stop = nameEnd(text, at, true);
    if (stop === at) {
      at++;
      continue;
    }
    const name = text.slice(at, stop);
    const equals = skipSpace(text, stop);
    if (text[equals] === '=') {
      const { value, next } = readValue(cursor, skipSpace(text, equals + 1));
      attributes.push([name, value]);
      at = next;
    } else at = stop;
  }
}

function doctypeEnd(cursor: Cursor, from: number): number {
  const bracket = find(cursor, '[', from);
  const end = find(cursor, '>', from);
  if (bracket < 0 || bracket > end) return end;
  const close = find(cursor, ']', bracket);
  return close < 0 ? end : find(cursor, '>', close);
}

/** Handles `<!…` and `<?…`; returns where to go on, or -1 at the end of the document. */
function scanDeclaration(cursor: Cursor, start: number, listener: MarkupListener): number {
  const { text } = cursor;
  if (text.startsWith('<!--', start)) {
    const end = find(cursor, '-->', start + 4);
    return end < 0 ? -1 : end + 3;
  }
  if (text.startsWith('<![CDATA[', start)) {
    const end = find(cursor, ']]>', start + 9);
    listener.cdata(start + 9, end < 0 ? text.length : end);
    return end < 0 ? -1 : end + 3;
  }
  if (text[start + 1] === '?') {
    const end = find(cursor, '>', start);
    return end < 0 ? -1 : end + 1;
  }
  const isDoctype = /^doctype/i.test(text.slice(start + 2, start + 9));
  const end = isDoctype ? doctypeEnd(cursor, start) : find(cursor, '>', start);
  if (isDoctype && end >= 0) listener.doctype(text.slice(start, end + 1));
  return end < 0 ? -1 : end + 1;
}

function scanTag(cursor: Cursor, start: number, listener: MarkupListener): number {
  const { text } = cursor;
  if (text.charCodeAt(start + 1) === SLASH) {
    const end = find(cursor, '>', start);
    if (end < 0) return -1;
    listener.close(text.slice(start + 2, nameEnd(text, start + 2, false)), { start, end: end + 1 });
    return end + 1;
  }
  const stop = nameEnd(text, start + 1, false);
  const { attributes, end, selfClosing } = readAttributes(cursor, stop);
  if (end < 0) return -1;
  listener.open(text.slice(start + 1, stop), attributes, { start, end, selfClosing });
  return end;
}

/**
 * Walks markup without judging it: tags need not match, ampersands may be bare, attributes may lack quotes, the end may be
 * missing. Linear in the length of `text`, whatever stands in it.
 */
export function scanMarkup(text: string, listener: MarkupListener): void {
  const cursor: Cursor = { text, at: 0, missing: new Set() };
  let textStart = 0;
  while (cursor.at >= 0) {
    const less = find(cursor, '<', cursor.at);
    if (less < 0) break;
    const next = text.charCodeAt(less + 1);
    const isTag = isNameStart(next) || (next === SLASH && isNameStart(text.charCodeAt(less + 2)));
    const isDeclaration = next === 33 || next === 63;
    if (!isTag && !isDeclaration) {
      cursor.at = less + 1;
      continue;
    }
    if (less > textStart) listener.text(textStart, less);
    cursor.at = isTag ? scanTag(cursor, less, listener) : scanDeclaration(cursor, less, listener);
    textStart = cursor.at;
  }
  if (textStart >= 0 && textStart < text.length) listener.text(textStart, text.length);
}
