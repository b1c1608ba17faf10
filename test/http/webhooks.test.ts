import { expect, test } from 'vitest';
import { foldEvents } from '../../src/db/mailings/email-events.ts';
import { findSubscriber } from '../../src/db/readers/subscribers.ts';
import { liftSuppression } from '../../src/services/readers/lift-suppression.ts';
import { testContext } from '../support/context.ts';
import { signedHeaders, WEBHOOK_SECRET } from '../support/svix.ts';
import { askApp } from './app.ts';

type Fields = Record<string, unknown>;

async function newsroom(variables: Record<string, string> = { RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET }) {
  const { ctx, world } = await testContext(variables);
  world.now = new Date().toISOString();
  await ctx.db.batch([
    ctx.db.prepare(
      `INSERT INTO subscriber (id, public_id, email, email_key, name, locale, frequency, state, source, created_at)
       VALUES (1, 'reader000001', 'Ana@example.org', 'ana@example.org', 'Ana', 'en', 'weekly', 'active', 'form', '2026-01-01T00:00:00.000Z'),
         (2, 'reader000002', 'ben@example.org', 'ben@example.org', 'Ben', 'en', 'weekly', 'active', 'form', '2026-01-01T00:00:00.000Z')`,
    ),
    ctx.db.prepare(
      `INSERT INTO mailing (id, public_id, kind, state, is_archived, content_hash, submitted_count, created_by, created_at)
       VALUES (7, 'mailing00001', 'digest', 'finished', 1, 'h', 2, 'test', '2026-01-01T00:00:00.000Z')`,
    ),
  ]);
  const ask = askApp(ctx);
  let count = 0;
  const post = (payload: unknown, headers?: Record<string, string>) => {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    count += 1;
    return ask('/webhooks/resend', {
      method: 'POST',
      body,
      headers: headers ?? signedHeaders(body, { id: `msg_${count}` }),
    });
  };
  const stateOf = async (n: 1 | 2) => (await findSubscriber(ctx.db, `reader00000${n}`))?.state;
  const rows = async (table: string) => (await ctx.db.prepare(`SELECT * FROM ${table}`).all()).results;
  return { ctx, world, post, stateOf, rows };
}

function event(type: string, data: Fields = {}): Fields {
  return {
    type,
    created_at: '2026-03-02T08:00:00.000Z',
    data: {
      email_id: 'em-1',
      to: ['ANA@example.org'],
      tags: { kind: 'digest', mailing: 'mailing00001', reader: 'reader000001' },
      ...data,
    },
  };
}

const PERMANENT = { bounce: { type: 'Permanent', subType: 'NoEmail', message: 'No ana@example.org here.' } };

test('a permanent bounce ends all mail to its address at once, once, with evidence, and is counted for the mailing', async () => {
  const { ctx, post, rows, stateOf } = await newsroom();
  const body = JSON.stringify(event('email.bounced', PERMANENT));
  const headers = signedHeaders(body, { id: 'msg_same' });
  const answers = [await post(body, headers), await post(body, headers), await post(body, headers)];
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
  expect([await stateOf(1), await stateOf(2)]).toEqual(['suppressed', 'active']);
  for (let n = 0; n < 2; n += 1) await ctx.db.batch(foldEvents(ctx.db, ctx.now(), 100));
  const [mailing] = await rows('mailing');
  expect(JSON.parse(String(mailing?.problems))).toEqual({ bounced: 1 });
  expect(await rows('suppression')).toMatchObject([{ reason: 'bounce' }]);
  expect(await rows('consent')).toMatchObject([{ act: 'suppressed', page: 'webhook' }]);
  expect(await rows('email_event')).toMatchObject([{ type: 'bounced', reason: 'Permanent: NoEmail' }]);
  expect(JSON.stringify([await rows('email_event'), await rows('suppression')])).not.toContain('ana@');
});

test('a repeat of an old bounce does not undo what staff lifted since', async () => {
  const { ctx, post, stateOf, world } = await newsroom();
  const body = JSON.stringify(event('email.bounced', PERMANENT));
  const headers = signedHeaders(body);
  await post(body, headers);
  await liftSuppression(ctx, { email: 'ana@example.org' }, 'slack:UANA');
  world.advance(1);
  await post(body, headers);
  expect(await stateOf(1)).toBe('unsubscribed');
});

test('a complaint ends all mail too', async () => {
  const { post, rows, stateOf } = await newsroom();
  await post(event('email.complained'));
  expect(await stateOf(1)).toBe('suppressed');
  expect(await rows('suppression')).toMatchObject([{ reason: 'complaint' }]);
});

test('temporary bounces end mail at the fifth in a row; a delivery in between begins anew', async () => {
  const { post, stateOf } = await newsroom();
  const soft = event('email.bounced', { bounce: { type: 'Transient', subType: 'MailboxFull' } });
  for (let n = 0; n < 4; n += 1) await post(soft);
  await post(event('email.delivered'));
  for (let n = 0; n < 4; n += 1) await post(soft);
  expect(await stateOf(1)).toBe('active');
  // Too late to count: it was delivered before the last bounce.
  await post({ ...event('email.delivered'), created_at: '2026-03-01T08:00:00.000Z' });
  await post(soft);
  expect(await stateOf(1)).toBe('suppressed');
});

test('a webhook that is repeated within the same millisecond counts its temporary bounce once', async () => {
  const { post, rows } = await newsroom();
  const body = JSON.stringify(event('email.bounced', { bounce: { type: 'Transient' } }));
  const headers = signedHeaders(body);
  for (let n = 0; n < 3; n += 1) await post(body, headers);
  expect((await rows('subscriber')).map((reader) => reader.soft_bounces)).toEqual([1, 0]);
});

test('a bounce of an address that the reader has changed since is kept, and ends nothing', async () => {
  const { post, rows, stateOf } = await newsroom();
  await post(event('email.bounced', { ...PERMANENT, to: ['old@example.org'] }));
  expect(await stateOf(1)).toBe('active');
  expect(await rows('email_event')).toHaveLength(1);
  expect(await rows('suppression')).toEqual([]);
});

test.each([
  ['in order', ['email.delivery_delayed', 'email.bounced', 'email.complained']],
  ['backwards', ['email.complained', 'email.bounced', 'email.delivery_delayed']],
])('the gravest report about a mail counts, come %s', async (_, types) => {
  const { ctx, post, rows } = await newsroom();
  for (const type of types) {
    await post(event(type));
    await ctx.db.batch(foldEvents(ctx.db, ctx.now(), 1));
  }
  const [mailing] = await rows('mailing');
  expect(JSON.parse(String(mailing?.problems))).toEqual({ complained: 1 });
});

test.each<[string, (body: string) => Record<string, string>]>([
  ['unsigned', () => ({})],
  [
    'signed with another secret',
    (body) => signedHeaders(body, { secret: `whsec_${btoa('another secret of somebody')}` }),
  ],
  ['signed for another body', () => signedHeaders('{}')],
  ['signed for another id', (body) => ({ ...signedHeaders(body), 'svix-id': 'msg_2' })],
  ['older than five minutes', (body) => signedHeaders(body, { at: Date.now() - 301_000 })],
  ['from the future', (body) => signedHeaders(body, { at: Date.now() + 400_000 })],
  ['named by an id that is none', (body) => signedHeaders(body, { id: 'a'.repeat(200) })],
])('an event that is %s changes nothing', async (_, headersOf) => {
  const { post, rows, stateOf } = await newsroom();
  const body = JSON.stringify(event('email.complained'));
  expect((await post(body, headersOf(body))).status).toBe(401);
  expect(await rows('email_event')).toEqual([]);
  expect(await stateOf(1)).toBe('active');
});

test.each<[string, unknown]>([
  ['no object', [1, 2]],
  ['a text', '"email.bounced"'],
  ['of an unknown type', event('email.exploded')],
  ['of a type every object has', event('constructor')],
  ['an opened mail', event('email.opened')],
  ['without data', { type: 'email.bounced' }],
  ['with data of another type', { type: 'email.bounced', data: 'x' }],
  ['with wrong types inside', event('email.bounced', { to: 5, tags: [1], bounce: 'x', email_id: {} })],
  ['about a reader of somebody else', event('email.bounced', { ...PERMANENT, tags: { reader: 'somebodyelse' } })],
  ['with a tag that is SQL', event('email.bounced', { ...PERMANENT, tags: { reader: "x' OR 1=1 --" } })],
  [
    'to a thousand addresses',
    event('email.bounced', { ...PERMANENT, to: Array(1000).fill('ana@example.org'), tags: {} }),
  ],
])('an event that is genuine but %s is acknowledged and changes no reader', async (_, payload) => {
  const { post, rows, stateOf } = await newsroom();
  expect((await post(payload)).status).toBe(204);
  expect(await rows('email_event')).toEqual([]);
  expect(await stateOf(1)).toBe('active');
});

test('a mailing that is not ours is left out of the event', async () => {
  const { ctx, post, rows, stateOf } = await newsroom();
  await post(event('email.complained', { tags: { reader: 'reader000001', mailing: 'foreign00001' } }));
  await ctx.db.batch(foldEvents(ctx.db, ctx.now(), 100));
  expect(await rows('email_event')).toMatchObject([{ mailing_id: null, subscriber_id: 1 }]);
  expect(await rows('delivery_problem')).toEqual([]);
  expect(await stateOf(1)).toBe('suppressed');
});

test('a body that is too large is refused', async () => {
  const { post } = await newsroom();
  const body = JSON.stringify(event('email.bounced', { padding: 'x'.repeat(300_000) }));
  expect((await post(body)).status).toBe(413);
});

test('without the signing secret the address says so', async () => {
  const { post, rows } = await newsroom({});
  const answer = await post(event('email.bounced', PERMANENT));
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('RESEND_WEBHOOK_SECRET');
  expect(await rows('email_event')).toEqual([]);
});
