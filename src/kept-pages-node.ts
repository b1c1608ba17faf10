import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { hasAlready } from './http/conditional.ts';
import { mayKeep, plainRequest, publicQuestion, type Visit } from './http/edge-cache.ts';

/** Short enough that nobody sees an older page than a reload would bring; long enough for everybody who comes at once. */
const FRESH_MS = 1000;
/** Bounds of what is held: 256 answers of at most a quarter of a megabyte. */
const MOST_KEPT = 256;
const MOST_BYTES = 256 * 1024;
/** Below it, packing takes more time than it spares on the wire. */
const LEAST_PACKED = 1024;

/** Text is packed as the caller takes it, the smaller way first. */
const PACKERS = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes),
};
type Packing = keyof typeof PACKERS;

/** An answer as it goes out, and as it was packed so far. Its headers name no length and no packing. */
type Kept = {
  at: number;
  headers: Record<string, string>;
  bytes: Uint8Array;
  packed: Map<Packing, Promise<Uint8Array>>;
};

/**
 * Answers public requests of one process from memory for a second, as edge-cache.ts does on the Worker and by the same key, and
 * packs public text for the wire. Everything else goes to the program as it came and is sent as it is: what is personal is not
 * packed, so that its length tells nothing of it.
 */
export function createKeptPages(now: () => number = Date.now): (visit: Omit<Visit, 'waitUntil'>) => Promise<Response> {
  const kept = new Map<string, Kept>();

  async function keep(key: string, answer: Response): Promise<Kept> {
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const fresh: Kept = { at: now(), headers: headersOf(answer, bytes), bytes, packed: new Map() };
    kept.delete(key);
    if (bytes.byteLength <= MOST_BYTES) kept.set(key, fresh);
    // What is asked for often is made anew every second, so that the first in the map is the longest unasked.
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return fresh;
  }

  return async ({ request, config, answer }) => {
    const question = publicQuestion(request, config);
    if (!question) return answer(request);
    const key = `${question.locale} ${question.url}`;
    const known = kept.get(key);
    if (known && now() - known.at < FRESH_MS) return send(request, known);
    const fresh = await answer(plainRequest(question));
    const isText = !/^image\/(?!svg)/.test(fresh.headers.get('content-type') ?? '');
    return mayKeep(fresh) && isText ? send(request, await keep(key, fresh)) : fresh;
  };
}

function headersOf(answer: Response, bytes: Uint8Array): Record<string, string> {
  const { 'content-length': _length, ...headers } = Object.fromEntries(answer.headers);
  if (bytes.byteLength >= LEAST_PACKED) headers.vary = [headers.vary, 'Accept-Encoding'].filter(Boolean).join(', ');
  return headers;
}

async function send(request: Request, { bytes, headers, packed }: Kept): Promise<Response> {
  const { etag = '', 'last-modified': lastModified = null, 'content-type': _type, ...others } = headers;
  if (etag && hasAlready(request.headers, { etag, lastModified })) {
    return new Response(null, { status: 304, headers: { ...others, etag } });
  }
  const packing = bytes.byteLength < LEAST_PACKED ? null : packingFor(request.headers.get('accept-encoding') ?? '');
  if (!packing) return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
  const body = packed.get(packing) ?? PACKERS[packing](bytes);
  packed.set(packing, body);
  // Other bytes under the same tag: it is a weak one then (RFC 9110 §8.8.1).
  const weak = etag ? { etag: `W/${etag}` } : {};
  return new Response((await body) as Uint8Array<ArrayBuffer>, {
    headers: { ...headers, ...weak, 'content-encoding': packing },
  });
}

/** The packing that a caller takes (RFC 9110 §12.5.3); a weight of zero refuses it. */
function packingFor(header: string): Packing | null {
  const taken = header
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q\s*=\s*/))
    .filter(([, weight]) => !/^0(\.0*)?$/.test(weight ?? '1'));
  const names = taken.map(([name]) => name);
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : null;
}
