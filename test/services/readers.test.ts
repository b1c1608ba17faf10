import { expect, test } from 'vitest';
import { readEmailAddress } from '../../src/domain/email-address.ts';
import type { Context } from '../../src/services/context.ts';
import { confirmLink, unsubscribeLink } from '../../src/services/links.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { addressHash } from '../../src/services/readers/address-hash.ts';
import { confirm, readConfirmLink } from '../../src/services/readers/confirm.ts';
import { networkOf } from '../../src/services/readers/signup-limits.ts';
import { type SubscribeInput, subscribe } from '../../src/services/readers/subscribe.ts';
import { readUnsubscribeLink, restore, restoreToken, unsubscribe } from '../../src/services/readers/unsubscribe.ts';
import { testContext, type World } from '../support/context.ts';

const FAR = '2026-12-01T00:00:00.000Z';

function signUp(email: string, overrides: Partial<SubscribeInput> = {}): SubscribeInput {
  const address = readEmailAddress(email);
  if (!address) throw new Error('The test needs a good address.');
  return {
    name: 'Ana Example',
    email: address,
    company: null,
    occupation: 'Investor',
    locale: 'en',
    frequency: 'weekly',
    source: 'form',
    clientAddress: '192.0.2.7',
    ...overrides,
  };
}

async function rows(ctx: Context, sql: string) {
  return (await ctx.db.prepare(sql).all()).results;
}

/** The token of the last mail to an address whose link has this path. */
function tokenIn(world: World, to: string, path: string): string {
  const mails = [...world.accepted.values()].flat().filter((mail) => mail.to === to);
  const found = mails.flatMap((mail) =>
    [...mail.text.matchAll(new RegExp(`/${path}\\?t=([\\w.-]+)`, 'g'))].map((match) => match[1]),
  );
  const token = found.at(-1);
  if (!token) throw new Error(`No ${path} link was mailed to the address.`);
  return token;
}

/** A message's key without the time at which it was planned. */
function withoutTime(key: string): string {
  return key.replace(/\/\w+$/, '');
}

test('sign-up, one confirmation mail, confirm by POST, welcome: with evidence of each step', async () => {
  const { ctx, world } = await testContext();
  await subscribe(ctx, signUp('ana@example.org'));
  expect(world.accepted.size).toBe(0);
  await runEmail(ctx, FAR);
  expect([...world.accepted.keys()].map(withoutTime)).toEqual(['cf/1/1']);
  const token = tokenIn(world, 'ana@example.org', 'confirm');
  expect(await readConfirmLink(ctx, token)).toMatchObject({ kind: 'open' });
  expect(await rows(ctx, 'SELECT state FROM subscriber')).toEqual([{ state: 'pending' }]);

  expect(await confirm(ctx, token)).toMatchObject({ kind: 'done' });
  expect(await confirm(ctx, token)).toMatchObject({ kind: 'done' });
  await runEmail(ctx, FAR);
  await runEmail(ctx, FAR);
  expect([...world.accepted.keys()].map(withoutTime)).toEqual(['cf/1/1', 'wl/1/1']);
  expect(await rows(ctx, 'SELECT act FROM consent ORDER BY id')).toEqual([{ act: 'requested' }, { act: 'confirmed' }]);
});

test('the confirmation mail holds nothing the visitor typed', async () => {
  const { ctx, world } = await testContext();
  await subscribe(ctx, signUp('ana@example.org', { name: 'Buy pills at evil.example', company: 'Evil & Co' }));
  await runEmail(ctx, FAR);
  const [mail] = [...world.accepted.values()].flat();
  expect(`${mail?.subject}${mail?.html}${mail?.text}`).not.toMatch(/pills|evil|Evil/);
});

test('asking again within ten minutes mails nothing; three a day is the most, whatever the spelling', async () => {
  const { ctx, world } = await testContext();
  for (const email of ['ana.b@gmail.com', 'anab@gmail.com', 'AnaB+news@gmail.com', 'ana.b@gmail.com']) {
    await subscribe(ctx, signUp(email));
    await runEmail(ctx, FAR);
  }
  expect(world.accepted.size).toBe(1);
  for (let n = 0; n < 6; n += 1) {
    world.advance(660);
    await subscribe(ctx, signUp('ana.b@gmail.com'));
    await runEmail(ctx, FAR);
  }
  expect(world.accepted.size).toBeLessThanOrEqual(3);
});

test('every address costs the same statements before the answer: new, pending, subscribed, left, limited', async () => {
  const { ctx, world } = await testContext();
  const seen: string[][] = [];
  const counting: Context = {
    ...ctx,
    db: {
      prepare: (sql) => {
        seen.at(-1)?.push(sql);
        return ctx.db.prepare(sql);
      },
      batch: (statements) => ctx.db.batch(statements),
    },
  };
  await subscribe(ctx, signUp('active@example.org'));
  await subscribe(ctx, signUp('left@example.org'));
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active' WHERE email_key = 'active@example.org'`).all();
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE email_key = 'left@example.org'`).all();
  // Behind the pause between two mails to one address, so that only the second one to a new address is limited.
  world.advance(700);
  await addressHash(counting);
  for (const email of ['new@example.org', 'new@example.org', 'active@example.org', 'left@example.org']) {
    seen.push([]);
    await subscribe(counting, signUp(email));
  }
  expect(new Set(seen.map((statements) => statements.join('\n'))).size).toBe(1);
});

test('an active reader who signs up again gets one note a day, and stays as they are', async () => {
  const { ctx, world } = await testContext();
  await subscribe(ctx, signUp('ana@example.org'));
  await runEmail(ctx, FAR);
  await confirm(ctx, tokenIn(world, 'ana@example.org', 'confirm'));
  await runEmail(ctx, FAR);
  for (let n = 0; n < 2; n += 1) {
    world.advance(700);
    await subscribe(ctx, signUp('ana@example.org', { name: 'Somebody Else' }));
    await runEmail(ctx, FAR);
  }
  expect([...world.accepted.keys()].map(withoutTime)).toEqual(['cf/1/1', 'wl/1/1', 'as/1/2026-03-02']);
  expect(await rows(ctx, 'SELECT name, state FROM subscriber')).toEqual([{ name: 'Ana Example', state: 'active' }]);
});

test('an expired link confirms nothing, nor does one for another purpose or with a changed letter', async () => {
  const { ctx, world } = await testContext();
  await subscribe(ctx, signUp('ana@example.org'));
  await runEmail(ctx, FAR);
  const token = tokenIn(world, 'ana@example.org', 'confirm');
  const [row] = await rows(ctx, 'SELECT public_id FROM subscriber');
  const other = unsubscribeLink(ctx, String(row?.public_id)).split('t=')[1] ?? '';
  for (const bad of [other, token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), '', 'c.k1.x.1.', `${token}x`]) {
    expect(await confirm(ctx, bad)).toEqual({ kind: 'dead' });
  }
  world.advance(73 * 3600);
  expect(await confirm(ctx, token)).toEqual({ kind: 'dead' });
  expect(await rows(ctx, 'SELECT state FROM subscriber')).toEqual([{ state: 'pending' }]);
});

test('an opt-out is at once and final: old confirm links are dead, a fresh confirmation lifts it', async () => {
  const { ctx, world } = await testContext();
  await subscribe(ctx, signUp('ana@example.org'));
  await runEmail(ctx, FAR);
  const first = tokenIn(world, 'ana@example.org', 'confirm');
  await confirm(ctx, first);
  await runEmail(ctx, FAR);
  const out = tokenIn(world, 'ana@example.org', 'unsubscribe');
  for (let n = 0; n < 2; n += 1) {
    const reader = await readUnsubscribeLink(ctx, out);
    if (reader === null || reader === 'gone') throw new Error('The link must be good for ever.');
    await unsubscribe(ctx, reader, 'one-click');
  }
  expect(await confirm(ctx, first)).toEqual({ kind: 'dead' });
  expect(await rows(ctx, `SELECT act FROM consent WHERE act = 'left'`)).toEqual([{ act: 'left' }]);

  world.advance(3600);
  await subscribe(ctx, signUp('ana@example.org'));
  expect(await rows(ctx, 'SELECT state FROM subscriber')).toEqual([{ state: 'unsubscribed' }]);
  await runEmail(ctx, FAR);
  expect(await confirm(ctx, first)).toEqual({ kind: 'dead' });
  expect(await confirm(ctx, tokenIn(world, 'ana@example.org', 'confirm'))).toMatchObject({ kind: 'done' });
});

test('the page that took an opt-out can take it back for ten minutes, once', async () => {
  const { ctx, world } = await testContext();
  await subscribe(ctx, signUp('ana@example.org'));
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active'`).all();
  const [row] = await rows(ctx, 'SELECT public_id FROM subscriber');
  const publicId = String(row?.public_id);
  const leave = async () => {
    const reader = await readUnsubscribeLink(ctx, unsubscribeLink(ctx, publicId).split('t=')[1] ?? '');
    if (reader !== null && reader !== 'gone') await unsubscribe(ctx, reader, 'page');
    return (await restoreToken(ctx, publicId)) ?? '';
  };
  const undo = await leave();
  for (let presses = 0; presses < 2; presses += 1)
    expect(await restore(ctx, undo)).toMatchObject({ kind: 'back', subscriber: { state: 'active' } });
  world.advance(1);
  const late = await leave();
  // The first undo takes back the first opt-out alone.
  expect(await restore(ctx, undo)).toMatchObject({ kind: 'over', subscriber: { state: 'unsubscribed' } });
  world.advance(601);
  expect(await restore(ctx, late)).toMatchObject({ kind: 'over', subscriber: { state: 'unsubscribed' } });
  expect(await restore(ctx, `${late}x`)).toEqual({ kind: 'dead' });
  expect(await rows(ctx, `SELECT act FROM consent WHERE act = 'restored'`)).toHaveLength(1);
});

test('a confirmation whose answer never came is sent again as the same bytes under the same key', async () => {
  const { ctx, world } = await testContext();
  await subscribe(ctx, signUp('ana@example.org'));
  const keys: string[] = [];
  world.onSend = (key, took) => {
    keys.push(key);
    took();
    return keys.length < 3
      ? { kind: 'unanswered', code: 'timeout', message: 'No answer.', retryAfterSeconds: null }
      : took();
  };
  for (let n = 0; n < 4; n += 1) {
    await runEmail(ctx, FAR);
    world.advance(60);
  }
  expect(keys.map(withoutTime)).toEqual(['cf/1/1', 'cf/1/1', 'cf/1/1']);
  expect(new Set(keys).size).toBe(1);
  expect(await rows(ctx, 'SELECT state, frozen FROM message')).toEqual([{ state: 'submitted', frozen: null }]);
});

test('links name nobody: no address in any token', async () => {
  const { ctx } = await testContext();
  expect(confirmLink(ctx, 'abc123abc123', 1) + unsubscribeLink(ctx, 'abc123abc123')).not.toMatch(/@|%40/);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
