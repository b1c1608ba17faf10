import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { readEmailAddress } from '../../src/domain/email-address.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { addressHash } from '../../src/services/readers/address-hash.ts';
import { subscribe } from '../../src/services/readers/subscribe.ts';
import { tick } from '../../src/tick.ts';
import { aDocument, anItem, mailedAddresses, testContext } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const FEEDS = Array.from({ length: 40 }, (_, n) => `https://press${n}.example.org/feed.xml`);
const settings = {
  ...FEED_TERMS,
  channelId: 'CNEWS',
  startWith: 'newest_3',
} as const;

test('a tick with every lane full stays within what a Worker may run, and ticks after it finish the work', async () => {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  for (const [n, url] of FEEDS.entries()) {
    const items = Array.from({ length: 50 }, (_, m) =>
      anItem({ title: `Story ${n} ${m}`, url: `https://press${n}.example.org/${m}` }),
    );
    world.feeds.set(url, aDocument(items));
    await addFeed(ctx, { ...settings, url });
  }
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       SELECT 'reader' || value, 'r' || value || '@example.org', 'r' || value || '@example.org', 'R', 'en', 'weekly', 'active', 'x', 'x'
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(Array.from({ length: 3_000 }, (_, n) => n)))
    .all();
  const used: number[] = [];
  const run = async () => {
    const counted = countQueries(ctx.db);
    await tick({ ...ctx, db: counted.db }, { seconds: 50, queryBudget: 400 });
    used.push(counted.used());
    world.advance(61);
  };
  await run();
  await sendDigest(ctx, { by: 'slack:UANA', reportChannel: null, typedCount: null });
  for (let n = 0; n < 12; n += 1) await run();
  expect(Math.max(...used)).toBeLessThan(550);
  expect(world.posts.length).toBe(120);
  expect(new Set(mailedAddresses(world)).size).toBe(3_000);
});

test('a sign-up runs one batch, and a poll of a thousand items a handful of statements', async () => {
  const { ctx, world } = await testContext();
  const address = readEmailAddress('ana@example.org');
  if (!address) throw new Error('The test needs a good address.');
  const signUp = countQueries(ctx.db);
  await addressHash({ ...ctx, db: signUp.db });
  // What a process reads once a minute, and at the very first need writes.
  const before = signUp.used();
  expect(before).toBeLessThanOrEqual(3);
  await subscribe(
    { ...ctx, db: signUp.db },
    {
      name: 'A',
      email: address,
      company: null,
      occupation: null,
      locale: 'en',
      frequency: 'weekly',
      source: 'form',
      clientAddress: null,
    },
  );
  expect(signUp.used() - before).toBeLessThanOrEqual(8);

  const url = FEEDS[0] ?? '';
  world.feeds.set(url, aDocument(Array.from({ length: 1_000 }, (_, n) => anItem({ title: `Story ${n}` }))));
  await addFeed(ctx, { ...settings, url });
  // What is done once an hour or a minute is no part of a poll.
  await ctx.db.prepare(`UPDATE feed SET next_poll_at = '2099-01-01T00:00:00.000Z'`).all();
  await tick(ctx, { seconds: 50, queryBudget: 850 });
  await ctx.db.prepare(`UPDATE feed SET next_poll_at = '2026-01-01T00:00:00.000Z'`).all();
  const poll = countQueries(ctx.db);
  await tick({ ...ctx, db: poll.db }, { seconds: 50, queryBudget: 850 });
  expect(poll.used()).toBeLessThan(60);
});

test('nothing that is logged on the way names a reader or holds a token', async () => {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  const address = readEmailAddress('secret.reader@example.org');
  if (!address) throw new Error('The test needs a good address.');
  const url = FEEDS[0] ?? '';
  world.feeds.set(url, aDocument([anItem()]));
  await addFeed(ctx, { ...settings, url });
  await subscribe(ctx, {
    name: 'Secret Name',
    email: address,
    company: 'Secret Ltd',
    occupation: null,
    locale: 'en',
    frequency: 'weekly',
    source: 'form',
    clientAddress: '192.0.2.77',
  });
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active'`).all();
  world.onSend = (key, took) =>
    key.startsWith('ml')
      ? took()
      : {
          kind: 'refused',
          code: 'validation_error',
          message: 'secret.reader@example.org is no address',
          stop: true,
          retryAfterSeconds: null,
        };
  await tick(ctx, { seconds: 50, queryBudget: 850 });
  await sendDigest(ctx, { by: 'slack:UANA', reportChannel: null, typedCount: null });
  await tick(ctx, { seconds: 50, queryBudget: 850 });
  expect(world.log.length).toBeGreaterThan(4);
  expect(world.log.join('\n')).not.toMatch(/secret|192\.0\.2\.77|@example\.org|[?&]t=/i);
});
