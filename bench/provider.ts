import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seeded } from './figures.ts';

/** How the stand-in behaves. Shares are of all requests, 0 to 1. */
export type ProviderSettings = {
  /** Requests allowed in any second; null: any number, and no headers that state one. */
  limit: number | null;
  /** Seed of the faults. */
  seed: number;
  /** Shares of requests that are answered 500 before anything was taken, or 429; whose answer is lost; or is slow. */
  broken: number;
  refused: number;
  lost: number;
  slow: number;
};

export type ProviderReport = {
  requests: number;
  tooMany: number;
  /** Too many in spite of a second to learn the limit in. */
  tooManyLater: number;
  accepted: number;
  mismatches: number;
  bytes: number;
  /** Milliseconds since the epoch. */
  lastAcceptedAt: number;
  /** How often each address was mailed. */
  addresses: Record<string, number>;
};

const settings = JSON.parse(process.env.PROVIDER ?? '{}') as ProviderSettings;
const random = seeded(settings.seed);
const TO = Buffer.from('"to":"');
const HASHES_BODIES = settings.broken + settings.refused + settings.lost + settings.slow > 0;

/** Answers by idempotency key, as the provider keeps them. */
const known = new Map<string, { hash: string; answer: string }>();
const addresses = new Map<string, number>();
const arrivals: number[] = [];
const report = { requests: 0, tooMany: 0, tooManyLater: 0, accepted: 0, mismatches: 0, bytes: 0, lastAcceptedAt: 0 };
let firstAt: number | null = null;

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Whether one more request fits into this second; a request that does not counts too, as at the provider. */
function isWithinLimit(at: number): boolean {
  firstAt ??= at;
  if (settings.limit === null) return true;
  while (arrivals[0] !== undefined && arrivals[0] <= at - 1000) arrivals.shift();
  if (arrivals.length >= settings.limit) {
    report.tooMany += 1;
    if (at - firstAt > 1000) report.tooManyLater += 1;
    return false;
  }
  arrivals.push(at);
  return true;
}

function limitHeaders(): Record<string, string> {
  if (settings.limit === null) return {};
  const remaining = String(Math.max(0, settings.limit - arrivals.length));
  return { 'ratelimit-limit': String(settings.limit), 'ratelimit-remaining': remaining, 'ratelimit-reset': '1' };
}

/** The addresses of a body, found without reading the rest of it. */
function* recipientsOf(body: Buffer): Generator<string> {
  for (let at = body.indexOf(TO); at >= 0; at = body.indexOf(TO, at)) {
    at += TO.length;
    yield body.toString('latin1', at, body.indexOf(0x22, at));
  }
}

function take(key: string, body: Buffer): { status: number; answer: string } {
  const hash = HASHES_BODIES ? createHash('sha256').update(body).digest('hex') : '';
  const earlier = known.get(key);
  if (earlier) {
    if (earlier.hash === hash) return { status: 200, answer: earlier.answer };
    report.mismatches += 1;
    return { status: 409, answer: failure(409, 'invalid_idempotent_request') };
  }
  const data: { id: string }[] = [];
  for (const address of recipientsOf(body)) {
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
    report.accepted += 1;
    data.push({ id: `em-${report.accepted.toString(36).padStart(32, '0')}` });
  }
  const answer = JSON.stringify({ data });
  known.set(key, { hash, answer });
  report.lastAcceptedAt = now();
  return { status: 200, answer };
}

function failure(statusCode: number, name: string): string {
  return JSON.stringify({ statusCode, name, message: 'The stand-in was told to fail.' });
}

function send(response: ServerResponse, status: number, answer: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...limitHeaders(), ...headers });
  response.end(answer);
}

/** Memory of bodies that were read, so that the stand-in does not spend the sender's processor on new memory for each. */
const spare: ArrayBuffer[] = [];

/** The body of a request, which must state its length. */
function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const length = Number(request.headers['content-length']);
  const last = spare.pop();
  const body = Buffer.from(last && last.byteLength >= length ? last : new ArrayBuffer(length + 65_536), 0, length);
  return new Promise((resolve, reject) => {
    let end = 0;
    request.on('data', (chunk: Buffer) => {
      body.set(chunk, end);
      end += chunk.length;
    });
    request.once('end', () => resolve(body));
    request.once('error', reject);
  });
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const arrivedAt = now();
  const body = await readBody(request);
  report.requests += 1;
  report.bytes += body.length;
  if (!isWithinLimit(arrivedAt)) {
    return send(response, 429, failure(429, 'rate_limit_exceeded'), { 'retry-after': '1' });
  }
  const dice = random();
  const { broken, refused, lost, slow } = settings;
  if (dice < broken) return send(response, 500, failure(500, 'application_error'));
  if (dice < broken + refused) return send(response, 429, failure(429, 'rate_limit_exceeded'), { 'retry-after': '1' });
  const { status, answer } = take(String(request.headers['idempotency-key']), body);
  spare.push(body.buffer);
  if (dice < broken + refused + lost) return void request.socket.destroy();
  if (dice < broken + refused + lost + slow) await new Promise((resolve) => setTimeout(resolve, 20 + random() * 200));
  send(response, status, answer);
}

const server = createServer((request, response) => {
  // A connection that its own side ended needs no answer.
  handle(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('message', () => process.send?.({ ...report, addresses: Object.fromEntries(addresses) }));
process.once('disconnect', () => process.exit(0));
