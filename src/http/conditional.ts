import { sha256 } from '../services/hash.ts';
import type { HttpContext } from './environment.ts';

export type Document = {
  body: string;
  contentType: string;
  /** ISO 8601; null where it is not known. */
  lastModified: string | null;
};

/** Answers with a public document, or with 304 when the caller has it already. */
export function sendDocument(c: HttpContext, { body, contentType, lastModified }: Document): Response {
  const etag = etagOf(body);
  c.header('ETag', etag);
  c.header('Cache-Control', 'public, max-age=300');
  c.header('Access-Control-Allow-Origin', '*');
  if (lastModified) c.header('Last-Modified', new Date(lastModified).toUTCString());
  if (hasAlready(c.req.raw.headers, { etag, lastModified })) return c.body(null, 304);
  c.header('Content-Type', contentType);
  return c.body(body);
}

/** A hash of the body, so that equal bytes have equal tags everywhere. */
export function etagOf(body: string | Uint8Array): string {
  return `"${sha256(body).slice(0, 32)}"`;
}

/**
 * Whether whoever sent these headers has the answer already: `If-None-Match` decides, and only without it
 * `If-Modified-Since` (RFC 9110 §13.2.2). `lastModified` is any date that can be read.
 */
export function hasAlready(asked: Headers, answer: { etag: string; lastModified: string | null }): boolean {
  return (
    matches(asked.get('if-none-match'), answer.etag) ?? isNotNewer(asked.get('if-modified-since'), answer.lastModified)
  );
}

/** Null without the header. Compared weakly: a proxy that compresses marks our tag as weak (RFC 9110 §8.8.3.2). */
function matches(header: string | null, etag: string): boolean | null {
  if (header === null) return null;
  const tags = header.slice(0, 4000).split(',');
  return tags.map((tag) => tag.trim().replace(/^W\//, '')).some((tag) => tag === etag || tag === '*');
}

/** HTTP dates count whole seconds. A date that cannot be read is no condition. */
function isNotNewer(header: string | null, lastModified: string | null): boolean {
  const since = Date.parse(header ?? '');
  if (lastModified === null || Number.isNaN(since)) return false;
  return Math.floor(Date.parse(lastModified) / 1000) * 1000 <= since;
}
