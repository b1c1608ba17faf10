import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { createEmulator } from 'emulate';
import { afterEach, expect, test } from 'vitest';
import { createMailEncoder, joinBatch } from '../../src/email/encode-mail.ts';
import { rateOf } from '../../src/email/rate-headers.ts';
import { createResendMailer } from '../../src/email/resend-mailer.ts';
import type { OutgoingMail } from '../../src/services/ports.ts';

const closers: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function aMail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    from: '"Example Newsroom" <news@example.com>',
    to: 'reader@example.org',
    replyTo: 'press@example.com',
    subject: '主题 & "more"',
    html: '<p>Hello</p>',
    text: 'Hello',
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    tags: [{ name: 'kind', value: 'digest' }],
    ...changes,
  };
}

/** The body of a batch of whole mails. */
function bodyOf(mails: OutgoingMail[]): Uint8Array<ArrayBuffer> {
  const nothing = { headers: {}, tags: [], parts: { greeting: '', unsubscribeUrl: '', preferencesUrl: '' } };
  return joinBatch(mails.map(({ to, ...shared }) => createMailEncoder(shared)({ to, ...nothing })));
}

type Seen = { path: string; headers: IncomingMessage['headers']; body: string };
type Play = (response: ServerResponse) => void;

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A provider that records each request and answers as told. */
async function provider(play: Play): Promise<{ baseUrl: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    play(response);
  });
  return { baseUrl: await listen(server), seen };
}

function answers(status: number, body: unknown, headers: Record<string, string> = {}): Play {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

function fails(status: number, name: string, headers: Record<string, string> = {}): Play {
  return answers(status, { statusCode: status, name, message: `about reader@example.org: ${name}` }, headers);
}

test('one mail goes out with its key, headers and tags', async () => {
  const { baseUrl, seen } = await provider(answers(200, { id: 'em_1' }));
  const outcome = await createResendMailer({ apiKey: 're_test', baseUrl }).send(aMail(), 'confirm/7/1');
  expect(outcome).toEqual({ kind: 'accepted', ids: ['em_1'], rejected: [] });
  expect(seen[0]?.path).toBe('/emails');
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer re_test', 'idempotency-key': 'confirm/7/1' });
  const { replyTo, ...rest } = aMail();
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ ...rest, reply_to: replyTo });
});

test('a batch asks for permissive validation and tells who was refused', async () => {
  const errors = [{ index: 1, message: 'Invalid `to` field: nobody@invalid' }];
  const { baseUrl, seen } = await provider(answers(200, { data: [{ id: 'a' }, { id: 'c' }], errors }));
  const mails = [aMail(), aMail({ to: 'nobody@invalid', replyTo: null }), aMail()];
  const outcome = await createResendMailer({ apiKey: 're_test', baseUrl }).sendBatch(bodyOf(mails), 'mailing/1/1');
  expect(outcome).toEqual({
    kind: 'accepted',
    ids: ['a', 'c'],
    rejected: [{ index: 1, message: 'Invalid `to` field: [address]' }],
  });
  expect(seen[0]?.path).toBe('/emails/batch');
  expect(seen[0]?.headers).toMatchObject({ 'x-batch-validation': 'permissive', 'idempotency-key': 'mailing/1/1' });
  expect(seen[0]?.body).toBe(new TextDecoder().decode(bodyOf(mails)));
  expect(JSON.parse(seen[0]?.body ?? '')).toHaveLength(3);
  expect(seen[0]?.body).not.toContain('"reply_to":null');
});

test('a retry sends the same bytes', async () => {
  const { baseUrl, seen } = await provider(fails(500, 'internal_server_error'));
  const mailer = createResendMailer({ apiKey: 're_test', baseUrl: `${baseUrl}/` });
  for (let attempt = 0; attempt < 2; attempt += 1) await mailer.sendBatch(bodyOf([aMail(), aMail()]), 'k');
  expect(seen).toHaveLength(2);
  expect(seen[1]?.body).toBe(seen[0]?.body);
});

const UNANSWERED: [string, Play][] = [
  ['500 application_error', fails(500, 'application_error')],
  ['500 internal_server_error', fails(500, 'internal_server_error')],
  ['503 service_unavailable', fails(503, 'service_unavailable')],
  ['502 with a proxy’s page', answers(502, '<html>Bad gateway</html>')],
  ['500 that calls itself a validation error', fails(500, 'validation_error')],
  ['409 concurrent_idempotent_requests', fails(409, 'concurrent_idempotent_requests')],
  ['409 resource_locked', fails(409, 'resource_locked')],
  ['409 of an unknown name', fails(409, 'something_new')],
  ['408', answers(408, 'timeout')],
  [
    '200 cut short',
    (response) => response.writeHead(200, { 'content-length': '100' }).end('{"data":[', () => response.destroy()),
  ],
  ['200 that is not JSON', answers(200, 'OK')],
  ['200 without ids', answers(200, { data: [{}] })],
  ['200 of null', answers(200, 'null')],
  ['500 of null', answers(500, 'null')],
  ['a reset connection', (response) => response.destroy()],
];

test.each(UNANSWERED)('%s leaves open whether mail left', async (_, play) => {
  const { baseUrl } = await provider(play);
  const outcome = await createResendMailer({ apiKey: 're_test', baseUrl }).sendBatch(bodyOf([aMail()]), 'k');
  expect(outcome.kind).toBe('unanswered');
});

const REFUSED: [number, string, boolean][] = [
  [429, 'rate_limit_exceeded', false],
  [429, 'something_new', false],
  [429, 'daily_quota_exceeded', true],
  [429, 'monthly_quota_exceeded', true],
  [403, 'email_above_quota', true],
  [401, 'missing_api_key', true],
  [401, 'restricted_api_key', true],
  [403, 'invalid_api_key', true],
  [403, 'suspended_api_key', true],
  [403, 'invalid_permission', true],
  [403, 'validation_error', true],
  [400, 'invalid_idempotency_key', true],
  [400, 'validation_error', true],
  [422, 'missing_required_field', true],
  [422, 'invalid_parameter', true],
  [404, 'not_found', true],
  [405, 'method_not_allowed', true],
  [451, 'security_error', true],
  [418, 'something_new', true],
];

test.each(REFUSED)('%i %s means that nothing left', async (status, code, stop) => {
  const { baseUrl } = await provider(fails(status, code));
  const outcome = await createResendMailer({ apiKey: 're_test', baseUrl }).sendBatch(bodyOf([aMail()]), 'k');
  expect(outcome).toEqual({
    kind: 'refused',
    code,
    message: `about [address]: ${code}`,
    stop,
    retryAfterSeconds: null,
  });
});

test.each([
  [{ 'retry-after': '7' }, 7],
  [{ 'retry-after': '1.2' }, 2],
  [{ 'retry-after': 'Tue, 12 Oct 2021 08:00:30 GMT', date: 'Tue, 12 Oct 2021 08:00:00 GMT' }, 30],
  [{ 'ratelimit-reset': '3' }, 3],
  [{ 'retry-after': 'soon' }, null],
])('the wait asked for by %j is %s seconds', async (headers, seconds) => {
  const { baseUrl } = await provider(fails(429, 'rate_limit_exceeded', headers));
  const outcome = await createResendMailer({ apiKey: 're_test', baseUrl }).send(aMail(), 'k');
  expect(outcome).toMatchObject({ kind: 'refused', stop: false, retryAfterSeconds: seconds });
});

test('the limit an answer states comes with its outcome, whatever became of the mail', async () => {
  const headers = { 'ratelimit-limit': '20', 'ratelimit-remaining': '3', 'ratelimit-reset': '1' };
  const rate = { limit: 20, windowSeconds: 1, remaining: 3, resetSeconds: 1 };
  for (const play of [answers(200, { data: [{ id: 'a' }] }, headers), fails(429, 'rate_limit_exceeded', headers)]) {
    const { baseUrl } = await provider(play);
    const mailer = createResendMailer({ apiKey: 're_test', baseUrl });
    expect((await mailer.sendBatch(bodyOf([aMail()]), 'k')).rate).toEqual(rate);
  }
});

test.each([
  [{ 'ratelimit-limit': '100', 'ratelimit-policy': '100;w=10' }, 100, 10],
  [{ 'ratelimit-limit': '10, 10;w=1' }, 10, 1],
  [{ 'ratelimit-limit': 'many' }, undefined, undefined],
  [{ 'ratelimit-limit': '0' }, undefined, undefined],
  [{}, undefined, undefined],
])('of %j a limit of %s requests in %s seconds is read', (headers, limit, windowSeconds) => {
  const rate = rateOf(headers as Record<string, string>);
  expect([rate?.limit, rate?.windowSeconds]).toEqual([limit, windowSeconds]);
});

test.each([
  [undefined, 5],
  ['https://api.resend.com', 5],
  ['http://127.0.0.1:4000', null],
  ['https://notresend.com', null],
])('without a stated limit, at %s, a rate of %s is kept to', (baseUrl, rate) => {
  const mailer = createResendMailer({ apiKey: 're_test', ...(baseUrl === undefined ? {} : { baseUrl }) });
  expect(mailer.assumedRate).toBe(rate);
});

test('a provider that never answers is given up after the timeout', async () => {
  const { baseUrl } = await provider(() => {});
  const outcome = await createResendMailer({ apiKey: 're_test', baseUrl, timeoutMs: 50 }).send(aMail(), 'k');
  expect(outcome).toMatchObject({ kind: 'unanswered', retryAfterSeconds: null });
});

test('a provider that answers a byte and then nothing is given up too', async () => {
  const { baseUrl } = await provider((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  });
  const outcome = await createResendMailer({ apiKey: 're_test', baseUrl, timeoutMs: 50 }).send(aMail(), 'k');
  expect(outcome.kind).toBe('unanswered');
});

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('nobody listening leaves the mail open', async () => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`;
  const outcome = await createResendMailer({ apiKey: 're_test', baseUrl }).send(aMail(), 'k');
  expect(outcome.kind).toBe('unanswered');
});

test('the emulator takes a batch once for one key, and refuses other bytes under it', async () => {
  const emulator = await createEmulator({ service: 'resend', port: await freePort() });
  closers.push(() => emulator.close());
  const mailer = createResendMailer({ apiKey: 're_test', baseUrl: emulator.url });
  const mails = [aMail(), aMail({ to: 'other@example.org', replyTo: null })];
  const first = await mailer.sendBatch(bodyOf(mails), 'mailing/1/1');
  expect(first).toMatchObject({ kind: 'accepted', ids: [expect.any(String), expect.any(String)], rejected: [] });
  expect(await mailer.sendBatch(bodyOf(mails), 'mailing/1/1')).toEqual(first);
  expect(await mailer.sendBatch(bodyOf(mails.slice(0, 1)), 'mailing/1/1')).toMatchObject({
    kind: 'conflict',
    code: 'invalid_idempotent_request',
  });
  const answer = await fetch(`${emulator.url}/emails`, { headers: { authorization: 'Bearer re_test' } });
  expect(((await answer.json()) as { data: unknown[] }).data).toHaveLength(2);
});
