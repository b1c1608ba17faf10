import { escapeHtml } from '../../domain/plain-text.ts';
import type { CleanText } from '../../services/ports.ts';
import { cutText, plainText } from '../html/plain-text.ts';
import { sanitiseHtml } from '../html/sanitise.ts';

const EXTRACT_LENGTH = 300;
/** A tag people use in simple HTML; "a < b" and "<name>" are text. */
const MARKUP =
  /<\/?(?:p|br|a|b|i|em|strong|u|h[1-6]|ul|ol|li|blockquote|div|span|table|figure|img|hr|pre|code)\b[^<>]*>/i;

/** Plain text as paragraphs: an empty line parts them, a single line end stays one. */
function paragraphs(text: string): string {
  return text
    .split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)
    .map((paragraph) => paragraph.split(/\r?\n/).map(escapeHtml).join('<br />'))
    .filter((paragraph) => paragraph.replaceAll('<br />', '') !== '')
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('\n');
}

/** Makes what a person wrote, plain text or simple HTML, safe to show, and an extract of it. */
export function cleanBody(written: string, base: string | null): CleanText {
  const html = MARKUP.test(written) ? sanitiseHtml(written, base) : paragraphs(written);
  return { html, extract: cutText(plainText({ value: html, html: true, base }, EXTRACT_LENGTH + 100), EXTRACT_LENGTH) };
}
