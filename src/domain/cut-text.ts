const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;
// Punctuation that must not stand alone before the ellipsis.
const LOOSE_END = /[\s,;:.·、，；：。（(《“"'-]+$/u;

/** Latin letters and marks of print, each a grapheme of one column by itself: segmenting costs far more than this test. */
const PLAIN = /^[\x20-\x7e\xa1-\xac\xae-\u024f\u2013-\u2026]*$/;

const segmenters = new Map<string, Intl.Segmenter>();

/** Making a segmenter costs more than using it. */
function segmenterFor(locale: string): Intl.Segmenter {
  const known = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'grapheme' });
  segmenters.set(locale, known);
  return known;
}

function widthOf(text: string): number {
  return WIDE.test(text) ? 2 : 1;
}

/**
 * Cuts a text to a width in columns, where a Chinese, Japanese or Korean character takes two. The cut falls between
 * words (between characters in Chinese), never inside a grapheme, and leaves an ellipsis.
 */
export function cutToWidth(text: string, columns: number, locale: string): string {
  const end = PLAIN.test(text) ? plainEnd(text, columns) : endWithin(text, columns, locale);
  return end === text.length ? text : `${text.slice(0, wordEndBefore(text, end)).replace(LOOSE_END, '')}…`;
}

function plainEnd(text: string, columns: number): number {
  return text.length <= columns ? text.length : Math.max(0, columns - 1);
}

/** Where a text is cut so that an ellipsis still fits; its length where it fits whole. Looks no further than it must. */
function endWithin(text: string, columns: number, locale: string): number {
  let used = 0;
  let end = 0;
  for (const { segment, index } of segmenterFor(locale).segment(text)) {
    used += widthOf(segment);
    if (used > columns) return end;
    if (used < columns) end = index + segment.length;
  }
  return text.length;
}

/** The last place at or before `end` where a word of a spaced script does not run on; `end` where one is too long. */
function wordEndBefore(text: string, end: number): number {
  const isInsideWord = /[\p{L}\p{N}]/u.test(text.charAt(end)) && !WIDE.test(text.charAt(end));
  if (!isInsideWord) return end;
  const head = /^(.*)[\s\p{Script=Han}\p{P}]/su.exec(text.slice(0, end));
  return head && head[0].length > end / 2 ? head[0].length : end;
}
