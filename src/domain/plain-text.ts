// Explicit direction marks and overrides: in a feed's title they would reorder the text around it.
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/g;
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * One line of text that nothing can hide in: control characters and line ends become a space, direction controls and
 * halves of surrogate pairs go, white space collapses. Merge slots are control characters, so no text that passed here
 * can hold one.
 */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').replace(BIDI_CONTROLS, '').replace(/\s+/g, ' ').trim();
}

/** The paragraphs of a text, split at line ends, each a plain line; empty ones are left out. */
export function plainParagraphs(text: string | null): string[] {
  return (text ?? '')
    .split(/[\r\n]+/)
    .map(plainLine)
    .filter((line) => line !== '');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A plain line as HTML text or as the value of a quoted attribute. */
export function escapeHtml(text: string): string {
  return plainLine(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
