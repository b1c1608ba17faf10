import { Hono } from 'hono';
import {
  listPublishedSince,
  listSitemapCuts,
  listSitemapPage,
  type SitemapEntry,
} from '../db/articles/sitemap-articles.ts';
import { addSeconds } from '../domain/time.ts';
import { readFacets } from '../services/articles/newsroom-pages.ts';
import { articleLink } from '../services/links.ts';
import { sendDocument } from './conditional.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { xmlElement } from './feeds-out/xml-text.ts';

/** The protocol allows 50,000 addresses and 50 MB (sitemaps.org/protocol.html); smaller pages are read sooner. */
const PAGE = 5000;
/** News sitemaps hold the news of two days, up to a thousand (Google Search Central, "News sitemaps"). */
const NEWS_SECONDS = 2 * 24 * 3600;
const NEWS_LIMIT = 1000;
const SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** What search engines may find and what they may not. */
export const sitemapRoutes = new Hono<HttpEnv>()
  .get('/sitemap.xml', async (c) => {
    const { ctx } = c.var;
    const asked = /^\d{1,15}$/.exec(c.req.query('after') ?? '')?.[0];
    const cuts = asked === undefined ? await listSitemapCuts(ctx.db, PAGE) : [];
    if (cuts.length > 0) return sendXml(c, indexOf(c, [0, ...cuts]));
    const entries = await listSitemapPage(ctx.db, { afterId: Number(asked ?? 0), limit: PAGE, now: ctx.now() });
    const pages = asked === undefined || asked === '0' ? await pagesOf(c) : [];
    const urls = [...pages, ...entries.map((entry) => url(articleLink(ctx, entry.slug), lastChange(entry)))];
    return sendXml(c, `<urlset ${SITEMAP}>${urls.join('')}</urlset>`);
  })
  .get('/news-sitemap.xml', async (c) => {
    const { ctx } = c.var;
    const now = ctx.now();
    const page = { since: addSeconds(now, -NEWS_SECONDS), limit: NEWS_LIMIT, now };
    const entries = await listPublishedSince(ctx.db, page);
    const root = `${SITEMAP} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"`;
    return sendXml(c, `<urlset ${root}>${entries.map((entry) => newsUrl(c, entry)).join('')}</urlset>`);
  })
  .get('/robots.txt', (c) => {
    const { baseUrl } = c.var.ctx.config.brand;
    const prefix = new URL(baseUrl).pathname.replace(/\/+$/, '');
    const closed = ['confirm', 'unsubscribe', 'preferences', 'desk', 'api/', 'slack/', 'webhooks/', 'websub/'];
    const rules = closed.map((path) => `Disallow: ${prefix}/${path}`).join('\n');
    const maps = `Sitemap: ${baseUrl}/sitemap.xml\nSitemap: ${baseUrl}/news-sitemap.xml`;
    const body = `User-agent: *\n${rules}\n\n${maps}\n`;
    return sendDocument(c, { body, contentType: 'text/plain; charset=utf-8', lastModified: null });
  });

function sendXml(c: HttpContext, root: string): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
  return sendDocument(c, { body, contentType: 'application/xml; charset=utf-8', lastModified: null });
}

function indexOf(c: HttpContext, cuts: readonly number[]): string {
  const { baseUrl } = c.var.ctx.config.brand;
  const maps = cuts.map((id) => `<sitemap>${xmlElement('loc', {}, `${baseUrl}/sitemap.xml?after=${id}`)}</sitemap>`);
  return `<sitemapindex ${SITEMAP}>${maps.join('')}</sitemapindex>`;
}

async function pagesOf(c: HttpContext): Promise<string[]> {
  const { baseUrl } = c.var.ctx.config.brand;
  const { topics } = await readFacets(c.var.ctx);
  const paths = [
    '/',
    '/upcoming',
    '/subscribe',
    '/contact',
    '/archive',
    ...topics.map(({ slug }) => `/topics/${slug}`),
  ];
  return paths.map((path) => url(baseUrl + path, null));
}

function url(address: string, changedAt: string | null): string {
  return `<url>${xmlElement('loc', {}, address)}${changedAt ? xmlElement('lastmod', {}, changedAt) : ''}</url>`;
}

function lastChange({ publishedAt, updatedAt }: SitemapEntry): string {
  return updatedAt > publishedAt ? updatedAt : publishedAt;
}

function newsUrl(c: HttpContext, entry: SitemapEntry): string {
  const { config } = c.var.ctx;
  const language = newsLanguage(entry.language ?? config.locales[0] ?? 'en');
  const name = xmlElement('news:name', {}, config.brand.siteName) + xmlElement('news:language', {}, language);
  const news = [
    `<news:publication>${name}</news:publication>`,
    xmlElement('news:publication_date', {}, entry.publishedAt),
    xmlElement('news:title', {}, entry.title),
  ].join('');
  return `<url>${xmlElement('loc', {}, articleLink(c.var.ctx, entry.slug))}<news:news>${news}</news:news></url>`;
}

/** ISO 639 code; Chinese is the exception that names its script by place. */
function newsLanguage(tag: string): string {
  const lower = tag.toLowerCase();
  if (!lower.startsWith('zh')) return lower.split('-')[0] ?? 'en';
  return /hant|tw|hk|mo/.test(lower) ? 'zh-tw' : 'zh-cn';
}
