const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;
// Punctuation that must not stand alone before the ellipsis.
const LOOSE_END = /[\s,;:.·、，；：。（(《“"'-]+$/u;

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
  const graphemes = [...segmenterFor(locale).segment(text)];
  const total = graphemes.reduce((sum, { segment }) => sum + widthOf(segment), 0);
  if (total <= columns) return text;
  let used = 1;
  let end = 0;
  for (const { segment, index } of graphemes) {
    if (used + widthOf(segment) > columns) break;
    used += widthOf(segment);
    end = index + segment.length;
  }
  return `${text.slice(0, wordEndBefore(text, end)).replace(LOOSE_END, '')}…`;
}

/** The last place at or before `end` where a word of a spaced script does not run on; `end` where one is too long. */
function wordEndBefore(text: string, end: number): number {
  const isInsideWord = /[\p{L}\p{N}]/u.test(text.charAt(end)) && !WIDE.test(text.charAt(end));
  if (!isInsideWord) return end;
  const head = /^(.*)[\s\p{Script=Han}\p{P}]/su.exec(text.slice(0, end));
  return head && head[0].length > end / 2 ? head[0].length : end;
}
