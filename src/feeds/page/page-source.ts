import type { PageAnswer, PageRequest, PageSource } from '../../services/ports.ts';
import { decodeBytes } from '../decode.ts';
import { type Fetched, fetchFeed, type SourceOptions } from '../fetch-feed.ts';
import { NO_VALIDATORS } from '../http-cache.ts';
import { cleanBody } from './clean-body.ts';
import { readPageArticle } from './page-article.ts';

const MOST_BYTES = 2 * 1024 * 1024;
const ACCEPT = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';

type Answer = Extract<Fetched, { kind: 'answer' }>;

function failed(reason: Extract<PageAnswer, { kind: 'failed' }>['reason'], message: string): PageAnswer {
  return { kind: 'failed', reason, message };
}

function refusalOf(status: number): PageAnswer {
  if (status === 404 || status === 410) {
    return failed('gone', `The site has no page at this address (${status}). Check the address.`);
  }
  return status >= 500
    ? failed('unreachable', `The site has trouble of its own (${status}). Try again later.`)
    : failed('refused', `The site does not hand out this page (${status}). Fill in the fields by hand.`);
}

/** What a document is when it is no page; null for one that may be. */
function notAPage(type: string, start: string): string | null {
  if (start.startsWith('%PDF-')) return 'This is a PDF file, not a web page. Add it as a document instead.';
  if (/^(?:image|video|audio|font)\//.test(type)) return `This is a file of type ${type}, not a web page.`;
  if (start.trim() === '') return 'The page is empty.';
  if (/^\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b/i.test(start)) {
    return 'This is a feed or a sitemap, not a page.';
  }
  return /<[a-z!]/i.test(start) ? null : 'This is not a web page.';
}

/** The Content-Type, with the charset that the page itself declares where the server names none. */
function labelledType(header: string | null, bytes: Uint8Array): string | null {
  if (/charset\s*=/i.test(header ?? '')) return header;
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 4096));
  const charset = /<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(start)?.[1];
  return charset && !/^utf-?(?:16|32)/i.test(charset) ? `text/html; charset=${charset}` : header;
}

function readAnswer(answer: Answer, request: PageRequest, now: Date): PageAnswer {
  if (answer.status < 200 || answer.status > 299) return refusalOf(answer.status);
  const type = answer.headers.get('content-type');
  const html = decodeBytes(answer.body, labelledType(type, answer.body));
  const refusal = notAPage(type?.split(';')[0]?.trim().toLowerCase() ?? '', html.slice(0, 5000));
  if (refusal) return failed('not_a_page', refusal);
  return { kind: 'page', page: readPageArticle(html, answer.url, { timeZone: request.timeZone, now }) };
}

/** The reader of single web pages behind the PageSource port: the same guarded way out as feeds have, 2 MB at most. */
export function createPageSource(options: SourceOptions): PageSource {
  return {
    async read(request) {
      const limits = { accept: ACCEPT, mostBytes: MOST_BYTES };
      const fetched = await fetchFeed(request.url, NO_VALIDATORS, { ...options, ...limits });
      if (fetched.kind === 'answer') return readAnswer(fetched, request, options.now());
      const message = fetched.reason === 'too_large' ? 'The page is larger than 2 MB.' : fetched.message;
      return failed(fetched.reason, message);
    },
    clean: async (written, base) => cleanBody(written, base),
  };
}
