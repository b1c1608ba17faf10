import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedHeaders } from './svix.ts';

/**
 * What happens to one request, as the provider documents it (https://resend.com/docs/api-reference/errors, rate-limit,
 * and dashboard/emails/idempotency-keys).
 * - before: it fails before anything was taken. after: it was taken, and its answer is lost.
 */
export type Fault =
  | { kind: 'none' }
  | { kind: 'status'; status: number; name: string; headers?: Record<string, string> }
  /** Never answered: without or with the mails taken. */
  | { kind: 'timeout'; when: 'before' | 'after' }
  | { kind: 'reset'; when: 'before' | 'after' }
  /** A 500 although the mails were taken. */
  | { kind: 'broken_after' }
  | { kind: 'slow'; milliseconds: number }
  /** Permissive validation refuses the mails at these places. */
  | { kind: 'permissive'; indexes: number[] }
  /** The answer is cut off or no JSON. */
  | { kind: 'garbage' };

export const NO_FAULT: Fault = { kind: 'none' };
export const TOO_MANY: Fault = {
  kind: 'status',
  status: 429,
  name: 'rate_limit_exceeded',
  headers: { 'ratelimit-limit': '10', 'ratelimit-remaining': '0', 'ratelimit-reset': '1', 'retry-after': '1' },
};

type Mail = { to: string | string[]; tags?: { name: string; value: string }[] };

export type FaultProxy = {
  baseUrl: string;
  /** How often each address was mailed, counted where the provider takes mails. */
  mailed: Map<string, number>;
  requests: number;
  /** Requests under a known key with other bytes: a 409, and a mistake of the sender. */
  mismatches: number;
  /** Addresses refused by permissive validation. */
  refused: Set<string>;
  /** Mails taken, by the id they were given. */
  taken: Map<string, Mail>;
  close(): Promise<void>;
};

/**
 * A provider on loopback that fails as it is told, or that stands before another one: with `target`, requests without a
 * fault are passed on, and their answers brought back. `plan` says what happens to the n-th request, from 0.
 */
export async function startFaultProxy(
  plan: (n: number, key: string) => Fault,
  target: string | null = null,
): Promise<FaultProxy> {
  const proxy: FaultProxy = {
    baseUrl: '',
    mailed: new Map(),
    requests: 0,
    mismatches: 0,
    refused: new Set(),
    taken: new Map(),
    close: async () => {},
  };
  const take = taker(proxy, target);
  const server = createServer(async (request, response) => {
    try {
      const body = await bodyOf(request);
      const fault = plan(proxy.requests, keyOf(request));
      proxy.requests += 1;
      await answer(fault, (refused = []) => take(request, body, refused), response);
    } catch {
      // Its own side hung up; there is nobody to tell.
      response.destroy();
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  proxy.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  proxy.close = () => closed(server);
  return proxy;
}

/** A status and a JSON body. */
type Answer = [status: number, text: string];
type Take = (request: IncomingMessage, body: Buffer, refused: readonly number[]) => Promise<Answer>;

/** Does to one request what was planned; `take` is the provider's own side. */
async function answer(
  fault: Fault,
  take: (refused?: readonly number[]) => Promise<Answer>,
  response: ServerResponse,
): Promise<void> {
  switch (fault.kind) {
    case 'status':
      return send(response, fault.status, failure(fault.status, fault.name), fault.headers);
    case 'timeout':
      if (fault.when === 'after') await take();
      return;
    case 'reset':
      if (fault.when === 'after') await take();
      return void response.destroy();
    case 'broken_after':
      await take();
      return send(response, 500, failure(500, 'internal_server_error'));
    case 'garbage':
      await take();
      return send(response, 200, '{"data":[{"id"');
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
      return send(response, ...(await take()));
    case 'permissive':
      return send(response, ...(await take(fault.indexes)));
    case 'none':
      return send(response, ...(await take()));
  }
}

/** The provider's documented idempotency: a key replays its answer, other bytes under it are a 409. */
function taker(proxy: FaultProxy, target: string | null): Take {
  const known = new Map<string, { hash: string; answer: string; isOpen: boolean }>();
  return async (request, body, refused) => {
    const hash = createHash('sha256').update(body).digest('hex');
    const earlier = known.get(keyOf(request));
    if (earlier && earlier.hash !== hash) {
      proxy.mismatches += 1;
      return [409, failure(409, 'invalid_idempotent_request')];
    }
    if (earlier?.isOpen) return [409, failure(409, 'concurrent_idempotent_requests')];
    if (earlier) return [200, earlier.answer];
    const entry = { hash, answer: '', isOpen: true };
    known.set(keyOf(request), entry);
    const passed = target === null ? null : await pass(target, request, body);
    const own = countMails(proxy, body, refused);
    Object.assign(entry, { answer: passed?.text ?? own, isOpen: false });
    return [passed?.status ?? 200, entry.answer];
  };
}

/** Notes who is mailed, and makes the answer of a provider that took all but the refused mails. */
function countMails(proxy: FaultProxy, body: Buffer, refused: readonly number[]): string {
  const parsed: unknown = JSON.parse(body.toString());
  const mails = (Array.isArray(parsed) ? parsed : [parsed]) as Mail[];
  const ids: { id: string }[] = [];
  for (const [index, mail] of mails.entries()) {
    const to = String(mail.to);
    if (refused.includes(index)) {
      proxy.refused.add(to);
      continue;
    }
    const id = `em-${proxy.taken.size + 1}`;
    proxy.mailed.set(to, (proxy.mailed.get(to) ?? 0) + 1);
    proxy.taken.set(id, mail);
    ids.push({ id });
  }
  const errors = refused.map((index) => ({ index, message: 'Invalid `to` field.' }));
  return JSON.stringify(Array.isArray(parsed) ? { data: ids, ...(errors.length > 0 ? { errors } : {}) } : ids[0]);
}

function keyOf(request: IncomingMessage): string {
  return String(request.headers['idempotency-key'] ?? '');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function pass(target: string, request: IncomingMessage, body: Buffer): Promise<{ status: number; text: string }> {
  const headers = new Headers();
  for (const name of ['authorization', 'content-type', 'idempotency-key', 'user-agent', 'x-batch-validation']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const answer = await fetch(target + (request.url ?? ''), { method: 'POST', headers, body: new Uint8Array(body) });
  return { status: answer.status, text: await answer.text() };
}

/** A webhook about a mail that was taken, signed as the provider signs it: a body and its headers. */
export function webhookFor(
  proxy: FaultProxy,
  id: string,
  type: string,
  detail: Record<string, unknown> = {},
): { body: string; headers: Record<string, string> } {
  const mail = proxy.taken.get(id);
  const tags = Object.fromEntries((mail?.tags ?? []).map(({ name, value }) => [name, value]));
  const data = { email_id: id, to: [mail?.to].flat(), tags, ...detail };
  const body = JSON.stringify({ type, created_at: new Date().toISOString(), data });
  return { body, headers: signedHeaders(body, { id: `msg_${type}_${id}` }) };
}

function failure(statusCode: number, name: string): string {
  return JSON.stringify({ statusCode, name, message: 'The stand-in was told to fail.' });
}

function send(response: ServerResponse, status: number, answer: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(answer);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
