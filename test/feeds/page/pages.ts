import { readPageArticle } from '../../../src/feeds/page/page-article.ts';
import { createPageSource } from '../../../src/feeds/page/page-source.ts';
import type { PageAnswer } from '../../../src/services/ports.ts';

export const READ_AT = 'https://www.paper.example.org/2026/03/02/story?utm_source=x#top';
const NOW = new Date('2026-03-10T08:00:00.000Z');

/** A page with this head and body, read as an article. */
export function readHtml(head: string, body = '', at = READ_AT) {
  const html = `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
  return readPageArticle(html, at, { timeZone: 'Asia/Shanghai', now: NOW });
}

export function linkedData(data: unknown): string {
  return `<script type="application/ld+json">${typeof data === 'string' ? data : JSON.stringify(data).replaceAll('</', '<\\/')}</script>`;
}

/** What the page source answers when the web is this function. */
export async function readFrom(answer: (url: string) => Response, url = READ_AT): Promise<PageAnswer> {
  const source = createPageSource({
    fetch: async (input) => answer(String(input)),
    userAgent: 'Newsdesk-test/1.0',
    allowedPrivateHosts: [],
    now: () => NOW,
  });
  return source.read({ url, timeZone: 'Asia/Shanghai' });
}
