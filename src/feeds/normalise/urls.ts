const LONGEST_URL = 4096;
/** Printable ASCII that may stand in a URL without being encoded or mistaken for markup. */
const PLAIN_URL = /^https?:\/\/[!#-;=?-Z[\]_a-z~]+$/;
/** The URL parser lets quotes and other marks stand in a host; no real name has them. */
const HOST = /^[\w.:[\]-]+$/;

/** Drops what feeds put around and into addresses: white space at the ends, line ends and tabs inside (WHATWG URL §4.4). */
function trimUrl(text: string): string {
  const trimmed = text.replace(/^[\s\0]+|[\t\r\n]/g, '').trimEnd();
  return trimmed.includes('&amp;') ? trimmed.replaceAll('&amp;', '&') : trimmed;
}

/**
 * An absolute http(s) address, or null. An address that is absolute and plain already is returned as written.
 * A relative one is read against `base`; `//host` without base is taken as https and `www.host` as http.
 */
export function resolveUrl(text: string | null | undefined, base: string | null): string | null {
  const written = trimUrl(text ?? '');
  if (written === '' || written.length > LONGEST_URL) return null;
  const guessed = guessScheme(written, base);
  const url = URL.parse(guessed, base ?? undefined);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || !HOST.test(url.hostname)) return null;
  return PLAIN_URL.test(guessed) ? guessed : url.href;
}

function guessScheme(written: string, base: string | null): string {
  if (/^www\.[^/]+\./i.test(written)) return `http://${written}`;
  return base === null && written.startsWith('//') ? `https:${written}` : written;
}
