/**
 * Long texts set aside while the XML parser runs: it sees a short token instead, which spares it most of the document and
 * keeps hostile text away from it. U+FFFE opens a token; cleaned text never holds that noncharacter.
 */
export type Stash = { texts: string[] };

const MARK = '\ufffe';
const INLINE_LIMIT = 60;
const NEEDS_ESCAPE = /[&<>"\t\r\n]/;

/** A stash that holds nothing yet. */
export function createStash(): Stash {
  return { texts: [] };
}

/** What to write into the XML for `text`: itself where that is safe as it stands, else a token. */
export function setAside(stash: Stash, text: string): string {
  if (text.length <= INLINE_LIMIT && !NEEDS_ESCAPE.test(text)) return text;
  stash.texts.push(text);
  return `${MARK}${stash.texts.length - 1}`;
}

/** The text that `setAside` was given, from what the parser handed back. */
export function takeBack(stash: Stash, value: string): string {
  return value.startsWith(MARK) ? (stash.texts[Number(value.slice(1))] ?? '') : value;
}
