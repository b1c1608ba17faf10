import { plainLine } from './plain-text.ts';

/** Longest text we put in one header, in code points. */
const MAX_CODE_POINTS = 150;

/**
 * Text that may stand in a mail header: one line in normal form C, without control or direction characters, at most
 * 150 code points. Whatever the mail's transport does with line ends, none is left.
 */
export function headerText(text: string): string {
  return [...plainLine(text.normalize('NFC'))].slice(0, MAX_CODE_POINTS).join('').trim();
}
