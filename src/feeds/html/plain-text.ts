import type { RawText } from '../raw-feed.ts';
import { cleanCharacters, collapseSpace } from '../xml/characters.ts';
import { walkHtml } from './walk.ts';

/** Elements that do not break a line: text on both sides of their tags belongs to one word. */
const INLINE = new Set(
  `a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr o:p q ruby rb s samp small span strike
  strong sub sup time tt u var wbr`.split(/\s+/),
);
/** What counts as a tag in a text that is not HTML by declaration; anything else in angle brackets is meant as written. */
const KNOWN = new Set(
  `${[...INLINE].join(' ')} article aside audio blockquote body br button center div dd dl dt embed figcaption figure footer form
  h1 h2 h3 h4 h5 h6 head header hr html iframe img input label li link main meta nav noscript object ol option p picture
  pre script section select source style svg table tbody td tfoot th thead tr ul video`.split(/\s+/),
);

type Reading = { limit: number; keepUnknown: boolean };

function readText(html: string, { limit, keepUnknown }: Reading): string {
  let text = '';
  walkHtml(html, (stop) => {
    const add = (part: string): void => {
      text += part;
      if (text.length > limit) stop();
    };
    const pass = (name: string, source: { start: number; end: number }): void => {
      const written = html.slice(source.start, source.end);
      // A second "<" inside means that a tag was mangled, not that somebody wrote about one.
      if (keepUnknown && !KNOWN.has(name) && written.lastIndexOf('<') === 0) add(written);
      else if (!INLINE.has(name)) add('\n');
    };
    return { text: add, tag: (name, _attributes, source) => pass(name, source), endTag: pass };
  });
  return text;
}

function tidy(text: string): string {
  return collapseSpace(cleanCharacters(text));
}

/** Markup that survived one reading: it was escaped once too often. An opening tag alone may be what a title is about. */
const STILL_MARKUP = /<\/[a-z][a-z0-9]{0,10}>|<(?:br|img)\b[^<>]{0,2000}>/i;
const MOST_ESCAPES = 3;

/** Whole text of a raw text: tags gone, entities decoded, white space collapsed. Block tags part words, inline ones do not. */
export function plainText(raw: RawText, limit = 1000): string {
  const { html, value } = raw;
  if (!value.includes('<') && !value.includes('&')) return tidy(value.slice(0, limit * 3));
  let text = tidy(readText(value, { limit: limit * 3, keepUnknown: !html }));
  for (let again = 1; again < MOST_ESCAPES && STILL_MARKUP.test(text); again++) {
    text = tidy(readText(text, { limit: limit * 3, keepUnknown: true }));
  }
  return text;
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/u;
/** How far back from the limit a blank is looked for before a word is cut instead. */
const WORD_REACH = 60;

function graphemeCut(text: string, limit: number): string {
  // Clusters are short; starting a little before the limit finds the last whole one without segmenting everything.
  const from = Math.max(0, limit - 200);
  const window = text.slice(from, limit + 50);
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(window)) {
    if (from + index + segment.length > limit) break;
    end = index + segment.length;
  }
  return text.slice(0, from + end);
}

/**
 * At most `limit` UTF-16 units of plain text, "…" included where something was left out. Cuts between words; where the
 * script has none (Chinese, Japanese, very long words) between grapheme clusters.
 */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = limit - 1;
  const blank = text.lastIndexOf(' ', room);
  const cutsWord = blank > 0 && blank >= room - WORD_REACH && !CJK.test(text.slice(room - 1, room + 1));
  const kept = cutsWord ? text.slice(0, blank) : graphemeCut(text, room);
  return `${kept.replace(/[\s,;:、，；：–-]+$/u, '')}…`;
}
