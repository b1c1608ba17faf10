import { createHmac } from 'node:crypto';
import { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { forgetSeen, markSeen } from '../../src/db/desk/slack-seen.ts';
import { QUIET_LOGGER } from '../../src/slack/quiet-logger.ts';
import { FetchReceiver } from '../../src/slack/receiver.ts';
import { testContext } from '../support/context.ts';

const SECRET = 'a-signing-secret-of-the-test';
const NOW = Date.parse('2026-03-02T08:00:00.000Z');
const FORM = 'application/x-www-form-urlencoded';
const COMMAND = String(new URLSearchParams({ command: '/newsdesk', text: 'status', team_id: 'T1', user_id: 'U1' }));

type Sent = { body?: string; type?: string; at?: number; headers?: Record<string, string | null>; signed?: string };

/** A request as Slack signs it: HMAC-SHA-256 over version, timestamp and body. A header given as null is left out. */
function request({ body = COMMAND, type = FORM, at = NOW, headers = {}, signed = body }: Sent = {}): Request {
  const timestamp = String(Math.floor(at / 1000));
  const hash = createHmac('sha256', SECRET).update(`v0:${timestamp}:${signed}`).digest('hex');
  const all = {
    'content-type': type,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hash}`,
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return new Request('https://news.example.com/slack/events', { method: 'POST', headers: given, body });
}

type Heard = { kind: string; retryNum: number | undefined; retryReason: string | undefined };

/** A receiver with a real Bolt app behind it and the real table of what was seen; `fail` makes its listeners throw. */
async function receiver() {
  const { ctx, world } = await testContext();
  const heard: Heard[] = [];
  const late: Promise<unknown>[] = [];
  const state = { fail: false, cannotForget: false };
  const fetchReceiver = new FetchReceiver({
    signingSecret: SECRET,
    now: () => NOW,
    waitUntil: (work) => late.push(work),
    isNew: (keys) => markSeen(ctx.db, keys, ctx.now()),
    forget: async (keys) => {
      if (state.cannotForget) throw new Error('the database went away');
      await forgetSeen(ctx.db, keys);
    },
    log: ctx.log,
  });
  const app = new App({
    receiver: fetchReceiver,
    authorize: async () => ({ botToken: 'xoxb-test', botId: 'B1', botUserId: 'U0', teamId: 'T1' }),
    convoStore: false,
    logger: QUIET_LOGGER,
  });
  const hear = (kind: string, context: { retryNum?: number; retryReason?: string }) => {
    if (state.fail) throw new Error('the listener failed');
    heard.push({ kind, retryNum: context.retryNum, retryReason: context.retryReason });
  };
  app.command('/newsdesk', async ({ ack, context }) => {
    hear('command', context);
    await ack({ response_type: 'ephemeral', text: 'done' });
  });
  app.command('/twice', async ({ ack }) => {
    await ack();
    await ack();
  });
  app.action('undo', async ({ ack, context }) => {
    await ack();
    hear('action', context);
  });
  app.event('app_home_opened', async ({ context }) => hear('event', context));
  const send = async (sent?: Sent | Request) => {
    const response = await fetchReceiver.handle(sent instanceof Request ? sent : request(sent));
    await Promise.all(late.splice(0));
    return { status: response.status, text: await response.text() };
  };
  const seen = async () => (await ctx.db.prepare('SELECT key FROM slack_seen').all()).results.map((row) => row.key);
  return { send, heard, seen, state, log: world.log };
}

function event(id: string, overrides: Record<string, unknown> = {}): Sent {
  const inner = { type: 'app_home_opened', user: 'U1', channel: 'D1', event_ts: '1.1', tab: 'home', ...overrides };
  return {
    type: 'application/json',
    body: JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: id, event: inner }),
  };
}

test('a signed command reaches its listener, and the acknowledgement is the answer', async () => {
  const { send, heard } = await receiver();
  const { status, text } = await send();
  expect([status, JSON.parse(text)]).toEqual([200, { response_type: 'ephemeral', text: 'done' }]);
  expect(heard).toEqual([{ kind: 'command', retryNum: undefined, retryReason: undefined }]);
});

test('a button press reaches its listener', async () => {
  const { send, heard } = await receiver();
  const payload = { type: 'block_actions', team: { id: 'T1' }, user: { id: 'U1' }, actions: [{ action_id: 'undo' }] };
  const body = String(new URLSearchParams({ payload: JSON.stringify(payload) }));
  expect(await send({ body })).toEqual({ status: 200, text: '' });
  expect(heard.map(({ kind }) => kind)).toEqual(['action']);
});

test.each<[string, Sent]>([
  ['no signature', { headers: { 'x-slack-signature': null } }],
  ['an empty signature', { headers: { 'x-slack-signature': '' } }],
  ['another signature', { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } }],
  ['a signature of another length', { headers: { 'x-slack-signature': 'v0=00' } }],
  ['a signature of another version', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
  ['a signature over another body', { signed: `${COMMAND}&x=1` }],
  ['a signature over an empty body', { signed: '' }],
  ['no timestamp', { headers: { 'x-slack-request-timestamp': null } }],
  ['a timestamp that is none', { headers: { 'x-slack-request-timestamp': 'now' } }],
  ['an endless timestamp', { headers: { 'x-slack-request-timestamp': '9'.repeat(400) } }],
  ['another timestamp than was signed', { headers: { 'x-slack-request-timestamp': String(NOW / 1000 - 1) } }],
  ['a request six minutes old', { at: NOW - 360_000 }],
  ['a request 301 seconds old', { at: NOW - 301_000 }],
  ['a request 301 seconds ahead', { at: NOW + 301_000 }],
  ['a request of 1970', { at: 0 }],
  ['an unsigned url_verification', { body: '{"type":"url_verification","challenge":"c"}', signed: '' }],
  ['an unsigned ssl_check', { body: 'ssl_check=1', signed: '' }],
])('%s: 401, and nothing happens', async (_what, sent) => {
  const { send, heard, seen } = await receiver();
  expect(await send(sent)).toEqual({ status: 401, text: '' });
  expect(heard).toEqual([]);
  expect(await seen()).toEqual([]);
});

test.each([
  ['300 seconds old', NOW - 300_000],
  ['300 seconds ahead', NOW + 300_000],
])('a request %s is still taken', async (_what, at) => {
  const { send, heard } = await receiver();
  expect((await send({ at })).status).toBe(200);
  expect(heard).toHaveLength(1);
});

test('url_verification is answered with its challenge', async () => {
  const { send, heard, seen } = await receiver();
  const sent = { type: 'application/json', body: '{"type":"url_verification","challenge":"3eZbrw1aB"}' };
  const { status, text } = await send(sent);
  expect([status, JSON.parse(text)]).toEqual([200, { challenge: '3eZbrw1aB' }]);
  expect([heard, await seen()]).toEqual([[], []]);
});

test('ssl_check is answered and goes no further', async () => {
  const { send, heard, seen } = await receiver();
  expect(await send({ body: 'ssl_check=1&token=x' })).toEqual({ status: 200, text: '' });
  expect([heard, await seen()]).toEqual([[], []]);
});

test.each([
  ['JSON that is cut off', 'application/json', '{"type":'],
  ['JSON that is no object', 'application/json', '[1]'],
  ['JSON null', 'application/json', 'null'],
  ['no body', 'application/json', ''],
  ['a payload that is no JSON', FORM, 'payload=%7B'],
  ['another type', 'text/plain', 'hello'],
])('%s: 400, and nothing happens', async (_what, type, body) => {
  const { send, heard, seen } = await receiver();
  expect((await send({ type, body })).status).toBe(400);
  expect([heard, await seen()]).toEqual([[], []]);
});

test('the same request again is answered, and done once', async () => {
  const { send, heard } = await receiver();
  const answers = [await send(), await send(), await send({ headers: { 'x-slack-retry-num': '1' } })];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(heard).toHaveLength(1);
});

test('an event that Slack repeats is done once, also under another event_id', async () => {
  const { send, heard } = await receiver();
  await send(event('Ev1'));
  await send({ ...event('Ev1'), at: NOW + 60_000, headers: { 'x-slack-retry-num': '1' } });
  await send({ ...event('Ev2'), at: NOW + 61_000 });
  expect(heard).toHaveLength(1);
  await send(event('Ev3', { event_ts: '2.2' }));
  await send(event('Ev4', { channel: 'D2' }));
  expect(heard).toHaveLength(3);
});

test('a retry says which it is and why', async () => {
  const { send, heard } = await receiver();
  const headers = { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_timeout' };
  await send({ ...event('Ev1'), headers });
  expect(heard).toEqual([{ kind: 'event', retryNum: 2, retryReason: 'http_timeout' }]);
});

test('an event that fails after its acknowledgement is logged, and stays done', async () => {
  const { send, heard, state, log } = await receiver();
  state.fail = true;
  expect((await send(event('Ev1'))).status).toBe(200);
  expect(log.filter((line) => line.includes('slack.failed'))).toHaveLength(1);
  state.fail = false;
  await send({ ...event('Ev1'), headers: { 'x-slack-retry-num': '1' } });
  expect(heard).toEqual([]);
});

test('a command that fails before its answer tells the person so, and may be sent again', async () => {
  const { send, heard, seen, state, log } = await receiver();
  state.fail = true;
  const { status, text } = await send();
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('went wrong') });
  expect(await seen()).toEqual([]);
  expect(log.join('\n')).toContain('slack.failed');
  state.fail = false;
  await send();
  expect(heard).toHaveLength(1);
});

test('a command that fails is answered also where the database is gone by then', async () => {
  const { send, state, log } = await receiver();
  state.fail = true;
  state.cannotForget = true;
  expect(JSON.parse((await send()).text).text).toContain('went wrong');
  expect(log.filter((line) => line.includes('slack.failed'))).toHaveLength(2);
});

test('a command that nobody listens to is told to the person, not to Slack as an error', async () => {
  const { send, seen } = await receiver();
  const { status, text } = await send({ body: COMMAND.replace('newsdesk', 'nobody') });
  expect([status, JSON.parse(text).response_type]).toEqual([200, 'ephemeral']);
  expect(await seen()).toEqual([]);
});

test('a second acknowledgement is a mistake that is logged', async () => {
  const { send, log } = await receiver();
  expect((await send({ body: COMMAND.replace('newsdesk', 'twice') })).status).toBe(200);
  expect(log.join('\n')).toContain('called multiple times');
});

const TOO_LONG = 1_000_001;

test('a body over a megabyte is refused by what it holds, whatever its length says', async () => {
  const { send, heard, seen } = await receiver();
  const body = `${COMMAND}&x=${'x'.repeat(TOO_LONG)}`;
  expect((await send({ body })).status).toBe(413);
  expect([heard, await seen()]).toEqual([[], []]);
});

test('of a body that goes on and on no more is read than is allowed', async () => {
  const { send } = await receiver();
  let given = 0;
  const long = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 65_536;
      controller.enqueue(new Uint8Array(65_536));
      if (given >= 8_000_000) controller.close();
    },
  });
  const init = { method: 'POST', body: long, duplex: 'half', headers: { 'content-type': FORM } };
  expect((await send(new Request('https://news.example.com/slack/events', init))).status).toBe(413);
  expect(given).toBeLessThan(1_500_000);
});
