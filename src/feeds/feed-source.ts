import { AppError } from '../domain/errors.ts';
import type { FeedDocument } from '../domain/feed-item.ts';
import type { FeedAnswer, FeedRequest, FeedSource } from '../services/ports.ts';
import { type Fetched, fetchFeed, type SourceOptions } from './fetch-feed.ts';
import { freshForSeconds, refreshedValidators, retryAfterSeconds, validatorsOf } from './http-cache.ts';
import { hasRelation, linkHeaders } from './link-headers.ts';
import { resolveUrl } from './normalise/urls.ts';

type Answer = Extract<Fetched, { kind: 'answer' }>;
type Failure = Extract<FeedAnswer, { kind: 'failed' }>;

const REFUSED: ReadonlySet<number> = new Set([401, 402, 403, 407, 451]);

async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function statusMessage(status: number): string {
  if (status === 410) return 'The server says this feed is gone for good (410).';
  if (status === 404) return 'The server has nothing at this address (404). Check the address.';
  if (status === 429) return 'The server asks us to come less often (429).';
  if (REFUSED.has(status)) return `The server refuses to hand out this feed (${status}).`;
  return status >= 500
    ? `The server has trouble of its own (${status}).`
    : `The server answered with status ${status}.`;
}

function failedStatus({ headers, status }: Answer, now: Date): Failure {
  const reason = status === 410 ? 'gone' : REFUSED.has(status) ? 'refused' : 'unreachable';
  return { kind: 'failed', reason, message: statusMessage(status), retryAfterSeconds: retryAfterSeconds(headers, now) };
}

/** WebSub: hub and self in Link headers come before those in the document (W3C WebSub §4). */
function withLinkHeaders(document: FeedDocument, { headers, url }: Answer): FeedDocument {
  const links = linkHeaders(headers);
  const named = (rel: string) => resolveUrl(links.find((link) => hasRelation(link, rel))?.address, url);
  return { ...document, hubUrl: named('hub') ?? document.hubUrl, selfUrl: named('self') ?? document.selfUrl };
}

async function readAnswer(answer: Answer, request: FeedRequest, now: Date): Promise<FeedAnswer> {
  const { movedTo } = answer;
  const cache = { validators: validatorsOf(answer.headers), freshForSeconds: freshForSeconds(answer.headers, now) };
  const bodyHash = await sha256Hex(answer.body);
  if (bodyHash === request.bodyHash) return { kind: 'unchanged', ...cache, movedTo, hasBody: true };
  const context = { documentUrl: answer.url, timeZone: request.timeZone, now };
  // Most polls bring nothing new: only a document that changed needs the parsers.
  const { readDocument } = await import('./read-document.ts');
  try {
    const document = await readDocument(answer.body, answer.headers.get('content-type'), context);
    return { kind: 'document', document: withLinkHeaders(document, answer), ...cache, bodyHash, movedTo };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { pageFeeds } = await import('./candidates.ts');
    const page = pageFeeds(answer);
    return {
      kind: 'failed',
      reason: 'not_a_feed',
      message: error.message,
      retryAfterSeconds: null,
      ...(page ? { page } : {}),
    };
  }
}

/**
 * The feed reader behind the FeedSource port: polite conditional fetching, any encoding, any dialect. Runs wherever Web fetch
 * and WebCrypto are. Validators must be stored only after the document they came with was saved.
 */
export function createFeedSource(options: SourceOptions): FeedSource {
  return {
    async read(request: FeedRequest): Promise<FeedAnswer> {
      const fetched = await fetchFeed(request.url, request.validators, options);
      if (fetched.kind === 'failed') return { ...fetched, retryAfterSeconds: null };
      const now = options.now();
      if (fetched.status === 304) {
        const validators = refreshedValidators(request.validators, fetched.headers);
        const freshFor = freshForSeconds(fetched.headers, now);
        return { kind: 'unchanged', validators, freshForSeconds: freshFor, movedTo: fetched.movedTo, hasBody: false };
      }
      const isSuccess = fetched.status >= 200 && fetched.status < 300;
      return isSuccess ? await readAnswer(fetched, request, now) : failedStatus(fetched, now);
    },
  };
}
