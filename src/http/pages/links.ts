import type { Brand } from '../../domain/brand.ts';
import type { Locale } from '../../domain/locale.ts';
import type { PageShell } from './view.ts';

const NOWHERE = 'http://newsroom.invalid';
/** What reading as an address would leave as it is: most links of a page. */
const PLAIN_PATH = /^(?:\/[\w-]+(?:\.[a-z]+)?)+$/;

/** The base address seldom changes while a process lives. */
let latest: { baseUrl: string; prefix: string } | null = null;

/**
 * An address on this host from a path inside the newsroom ("/articles/x"): the base address's own path goes in front,
 * `lang` is set or taken away. Never leaves the host, whatever the path holds ("//host" and "/.//host" lose a slash).
 */
export function pathIn(brand: Brand, path: string, lang: Locale | null = null): string {
  const prefix = prefixOf(brand.baseUrl);
  if (lang === null && PLAIN_PATH.test(path)) return prefix + path;
  const inside = new URL(`/${path.replace(/^[/\\]+/, '')}`, NOWHERE);
  inside.searchParams.delete('lang');
  if (lang) inside.searchParams.set('lang', lang);
  return `${prefix}/${inside.pathname.replace(/^\/+/, '')}${inside.search}${inside.hash}`;
}

function prefixOf(baseUrl: string): string {
  if (latest?.baseUrl !== baseUrl) {
    latest = { baseUrl, prefix: new URL(baseUrl).pathname.replace(/\/+$/, '') };
  }
  return latest.prefix;
}

/** A link to a page of the newsroom; keeps the language the reader chose. */
export function hrefFor(shell: PageShell, path: string): string {
  return pathIn(shell.brand, path, shell.localeChosen ? shell.locale : null);
}

/** The absolute form, for canonical addresses and link previews. */
export function absoluteUrl(brand: Brand, path: string, lang: Locale | null = null): string {
  return new URL(brand.baseUrl).origin + pathIn(brand, path, lang);
}

/** `mailto:` with the address percent-encoded, so that it can carry no further headers (RFC 6068 §2). */
export function mailtoHref(email: string): string {
  return `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}`;
}
