const HAN_RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const WORD = /[\p{L}\p{N}]+/gu;
/** Longer words are cut: nobody types more of one. */
const LONGEST = 24;
/** How many words an article is found by; its title comes first, and each is one row. */
export const MOST_WORDS = 120;
/** How many terms of a question count. */
const MOST_TERMS = 8;
const LAST = '\u{10ffff}';

/** A stretch of words, in the order of their bytes: from `from` up to, not including, `to`. */
export type WordRange = { from: string; to: string };

/** Lower case, without accents, full-width letters made plain: "Ｃａｆé" and "cafe" are one word. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .normalize('NFC');
}

/**
 * The words to find a text by, each once, in their order, at most `MOST_WORDS`: words of spaced scripts whole, Chinese and
 * Japanese in pairs of characters with the last one by itself, because these scripts put no space between words.
 */
export function searchWords(texts: readonly (string | null)[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const word of wordsOf(folded((text ?? '').slice(0, 20_000)))) {
      if (words.size === MOST_WORDS) return [...words];
      words.add(word);
    }
  }
  return [...words];
}

function* wordsOf(text: string): Generator<string> {
  for (const [run] of text.matchAll(WORD)) {
    let at = 0;
    for (const { 0: han, index } of run.matchAll(HAN_RUN)) {
      if (index > at) yield run.slice(at, index).slice(0, LONGEST);
      yield* pairsOf([...han]);
      at = index + han.length;
    }
    if (at < run.length) yield run.slice(at).slice(0, LONGEST);
  }
}

function* pairsOf(characters: readonly string[]): Generator<string> {
  for (const [n, character] of characters.entries()) yield character + (characters[n + 1] ?? '');
}

/**
 * What a reader's question asks for: every range must hold a word of the article. A word of a spaced script stands for
 * all that begin with it, a pair of Chinese characters for itself. Empty where nothing can be looked for.
 */
export function searchTerms(question: string): WordRange[] {
  const terms = new Map<string, WordRange>();
  const text = folded(question.slice(0, 200));
  for (const [run] of text.matchAll(WORD)) {
    for (const part of run.split(/([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+)/u)) {
      for (const term of termsOf(part)) if (terms.size < MOST_TERMS) terms.set(term.from, term);
    }
  }
  return [...terms.values()];
}

function termsOf(part: string): WordRange[] {
  if (part === '') return [];
  const characters = [...part];
  const isHan = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(part);
  if (!isHan || characters.length === 1) return [{ from: part.slice(0, LONGEST), to: part.slice(0, LONGEST) + LAST }];
  // Without the last character by itself: as the end of a question it is the beginning of anything.
  return [...pairsOf(characters)].slice(0, -1).map((pair) => ({ from: pair, to: `${pair}\0` }));
}
