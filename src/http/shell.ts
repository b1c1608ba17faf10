import type { Child } from 'hono/jsx';
import type { Brand } from '../domain/brand.ts';
import { type Locale, localeInHeader, nearestLocale } from '../domain/locale.ts';
import { webUrl } from '../domain/web-url.ts';
import { imageLink } from '../services/articles/image-links.ts';
import { mailBrand } from '../services/mailings/mail-brand.ts';
import { etagOf, hasAlready } from './conditional.ts';
import type { HttpContext } from './environment.ts';
import { contentPolicy, type PolicyNeeds } from './pages/content-policy.ts';
import { signUpTerms } from './pages/sign-up-terms.ts';
import type { PageShell } from './pages/view.ts';

/**
 * What every page needs: the newsroom, the reader's language and where they are. `topicIds` are those of the article that the
 * page is about: its press contact may be another.
 */
export function shellOf(c: HttpContext, locale: Locale | null = null, topicIds: readonly number[] = []): PageShell {
  const { config, settings } = c.get('ctx');
  const shown = shownLocale(c, locale);
  return {
    brand: brandOf(c, shown, topicIds),
    locale: shown,
    locales: config.locales,
    terms: signUpTerms(config, c.get('ctx').settings.signup, shown),
    localeChosen: nearestLocale(c.req.query('lang')) !== null,
    path: pathInside(new URL(c.req.url).pathname, config.brand.baseUrl) + knownQuery(c),
    timeZone: config.timeZone,
    pressKitUrl: webUrl(settings.pages.pressKitUrl),
  };
}

/** The company as its mails show it, its logo by an address of our own. */
function brandOf(c: HttpContext, locale: Locale, topicIds: readonly number[]): Brand {
  const ctx = c.get('ctx');
  const { logo, ...brand } = mailBrand(ctx, { locale, topicIds: [topicIds] });
  return { ...brand, logo: logo ? { ...logo, url: imageLink(ctx, logo.url, 480) } : null };
}

/** The newsroom's language that serves a visitor best: the one asked for, the address's, else the browser's. */
export function shownLocale(c: HttpContext, asked: Locale | null): Locale {
  const { locales } = c.get('ctx').config;
  const wished = asked ?? nearestLocale(c.req.query('lang')) ?? localeInHeader(c.req.header('accept-language'));
  return wished && locales.includes(wished) ? wished : (locales[0] ?? 'en');
}

/** The shell for a page of one reader: in the language its own language link named, else theirs. */
export function readerShell(c: HttpContext, locale: Locale | undefined): PageShell {
  return shellOf(c, nearestLocale(c.req.query('lang')) ?? locale ?? null);
}

/**
 * Keys of the query that our own links carry. A page repeats no others, so that nobody can put theirs into an answer that
 * is kept for everybody.
 */
const KNOWN_KEYS = ['q', 'kind', 'topic', 'year', 'before', 'to', 't'];

function knownQuery(c: HttpContext): string {
  const known = new URLSearchParams();
  for (const key of KNOWN_KEYS) {
    const value = c.req.query(key);
    if (value) known.set(key, value);
  }
  // Names a page by standing there; what somebody wrote behind it is not repeated.
  if (c.req.query('embed') !== undefined) known.set('embed', '1');
  return known.size > 0 ? `?${known}` : '';
}

/** A path as it is inside the newsroom: a prefix in the base address is taken off, where a proxy left it on. */
export function pathInside(path: string, baseUrl: string): string {
  const prefix = new URL(baseUrl).pathname.replace(/\/+$/, '');
  if (prefix === '') return path;
  if (path === prefix) return '/';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

export type PageCache = 'public' | 'personal';

/**
 * Sends a page with its security headers, or 304 to whoever has a public one already. Personal pages are never stored, and
 * their address is told to nobody.
 */
export async function sendPage(
  c: HttpContext,
  page: Child,
  options: { status?: 200 | 400 | 403 | 404 | 410 | 413 | 422 | 500 | 503; cache: PageCache; needs?: PolicyNeeds },
): Promise<Response> {
  const { config, settings } = c.get('ctx');
  const brand = { ...config.brand, font: settings.mail.fontStack };
  const needs = { hasOwnPicturesOnly: settings.pages.images === 'proxy', ...options.needs };
  c.header('Content-Security-Policy', await contentPolicy(brand, options.cache === 'public', needs));
  c.header('Referrer-Policy', options.cache === 'personal' ? 'no-referrer' : 'strict-origin-when-cross-origin');
  const { status = 200 } = options;
  const html = String(await page);
  if (options.cache === 'personal') {
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex');
    return c.html(html, status);
  }
  c.header('Cache-Control', 'public, max-age=60');
  c.header('Vary', 'Accept-Language', { append: true });
  if (status !== 200) return c.html(html, status);
  const etag = etagOf(html);
  c.header('ETag', etag);
  return hasAlready(c.req.raw.headers, { etag, lastModified: null }) ? c.body(null, 304) : c.html(html);
}
