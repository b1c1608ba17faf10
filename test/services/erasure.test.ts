import { expect, test } from 'vitest';
import { findSubscriberById } from '../../src/db/readers/subscribers.ts';
import { readEmailAddress } from '../../src/domain/email-address.ts';
import type { Context } from '../../src/services/context.ts';
import { addressLink } from '../../src/services/links.ts';
import { SettingsShape } from '../../src/services/newsroom-settings.ts';
import { changeAddress, requestAddressChange } from '../../src/services/readers/address-change.ts';
import { eraseSubscriber } from '../../src/services/readers/erase-subscriber.ts';
import { findEvidence } from '../../src/services/readers/find-evidence.ts';
import { alertSignUps } from '../../src/services/readers/signup-alert.ts';
import { subscribe } from '../../src/services/readers/subscribe.ts';
import { sweep } from '../../src/services/sweep.ts';
import { testContext } from '../support/context.ts';

const AT = '2026-03-01T00:00:00.000Z';
const DAY = 86_400;

async function rows(ctx: Context, sql: string) {
  return (await ctx.db.prepare(sql).all()).results;
}

async function signUp(ctx: Context, email: string, clientAddress: string | null = null): Promise<void> {
  const address = readEmailAddress(email);
  if (!address) throw new Error('The test needs a good address.');
  await subscribe(ctx, {
    name: 'Ana Example',
    email: address,
    company: 'Example Ltd',
    occupation: null,
    locale: 'en',
    frequency: 'weekly',
    source: 'form',
    clientAddress,
  });
}

/** Every value of every table that readers stand in, as one text. */
async function everything(ctx: Context): Promise<string> {
  const tables = [
    'subscriber',
    'subscription',
    'consent',
    'message',
    'suppression',
    'batch',
    'address_change',
    'rate_count',
  ];
  return JSON.stringify(await Promise.all(tables.map((table) => rows(ctx, `SELECT * FROM ${table}`))));
}

async function aBatch(ctx: Context, state: string, lo: number, mailing = 'finished'): Promise<void> {
  const recipient = (id: number, name: string) => [
    id,
    `r${id}`,
    `${name.toLowerCase()}@example.org`,
    `${name} Example`,
    'en',
    null,
    'k1',
  ];
  await ctx.db
    .prepare(
      `INSERT INTO mailing (id, public_id, kind, state, is_archived, content_hash, created_by, created_at)
       VALUES (1, 'm1', 'digest', ?2, 0, 'h', 't', ?1) ON CONFLICT DO NOTHING`,
    )
    .bind(AT, mailing)
    .all();
  await ctx.db
    .prepare(`INSERT INTO batch (mailing_id, lo, hi, state, recipients) VALUES (1, CAST(?1 AS INTEGER), 99, ?2, ?3)`)
    .bind(lo, state, JSON.stringify([recipient(1, 'Ana'), recipient(2, 'Ben')]))
    .all();
}

test.each([
  ['active', [{ reason: 'opt_out' }]],
  ['unsubscribed', [{ reason: 'opt_out' }]],
  ['suppressed', [{ reason: 'manual' }]],
])(
  'erasing a reader who is %s leaves a hash where they must not be mailed, and the proof of consent',
  async (state, kept) => {
    const { ctx } = await testContext();
    await signUp(ctx, 'ana@example.org', '192.0.2.1');
    await ctx.db.prepare('UPDATE subscriber SET state = ?1').bind(state).all();
    await aBatch(ctx, 'submitted', 1);
    const reader = await findSubscriberById(ctx.db, 1);
    if (!reader) throw new Error('There must be a reader.');
    for (let n = 0; n < 2; n += 1) await eraseSubscriber(ctx, reader, 'details');
    expect(await everything(ctx)).not.toMatch(/ana@|Ana Example|Example Ltd/);
    expect(await rows(ctx, 'SELECT act FROM consent ORDER BY id')).toEqual([{ act: 'requested' }, { act: 'erased' }]);
    expect(await rows(ctx, 'SELECT reason FROM suppression')).toEqual(kept);
    // Others in the same batch keep theirs, and everybody keeps their place.
    const [batch] = await rows(ctx, 'SELECT recipients FROM batch');
    expect(JSON.parse(String(batch?.recipients))).toEqual([
      [1, 'r1', '', '', 'en', null, 'k1'],
      [2, 'r2', 'ben@example.org', 'Ben Example', 'en', null, 'k1'],
    ]);
  },
);

test('a batch under way keeps its bytes until its fate is known; the sweep takes them then', async () => {
  const { ctx, world } = await testContext();
  await signUp(ctx, 'ana@example.org');
  await aBatch(ctx, 'todo', 1);
  const reader = await findSubscriberById(ctx.db, 1);
  if (reader) await eraseSubscriber(ctx, reader, 'details');
  expect(await everything(ctx)).toContain('ana@example.org');
  await sweep(ctx);
  expect(await rows(ctx, 'SELECT scrubbed_at FROM erasure')).toEqual([{ scrubbed_at: null }]);
  await ctx.db.prepare(`UPDATE batch SET state = 'submitted'`).all();
  world.advance(3601);
  await sweep(ctx);
  expect(await everything(ctx)).not.toContain('ana@');
  expect(await rows(ctx, 'SELECT scrubbed_at FROM erasure')).toEqual([{ scrubbed_at: world.now }]);
});

test.each([
  ['todo', 'cancelled'],
  ['unknown', 'finished'],
])(
  'a batch that is %s in a mailing that is %s is never sent as it is, and keeps no address',
  async (state, mailing) => {
    const { ctx } = await testContext();
    await signUp(ctx, 'ana@example.org');
    await aBatch(ctx, state, 1, mailing);
    const reader = await findSubscriberById(ctx.db, 1);
    if (reader) await eraseSubscriber(ctx, reader, 'details');
    expect(await everything(ctx)).not.toContain('ana@');
    expect(await rows(ctx, 'SELECT scrubbed_at IS NULL AS open FROM erasure')).toEqual([{ open: 0 }]);
  },
);

test('however many erasures wait for a mailing that is paused, the others are carried out', async () => {
  const { ctx } = await testContext();
  await aBatch(ctx, 'todo', 1, 'paused');
  await ctx.db.batch([
    ctx.db.prepare('UPDATE batch SET lo = 1, hi = 120'),
    ctx.db
      .prepare(
        `INSERT INTO subscriber (id, public_id, email, email_key, name, locale, frequency, state, source, created_at)
         SELECT value, 'r' || value, '', 'erased/r' || value, '', 'en', 'weekly', 'erased', 'x', 'x' FROM json_each(?1)`,
      )
      .bind(JSON.stringify([...Array.from({ length: 120 }, (_, n) => n + 1), 500])),
    ctx.db.prepare(`INSERT INTO erasure (subscriber_id, erased_at) SELECT id, 'x' FROM subscriber`),
  ]);
  await sweep(ctx);
  expect(await rows(ctx, 'SELECT subscriber_id AS id FROM erasure WHERE scrubbed_at IS NOT NULL')).toEqual([
    { id: 500 },
  ]);
});

test('an erased address may sign up afresh; one that complained gets nothing', async () => {
  const { ctx, world } = await testContext();
  await signUp(ctx, 'ana@example.org');
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed'`).all();
  const reader = await findSubscriberById(ctx.db, 1);
  if (reader) await eraseSubscriber(ctx, reader, 'details');
  world.advance(700);
  await signUp(ctx, 'ana@example.org');
  expect(await rows(ctx, `SELECT state FROM subscriber ORDER BY id`)).toEqual([
    { state: 'erased' },
    { state: 'pending' },
  ]);
  await ctx.db.prepare(`UPDATE suppression SET reason = 'complaint'`).all();
  await ctx.db.prepare(`DELETE FROM message`).all();
  await ctx.db.prepare(`UPDATE subscriber SET email_key = 'other' WHERE state = 'pending'`).all();
  world.advance(700);
  await signUp(ctx, 'ana@example.org');
  expect(await rows(ctx, 'SELECT id FROM message')).toEqual([]);
});

test('what nobody confirmed is gone after seven days, and no number is given out twice', async () => {
  const { ctx, world } = await testContext();
  await signUp(ctx, 'ana@example.org');
  world.advance(60);
  await signUp(ctx, 'ben@example.org');
  await ctx.db.prepare(`UPDATE message SET state = 'submitted', frozen = 'ana@example.org'`).all();
  world.advance(7 * DAY - 120);
  await sweep(ctx);
  expect(await rows(ctx, `SELECT id FROM subscriber WHERE state = 'pending'`)).toHaveLength(2);
  world.advance(3700);
  await sweep(ctx);
  expect(await rows(ctx, 'SELECT id, state, email FROM subscriber')).toEqual([{ id: 2, state: 'erased', email: '' }]);
  expect(await everything(ctx)).not.toMatch(/ana@|ben@/);
  await signUp(ctx, 'eve@example.org');
  expect(await rows(ctx, `SELECT id FROM subscriber WHERE state = 'pending'`)).toEqual([{ id: 3 }]);
});

test('readers who confirmed are never swept, nor is evidence before three years after erasure', async () => {
  const { ctx, world } = await testContext();
  await signUp(ctx, 'ana@example.org');
  await ctx.db
    .prepare(`UPDATE subscriber SET state = 'active', confirmed_at = ?1, confirm_expires_at = NULL`)
    .bind(AT)
    .all();
  world.advance(400 * DAY);
  await sweep(ctx);
  expect(await rows(ctx, 'SELECT state FROM subscriber')).toEqual([{ state: 'active' }]);
  const reader = await findSubscriberById(ctx.db, 1);
  if (reader) await eraseSubscriber(ctx, reader, 'details');
  world.advance(3 * 365 * DAY);
  await sweep(ctx);
  expect(await rows(ctx, 'SELECT act FROM consent')).toHaveLength(2);
  world.advance(10 * DAY);
  await sweep(ctx);
  expect(await rows(ctx, 'SELECT act FROM consent')).toEqual([]);
});

test('past the limit of an hour no confirmation leaves, staff hear of it once, and the next hour starts anew', async () => {
  const { ctx: bare, world } = await testContext();
  const ctx: Context = { ...bare, settings: SettingsShape.parse({ signup: { mailsPerHour: 3 } }) };
  for (let n = 0; n < 6; n += 1) await signUp(ctx, `reader${n}@example.org`, `192.0.2.${n}`);
  for (let n = 0; n < 3; n += 1) await alertSignUps(ctx);
  expect(await rows(ctx, 'SELECT id FROM message')).toHaveLength(3);
  expect(world.posts.map(({ note }) => note)).toEqual([
    { kind: 'signup_flood', perHour: 3, until: '2026-03-02T09:00:00.000Z' },
  ]);
  world.advance(3600);
  await signUp(ctx, 'late@example.org', '192.0.2.9');
  await alertSignUps(ctx);
  expect(await rows(ctx, 'SELECT id FROM message')).toHaveLength(4);
  expect(world.posts).toHaveLength(1);
});

test('what a flood of sign-ups left is forgotten after seven days, all of it, and what was confirmed stays', async () => {
  const { ctx, world } = await testContext();
  const readers = Array.from({ length: 450 }, (_, n) => ({
    id: `flood${n}`,
    state: n % 9 === 0 ? 'active' : 'pending',
  }));
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, confirm_expires_at, created_at)
       SELECT value->>'id', value->>'id' || '@example.org', value->>'id' || '@example.org', 'A', 'en', 'weekly', value->>'state',
         'form', ?2, ?2 FROM json_each(?1)`,
    )
    .bind(JSON.stringify(readers), world.now)
    .all();
  world.advance(4 * DAY + 1);
  await sweep(ctx);
  expect(await rows(ctx, "SELECT state, COUNT(*) AS n FROM subscriber WHERE email <> '' GROUP BY state")).toEqual([
    { state: 'active', n: 50 },
  ]);
});

test('the proof of an address outlives its reader, an erasure and a move, and speaks of nobody else', async () => {
  const { ctx } = await testContext();
  await signUp(ctx, 'ana@example.org', '192.0.2.1');
  await signUp(ctx, 'ben@example.org', '192.0.2.2');
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active'`).all();
  const ana = await findSubscriberById(ctx.db, 1);
  if (!ana) throw new Error('There must be a reader.');
  const wanted = readEmailAddress('moved@example.org');
  if (wanted) await requestAddressChange(ctx, ana, wanted);
  const [change] = await rows(ctx, 'SELECT public_id FROM address_change');
  await changeAddress(ctx, addressLink(ctx, String(change?.public_id)).split('t=')[1] ?? '', null);
  const moved = await findSubscriberById(ctx.db, 1);
  if (moved) await eraseSubscriber(ctx, moved, 'details');
  for (const address of ['ana@example.org', 'Moved@example.org'])
    expect(await findEvidence(ctx, address)).toMatchObject([
      { state: 'erased', consent: [{ act: 'requested', page: 'form' }, { act: 'changed' }, { act: 'erased' }] },
    ]);
  expect(await findEvidence(ctx, 'ben@example.org')).toMatchObject([
    { state: 'active', consent: [{ act: 'requested' }] },
  ]);
  expect(await findEvidence(ctx, 'cy@example.org')).toEqual([]);
});
