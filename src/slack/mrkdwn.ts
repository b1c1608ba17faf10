import { cutToWidth } from '../domain/cut-text.ts';
import { plainLine } from '../domain/plain-text.ts';

/** Plain text on one line of at most `max` columns, cut at a word. */
export function cut(text: string, max: number): string {
  return cutToWidth(plainLine(text), max, 'en');
}

/** Escapes plain text for mrkdwn (https://docs.slack.dev/messaging/formatting-message-text): nothing in it is a mention or a link. */
export function escapeMrkdwn(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character);
}

/** Plain text cut at a word so that it is at most `max` characters once escaped, and no entity is split. */
export function escapedWithin(text: string, max: number): string {
  for (let columns = max; columns > 1; columns = Math.floor(columns * 0.75)) {
    const shown = escapeMrkdwn(cut(text, columns));
    if (shown.length <= max) return shown;
  }
  return '';
}

/**
 * Plain text of at most `max` columns, cut first, then escaped, so that no entity is split. Formatting characters stay
 * inert between word joiners. A text made mostly of such characters is cut shorter: what is written never passes
 * 2 × `max` characters, since Slack refuses a whole message for one block of over 3,000.
 */
export function plain(text: string, max: number): string {
  for (let columns = max; columns > 1; columns = Math.floor(columns * 0.75)) {
    const shown = escapeMrkdwn(cut(text, columns)).replace(/([*_~`])/g, '\u2060$1\u2060');
    if (shown.length <= 2 * max) return shown;
  }
  return '…';
}

const MOST_LINES = 30;
/** Beside the longest address, a block of 3,000 characters still holds a headline and an extract. */
const LONGEST_LINK = 1_100;

/** A link whose text and address cannot break out of it; an address that is overlong or no http(s) one is left out. */
export function link(url: string, text: string, max = 300): string {
  const label = plain(text, max).replaceAll('|', '¦');
  if (!/^https?:\/\//i.test(url)) return label;
  const address = url.replace(/[|<>\s]/g, encodeURIComponent).replaceAll('&', '&amp;');
  return address.length > LONGEST_LINK ? label : `<${address}|${label}>`;
}

/** A link in a list, where longer addresses together would pass what a message holds. */
export function shortLink(url: string, text: string, max: number): string {
  return escapeMrkdwn(url).length > 300 ? plain(text, max).replaceAll('|', '¦') : link(url, text, max);
}

/** An address in code marks, which nothing in it can end; cut at 500 characters. */
export function addressCode(url: string): string {
  return `\`${escapedWithin(url.replaceAll('`', ''), 500)}\``;
}

/** As many whole lines of mrkdwn as `max` characters hold; "…" stands for the rest. Half a line could be half a link. */
export function linesWithin(lines: readonly string[], max: number): string {
  const kept: string[] = [];
  let size = 0;
  for (const line of lines) {
    size += line.length + 1;
    if (size > max - 2) return [...kept, '…'].join('\n');
    kept.push(line);
  }
  return kept.join('\n');
}

/** Lines of plain text, escaped and inert, as far as `columns` hold them and at most 30; "…" stands for the rest. */
export function plainLines(lines: readonly string[], columns: number): string[] {
  const shown: string[] = [];
  for (let left = columns; left > 1 && shown.length < Math.min(lines.length, MOST_LINES); ) {
    const line = cut(lines[shown.length] ?? '', left);
    shown.push(plain(line, left));
    left -= line.length;
  }
  return shown.length < lines.length ? [...shown, '…'] : shown;
}

/** A time in each viewer's own zone, with a fallback for clients that cannot. */
export function localTime(iso: string, format = '{date_short_pretty} at {time}'): string {
  return `<!date^${Math.floor(Date.parse(iso) / 1000)}^${format}|${iso.slice(0, 16).replace('T', ' ')} UTC>`;
}
