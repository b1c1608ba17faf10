/** Marks and joiners that belong to the character before them. */
const CLINGING = /\p{M}|\u200d/u;

/**
 * The beginning of a plain text in at most `columns` columns, "…" included where something was left out. A Chinese
 * character counts as two columns, as it is about twice as wide; between words where the script has them.
 */
export function cutToColumns(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += isWide(character) ? 2 : 1;
    if (width > columns) return `${atBoundary(text, end)}…`;
    end += character.length;
  }
  return text;
}

/** Where to stop at or before `end`: the last blank if it is near, else before a character that does not cling. */
function atBoundary(text: string, end: number): string {
  const kept = text.slice(0, end);
  const blank = kept.lastIndexOf(' ');
  if (blank > end - 24 && blank > 0) return kept.slice(0, blank).replace(/[\s,;:.]+$/, '');
  const characters = [...kept];
  let next = String.fromCodePoint(text.codePointAt(end) ?? 0x20);
  while (characters.length > 1 && (CLINGING.test(next) || characters.at(-1) === '\u200d'))
    next = characters.pop() ?? '';
  return characters.join('');
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x2e80;
}
