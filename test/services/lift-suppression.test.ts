import { beforeEach, expect, test } from 'vitest';
import { findReaderByKey } from '../../src/db/readers/reader-list.ts';
import { findSubscriber } from '../../src/db/readers/subscribers.ts';
import { readEmailAddress } from '../../src/domain/email-address.ts';
import type { Context } from '../../src/services/context.ts';
import { confirmLink } from '../../src/services/links.ts';
import { addressHash } from '../../src/services/readers/address-hash.ts';
import { confirm } from '../../src/services/readers/confirm.ts';
import { eraseSubscriber } from '../../src/services/readers/erase-subscriber.ts';
import { findSuppressedHash, liftSuppression } from '../../src/services/readers/lift-suppression.ts';
import { subscribe } from '../../src/services/readers/subscribe.ts';
import { testContext, type World } from '../support/context.ts';

const EMAIL = 'ana@example.org';
const by = 'slack:UANA';
let ctx: Context;
let world: World;

beforeEach(async () => {
  ({ ctx, world } = await testContext());
});

async function signUp(): Promise<void> {
  const email = readEmailAddress(EMAIL);
  if (!email) throw new Error('The test needs a good address.');
  await subscribe(ctx, {
    ...{ name: 'Ana', email, company: null, occupation: null, locale: 'en', frequency: 'weekly' },
    ...{ source: 'form', page: 'form', clientAddress: null },
  });
}

async function ana() {
  const reader = await findReaderByKey(ctx.db, EMAIL);
  return reader && findSubscriber(ctx.db, reader.publicId);
}

async function stateOf(): Promise<string | undefined> {
  return (await ana())?.state;
}

/** Ana confirmed, and then her mailbox refused a newsletter. */
async function bounced() {
  await signUp();
  await confirmNow();
  const hash = (await addressHash(ctx))(EMAIL);
  const block = `INSERT INTO suppression (email_hash, reason, created_at) VALUES (?1, 'bounce', ?2)`;
  await ctx.db.batch([
    ctx.db
      .prepare(`UPDATE subscriber SET state = 'suppressed', soft_bounces = 5, soft_bounced_at = ?1`)
      .bind(world.now),
    ctx.db.prepare(block).bind(hash, world.now),
  ]);
  world.advance(86_400);
}

async function confirmNow(): Promise<void> {
  const reader = await ana();
  if (!reader) throw new Error('Nobody signed up.');
  const token = new URL(confirmLink(ctx, reader.publicId, reader.confirmRequest)).searchParams.get('t') ?? '';
  await confirm(ctx, token);
}

async function acts(): Promise<unknown[]> {
  const { results } = await ctx.db.prepare('SELECT act FROM consent ORDER BY id').all();
  return results.map(({ act }) => act);
}

test('a block is lifted once, by whoever is first, and makes the person one who left', async () => {
  await bounced();
  const tries = await Promise.allSettled([1, 2, 3].map(() => liftSuppression(ctx, { email: EMAIL }, by)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toMatchObject([{ value: { state: 'unsubscribed' } }]);
  expect(tries.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'conflict' } },
    { reason: { code: 'conflict' } },
  ]);
  expect((await acts()).filter((act) => act === 'lifted')).toHaveLength(1);
  const { results } = await ctx.db
    .prepare(`SELECT actor, act FROM audit WHERE act = 'reader.suppression_lifted'`)
    .all();
  expect(results).toEqual([{ actor: by, act: 'reader.suppression_lifted' }]);
});

test('before, a sign-up brings nothing; after, it brings mail once the person confirms', async () => {
  await bounced();
  const requests = async () => (await acts()).filter((act) => act === 'requested').length;
  await signUp();
  expect([await stateOf(), await requests()]).toEqual(['suppressed', 1]);
  await liftSuppression(ctx, { publicId: (await ana())?.publicId ?? '' }, by);
  world.advance(86_400);
  await signUp();
  expect([await stateOf(), await requests()]).toEqual(['unsubscribed', 2]);
  await confirmNow();
  expect(await stateOf()).toBe('active');
  const { results } = await ctx.db.prepare('SELECT soft_bounces AS bounces FROM subscriber').all();
  expect(results).toEqual([{ bounces: 0 }]);
});

test('of somebody who was erased the hash is found by the address, and lifted', async () => {
  await bounced();
  const reader = await ana();
  if (!reader) throw new Error('Nobody signed up.');
  await eraseSubscriber(ctx, reader, 'staff');
  await signUp();
  expect(await ana()).toBe(null);
  const kept = await findSuppressedHash(ctx, 'ANA@example.org');
  expect(kept).toMatchObject({ reason: 'bounce' });
  expect(await liftSuppression(ctx, { hash: kept?.hash ?? '' }, by)).toBe(null);
  expect(await findSuppressedHash(ctx, EMAIL)).toMatchObject({ reason: 'opt_out' });
  world.advance(86_400);
  await signUp();
  expect(await stateOf()).toBe('pending');
});

test.each([
  ['of a reader that is none', { publicId: 'nobody' }, 'not_found'],
  ['of an address nobody knows', { email: 'ben@example.org' }, 'conflict'],
  ['of a hash that is none', { hash: 'x' }, 'conflict'],
  ['of what is no address', { email: 'rubbish' }, 'invalid'],
  ['of a reader who gets mail', { email: EMAIL }, 'conflict'],
])('a block %s is not lifted, and nothing is written', async (_whose, whose, code) => {
  await signUp();
  await confirmNow();
  await expect(liftSuppression(ctx, whose, by)).rejects.toMatchObject({ code });
  expect(await stateOf()).toBe('active');
  expect((await ctx.db.prepare('SELECT act FROM audit').all()).results).toEqual([]);
});
