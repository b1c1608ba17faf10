/** What windows-1252 has at 0x80 to 0x9F, which feeds write as C1 controls (WHATWG Encoding, index windows-1252). */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these controls are what the expression is there to find.
const UNWANTED = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g;

/** One C1 code point (128 to 159) as the character its author meant, else nothing. */
export function characterOfC1(codePoint: number): string {
  const character = WINDOWS_1252[codePoint - 0x80] ?? '';
  return character.charCodeAt(0) > 0x9f ? character : '';
}

function replaceUnwanted(character: string): string {
  const code = character.charCodeAt(0);
  return code >= 0x80 && code <= 0x9f ? characterOfC1(code) : '';
}

/**
 * Text without characters XML 1.0 forbids (§2.2) and without noncharacters: C0 controls go, C1 controls become
 * what windows-1252 has there, lone surrogates become U+FFFD. Tab and line ends stay.
 */
export function cleanCharacters(text: string): string {
  const clean = text.search(UNWANTED) < 0 ? text : text.replace(UNWANTED, replaceUnwanted);
  return clean.isWellFormed() ? clean : clean.toWellFormed();
}

/** Text as HTML or XML source: the three characters that would be markup as references. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Collapses every run of white space, no-break spaces included, to one blank and trims. */
export function collapseSpace(text: string): string {
  // Single blanks are by far the most; only what differs from them is replaced.
  return text.replace(/[^\S ]\s*| \s+/g, ' ').trim();
}
