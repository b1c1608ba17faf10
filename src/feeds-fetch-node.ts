import { type LookupAddress, lookup as resolve } from 'node:dns';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { hostOf } from './domain/feed-host.ts';
import type { PlainFetch } from './feeds/fetch-feed.ts';
import { judgeUrl } from './feeds/guard-url.ts';

/** Servers that end a compressed body early still get it read as far as it goes, as browsers do. */
const LENIENT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const LENIENT_BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** Resolves a host name to all its addresses, as node:dns `lookup` does. */
export type Resolve = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

const resolveAll: Resolve = (host, done) => resolve(host, { all: true }, done);

/**
 * A fetch that checks the addresses a name leads to and connects to no other, so that a name which turns private between
 * check and connection (DNS rebinding) gains nothing. Node's own fetch takes no such check without the undici package.
 * It knows what feeds, pages and hubs need: text bodies, gzip, deflate and br, streaming, abort; it follows no redirect.
 * Rejects where the network fails or no address may be used.
 *
 * @param allowedPrivateHosts `host:port` pairs that may be private all the same
 */
export function createGuardedFetch(
  allowedPrivateHosts: readonly string[],
  resolveName: Resolve = resolveAll,
): PlainFetch {
  const publicOnly = { lookup: publicLookup(resolveName) };
  const any = { lookup: lookupWith(resolveName) };
  const agents = { 'http:': new HttpAgent({ maxSockets: 2 }), 'https:': new HttpsAgent({ maxSockets: 2 }) };
  return async (address, init) => {
    const verdict = judgeUrl(address, allowedPrivateHosts);
    if (!verdict.ok) throw new Error(verdict.reason);
    const { url } = verdict;
    const isAllowed = allowedPrivateHosts.includes(hostOf(address) ?? '');
    const isTls = url.protocol === 'https:';
    const { promise, reject, resolve: answer } = Promise.withResolvers<Response>();
    const send = isTls ? requestHttps : requestHttp;
    const outgoing = send(url, {
      method: init.method ?? 'GET',
      headers: { 'Accept-Encoding': 'gzip, br', ...Object.fromEntries(new Headers(init.headers)) },
      agent: isTls ? agents['https:'] : agents['http:'],
      ...(init.signal ? { signal: init.signal } : {}),
      ...(isAllowed ? any : publicOnly),
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      try {
        answer(responseOf(incoming));
      } catch (error) {
        // A status that no Response can have.
        incoming.destroy();
        reject(error);
      }
    });
    outgoing.end(typeof init.body === 'string' ? init.body : undefined);
    return promise;
  };
}

function lookupWith(resolveName: Resolve, isUsable: (address: LookupAddress) => boolean = () => true): LookupFunction {
  return (host, options, done) =>
    resolveName(host, (error, found) => {
      const addresses = found?.filter(isUsable) ?? [];
      const [first] = addresses;
      if (error || !first) done(error ?? new Error('The name leads into a private network.'), []);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
}

function publicLookup(resolveName: Resolve): LookupFunction {
  return lookupWith(
    resolveName,
    ({ address, family }) =>
      // An address with a zone (fe80::1%eth0) is no URL, and so not public.
      judgeUrl(family === 6 ? `http://[${address}]/` : `http://${address}/`).ok,
  );
}

function responseOf(incoming: IncomingMessage): Response {
  const status = incoming.statusCode ?? 0;
  // Said here, because the server's own lightweight Response would take any number.
  if (status < 200 || status > 599) throw new Error(`The server answered with the impossible status ${status}.`);
  const headers = new Headers();
  for (let n = 0; n < incoming.rawHeaders.length; n += 2) {
    headers.append(incoming.rawHeaders[n] ?? '', incoming.rawHeaders[n + 1] ?? '');
  }
  if (WITHOUT_BODY.has(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  const body = Readable.toWeb(decoded(incoming, headers.get('content-encoding') ?? ''));
  return new Response(body as ReadableStream<Uint8Array>, { status, headers });
}

/** The body without its compression. Content-Length stays what the server said of the compressed one. */
function decoded(incoming: IncomingMessage, encoding: string): Readable {
  const decoder = decoderFor(encoding.trim().toLowerCase());
  // The reader meets the error in the stream it reads; here it only ends the other one.
  return decoder ? pipeline(incoming, decoder, () => undefined) : incoming;
}

function decoderFor(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(LENIENT);
  if (encoding === 'deflate') return createInflate(LENIENT);
  return encoding === 'br' ? createBrotliDecompress(LENIENT_BROTLI) : null;
}
