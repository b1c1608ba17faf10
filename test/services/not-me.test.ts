import { expect, test } from 'vitest';
import { findSubscriberById } from '../../src/db/readers/subscribers.ts';
import { readEmailAddress } from '../../src/domain/email-address.ts';
import { addSeconds } from '../../src/domain/time.ts';
import type { Context } from '../../src/services/context.ts';
import { confirmLink, notMeLink } from '../../src/services/links.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { confirm } from '../../src/services/readers/confirm.ts';
import { readNotMeLink, refuseSignUp } from '../../src/services/readers/not-me.ts';
import { subscribe } from '../../src/services/readers/subscribe.ts';
import { unsubscribe } from '../../src/services/readers/unsubscribe.ts';
import { sweep } from '../../src/services/sweep.ts';
import { testContext, type World } from '../support/context.ts';

const FAR = '2030-01-01T00:00:00.000Z';
const DAY = 86_400;

async function signUp(ctx: Context, email = 'ana@example.org', clientAddress: string | null = '192.0.2.1') {
  const address = readEmailAddress(email);
  if (!address) throw new Error('The test needs a good address.');
  await subscribe(ctx, {
    name: 'Win a prize at evil.example',
    email: address,
    company: null,
    occupation: null,
    locale: 'en',
    frequency: 'weekly',
    source: 'form',
    clientAddress,
    isByStaff: clientAddress === null,
  });
  await runEmail(ctx, FAR);
}

function tokenIn(world: World, path: string): string {
  const texts = [...world.accepted.values()].flat().map(({ text }) => text);
  const links = texts.flatMap((text) => [...text.matchAll(new RegExp(`/${path}\\?t=([\\w.-]+)`, 'g'))]);
  return links.at(-1)?.[1] ?? '';
}

async function rows(ctx: Context, sql: string) {
  return (await ctx.db.prepare(sql).all()).results;
}

test('a mailbox that did not ask says so by a press: the request is forgotten and no form reaches it for half a year', async () => {
  const { ctx, world } = await testContext();
  await signUp(ctx);
  const token = tokenIn(world, 'confirm/not-me');
  const mails = [...world.accepted.values()].flat();
  expect(mails.every(({ html, text }) => html.includes(token) && !`${html}${text}`.includes('evil.example'))).toBe(
    true,
  );

  expect(await readNotMeLink(ctx, token)).toMatchObject({ kind: 'open' });
  expect(await rows(ctx, 'SELECT state FROM subscriber')).toEqual([{ state: 'pending' }]);
  expect(await refuseSignUp(ctx, token)).toEqual({ kind: 'done' });
  expect(await refuseSignUp(ctx, token)).toEqual({ kind: 'done' });
  expect(await rows(ctx, 'SELECT email, name, state FROM subscriber')).toEqual([
    { email: '', name: '', state: 'erased' },
  ]);
  for (const table of ['consent', 'message', 'suppression']) {
    expect([table, await rows(ctx, `SELECT * FROM ${table}`)]).toEqual([table, []]);
  }
  // Its confirmation confirms nobody any more.
  expect(await confirm(ctx, token)).toEqual({ kind: 'dead' });

  for (const days of [1, 40, 100]) {
    world.advance(days * DAY);
    await sweep(ctx);
    // Every spelling that reaches the mailbox, from anywhere.
    await signUp(ctx, 'ANA+again@example.org', `198.51.100.${days}`);
  }
  expect(world.accepted.size).toBe(1);
  world.advance(41 * DAY);
  await signUp(ctx);
  expect(world.accepted.size).toBe(2);
});

test('who left stays out: the request somebody else made for them ends', async () => {
  const { ctx, world } = await testContext();
  await signUp(ctx);
  await confirm(ctx, tokenIn(world, 'confirm'));
  const reader = await findSubscriberById(ctx.db, 1);
  if (reader) await unsubscribe(ctx, reader, 'page');
  world.advance(DAY);
  await signUp(ctx);
  const token = tokenIn(world, 'confirm/not-me');
  expect(await readNotMeLink(ctx, token)).toMatchObject({ kind: 'open' });
  await refuseSignUp(ctx, token);
  expect(await confirm(ctx, tokenIn(world, 'confirm'))).toEqual({ kind: 'dead' });
  expect(await rows(ctx, 'SELECT state, email FROM subscriber')).toEqual([
    { state: 'unsubscribed', email: 'ana@example.org' },
  ]);
});

test('it takes no reader off the list, and no other token passes', async () => {
  const { ctx, world } = await testContext();
  await signUp(ctx);
  const token = tokenIn(world, 'confirm/not-me');
  await confirm(ctx, token);
  expect(await refuseSignUp(ctx, token)).toMatchObject({ kind: 'active' });
  expect(await rows(ctx, 'SELECT state FROM subscriber')).toEqual([{ state: 'active' }]);
  await runEmail(ctx, FAR);
  const others = [tokenIn(world, 'preferences'), tokenIn(world, 'unsubscribe'), `${token}x`, ''];
  for (const other of others) expect(await refuseSignUp(ctx, other)).toEqual({ kind: 'dead' });
  expect(notMeLink(ctx, 'abc', 1).replace('/not-me', '')).toBe(confirmLink(ctx, 'abc', 1));
});

test('a form gets five confirmations to a mailbox in thirty days, however it spreads them', async () => {
  const { ctx, world } = await testContext();
  const start = world.now;
  const sent: number[] = [];
  for (let day = 0; day < 32; day += 1) {
    world.now = addSeconds(start, day * DAY);
    await sweep(ctx);
    // A pending row lives for a week, so each is a fresh request of a fresh or waiting row.
    const before = world.accepted.size;
    await signUp(ctx, 'ana@example.org', `203.0.113.${day}`);
    if (world.accepted.size > before) sent.push(day);
  }
  expect(sent).toEqual([0, 1, 2, 3, 4, 31]);
});

test('staff may ask a mailbox that a form asked too often', async () => {
  const { ctx, world } = await testContext();
  for (let n = 0; n < 7; n += 1) {
    await signUp(ctx, 'ana@example.org', `203.0.113.${n}`);
    world.advance(DAY + 1);
  }
  expect(world.accepted.size).toBe(5);
  await signUp(ctx, 'ana@example.org', null);
  expect(world.accepted.size).toBe(6);
});

test('staff may add the person who told us not to write, and only the form stays shut', async () => {
  const { ctx, world } = await testContext();
  await signUp(ctx);
  await refuseSignUp(ctx, tokenIn(world, 'confirm/not-me'));
  world.advance(DAY);
  await signUp(ctx, 'ana@example.org', null);
  expect(world.accepted.size).toBe(2);
  expect(await confirm(ctx, tokenIn(world, 'confirm'))).toMatchObject({ kind: 'done' });
  expect(await rows(ctx, "SELECT state FROM subscriber WHERE email_key = 'ana@example.org'")).toEqual([
    { state: 'active' },
  ]);
});
