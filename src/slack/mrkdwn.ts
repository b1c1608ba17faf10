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

/** Plain text cut first, then escaped, so that no entity is split. Formatting characters stay inert by a zero-width joiner. */
export function plain(text: string, max: number): string {
  return escapeMrkdwn(cut(text, max)).replace(/([*_~`])/g, '\u2060$1\u2060');
}

/** A link whose text and address cannot break out of it. */
export function link(url: string, text: string, max = 300): string {
  const safeUrl = url.replace(/[|<>\s]/g, encodeURIComponent);
  return `<${safeUrl}|${plain(text, max).replaceAll('|', '¦')}>`;
}

/** A time in each viewer's own zone, with a fallback for clients that cannot. */
export function localTime(iso: string, format = '{date_short_pretty} at {time}'): string {
  return `<!date^${Math.floor(Date.parse(iso) / 1000)}^${format}|${iso.slice(0, 16).replace('T', ' ')} UTC>`;
}
