import { expect, test } from 'vitest';
import { findMailing } from '../../src/db/mailings/mailings.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { stopMailing } from '../../src/services/mailings/approve-mailing.ts';
import { reportMailings } from '../../src/services/mailings/report-mailings.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { sendTest } from '../../src/services/mailings/send-test.ts';
import { aDocument, anItem, mailedAddresses, testContext, type World } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2026-12-01T00:00:00.000Z';
const BY = { by: 'slack:UANA', reportChannel: null, typedCount: null };

async function newsroomWith(ctx: Context, world: World, readers: number): Promise<void> {
  world.feeds.set(FEED, aDocument([anItem({ title: 'One' }), anItem({ title: 'Two' })]));
  await addFeed(ctx, {
    url: FEED,
    ...FEED_TERMS,
    startWith: 'newest_3',
  });
  await pollFeeds(ctx, FAR);
  await addReaders(ctx, 1, readers);
}

async function addReaders(ctx: Context, from: number, to: number): Promise<void> {
  const rows = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       SELECT 'reader' || printf('%06d', value), 'r' || value || '@example.org', 'r' || value || '@example.org', 'Reader ' || value,
         CASE WHEN value % 5 = 0 THEN 'zh-Hans' ELSE 'en' END, 'weekly', 'active', 'import', '2026-01-01T00:00:00.000Z'
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(rows))
    .all();
}

/** Runs the email lane until the mailing ends, at most `rounds` times. */
async function runUntilDone(ctx: Context, world: World, publicId: string, rounds = 200): Promise<void> {
  for (let n = 0; n < rounds; n += 1) {
    await runEmail(ctx, FAR).catch(() => null);
    const mailing = await findMailing(ctx.db, publicId);
    if (mailing?.state === 'finished') return;
    world.advance(61);
  }
}

async function approved(ctx: Context): Promise<string> {
  const result = await sendDigest(ctx, BY);
  if (result.kind !== 'holding') throw new Error('The digest was not approved.');
  return result.mailing.publicId;
}

test('nothing leaves during the hold; then every active reader gets the digest once, with working ways out', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 250);
  const publicId = await approved(ctx);
  world.advance(59);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world)).toEqual([]);
  world.advance(2);
  await runUntilDone(ctx, world, publicId);
  const addresses = mailedAddresses(world);
  expect(addresses.length).toBe(250);
  expect(new Set(addresses).size).toBe(250);
  const [mail] = [...world.accepted.values()].flat();
  expect(mail?.headers).toMatchObject({
    'List-Unsubscribe': expect.stringMatching(/^<https:\/\/news\.example\.com\/unsubscribe\?t=u\.k1\./),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
  expect(await findMailing(ctx.db, publicId)).toMatchObject({ state: 'finished', submittedCount: 250 });
});

test('Undo within the hold sends nothing, and the same articles can be sent later', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 3);
  const publicId = await approved(ctx);
  expect(await stopMailing(ctx, publicId, 'slack:UBEN')).toBe(true);
  expect(await stopMailing(ctx, publicId, 'slack:UBEN')).toBe(false);
  world.advance(120);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world)).toEqual([]);
  const again = await approved(ctx);
  world.advance(61);
  await runUntilDone(ctx, world, again);
  expect(mailedAddresses(world).length).toBe(3);
  expect(await stopMailing(ctx, again, 'slack:UBEN')).toBe(false);
});

test('two people who send at once make one digest; nothing new makes none; nobody subscribed makes none', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 0);
  await expect(sendDigest(ctx, BY)).rejects.toMatchObject({ code: 'conflict' });
  await addReaders(ctx, 1, 2);
  const results = await Promise.allSettled([sendDigest(ctx, BY), sendDigest(ctx, BY)]);
  world.advance(61);
  for (let n = 0; n < 10; n += 1) await runEmail(ctx, FAR);
  expect(results.some((result) => result.status === 'fulfilled')).toBe(true);
  expect(mailedAddresses(world).sort()).toEqual(['r1@example.org', 'r2@example.org']);
  const { results: drafts } = await ctx.db.prepare(`SELECT id FROM mailing WHERE state = 'draft'`).all();
  expect(drafts).toEqual([]);
  await expect(sendDigest(ctx, BY)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Nothing was sent'),
  });
});

test('the first send, and a very large one, asks for a test mail and the number of readers', async () => {
  const { ctx, world } = await testContext({ COUNT_GUARD: 'on' });
  await newsroomWith(ctx, world, 12);
  const first = await sendDigest(ctx, BY);
  expect(first).toMatchObject({ kind: 'send_a_test', readers: 12 });
  await sendTest(ctx, {
    publicId: first.kind === 'send_a_test' ? first.mailing.publicId : '',
    by: 'slack:UANA',
    addresses: ['ana@example.com'],
  });
  expect(await sendDigest(ctx, BY)).toMatchObject({ kind: 'type_the_number', readers: 12 });
  expect(await sendDigest(ctx, { ...BY, typedCount: 11 })).toMatchObject({ kind: 'type_the_number', readers: 12 });
  expect(await sendDigest(ctx, { ...BY, typedCount: 12 })).toMatchObject({ kind: 'holding' });
});

test('an article that changes after approval voids it: nothing leaves', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 3);
  const publicId = await approved(ctx);
  world.feeds.set(FEED, aDocument([anItem({ title: 'One', summary: 'Corrected.' }), anItem({ title: 'Two' })]));
  await ctx.db.prepare(`UPDATE feed SET next_poll_at = '2026-01-01T00:00:00.000Z'`).all();
  await pollFeeds(ctx, FAR);
  world.advance(61);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world)).toEqual([]);
  expect(await findMailing(ctx.db, publicId)).toMatchObject({
    state: 'cancelled',
    pauseReason: expect.stringContaining('changed after approval'),
  });
});

test('who signs up after approval waits for the next one; who leaves before the freeze is never mailed', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 5);
  const publicId = await approved(ctx);
  await addReaders(ctx, 6, 9);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE email_key = 'r2@example.org'`).all();
  world.advance(61);
  await runUntilDone(ctx, world, publicId);
  expect(mailedAddresses(world)).toEqual(['r1@example.org', 'r3@example.org', 'r4@example.org', 'r5@example.org']);
});

test('a lost answer is repeated as the same bytes, even when a reader left or an article was edited in between', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 4);
  const publicId = await approved(ctx);
  world.advance(61);
  let lost = 0;
  world.onSend = (_key, took) => {
    const answer = took();
    lost += 1;
    return lost === 1
      ? { kind: 'unanswered', code: 'timeout', message: 'No answer.', retryAfterSeconds: null }
      : answer;
  };
  await runEmail(ctx, FAR);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE email_key = 'r2@example.org'`).all();
  await ctx.db.prepare(`UPDATE article SET title = 'Edited', content_hash = 'x'`).all();
  await runUntilDone(ctx, world, publicId);
  expect(lost).toBe(2);
  expect(mailedAddresses(world).length).toBe(4);
  expect(await findMailing(ctx.db, publicId)).toMatchObject({ state: 'finished', submittedCount: 4 });
});

test('after 23 hours without an answer a batch waits for a person instead of being sent again', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 4);
  const publicId = await approved(ctx);
  world.advance(61);
  world.onSend = () => ({ kind: 'unanswered', code: 'timeout', message: 'No answer.', retryAfterSeconds: null });
  await runEmail(ctx, FAR);
  world.advance(23 * 3600 + 60);
  world.onSend = null;
  await runUntilDone(ctx, world, publicId);
  expect(world.accepted.size).toBe(0);
  const { results } = await ctx.db.prepare('SELECT state, sent_count FROM batch').all();
  expect(results).toEqual([{ state: 'unknown', sent_count: 0 }]);
});

test('a refused key pauses the mailing and says so; readers who leave meanwhile are not mailed after it', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 4);
  const publicId = await approved(ctx);
  world.advance(61);
  world.onSend = () => ({
    kind: 'refused',
    code: 'invalid_api_key',
    message: 'The key is not valid.',
    stop: true,
    retryAfterSeconds: null,
  });
  await runEmail(ctx, FAR);
  expect(await findMailing(ctx.db, publicId)).toMatchObject({
    state: 'paused',
    pauseReason: expect.stringContaining('The key is not valid.'),
  });
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE email_key = 'r2@example.org'`).all();
  await ctx.db.prepare(`UPDATE mailing SET state = 'sending'`).all();
  world.onSend = null;
  world.advance(600);
  await runUntilDone(ctx, world, publicId);
  expect(mailedAddresses(world)).toEqual(['r1@example.org', 'r3@example.org', 'r4@example.org']);
});

test('asked to wait for long, the sender asks nothing more until then, not even in its next turn', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 450);
  const publicId = await approved(ctx);
  world.advance(61);
  let calls = 0;
  world.onSend = (_key, took) => {
    calls += 1;
    if (calls !== 2) return took();
    return { kind: 'refused', code: 'rate_limit_exceeded', message: 'Later.', stop: false, retryAfterSeconds: 60 };
  };
  await runEmail(ctx, FAR);
  const early = calls;
  world.advance(30);
  await runEmail(ctx, FAR);
  expect(calls).toBe(early);
  expect(early).toBeLessThan(5);
  expect(await findMailing(ctx.db, publicId)).toMatchObject({ state: 'sending' });
  world.advance(31);
  await runUntilDone(ctx, world, publicId);
  expect(new Set(mailedAddresses(world)).size).toBe(450);
  expect(mailedAddresses(world).length).toBe(450);
});

test('at most four requests are under way at once, and never fewer while there is more to send', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 3000);
  const publicId = await approved(ctx);
  world.advance(61);
  let open = 0;
  const counts: number[] = [];
  const slow: Context = {
    ...ctx,
    mailer: {
      ...ctx.mailer,
      async sendBatch(body, key) {
        open += 1;
        counts.push(open);
        await new Promise((resolve) => setTimeout(resolve, 5));
        open -= 1;
        return ctx.mailer.sendBatch(body, key);
      },
    },
  };
  await runUntilDone(slow, world, publicId);
  expect(counts.length).toBe(30);
  expect(Math.max(...counts)).toBe(4);
  // The first goes alone, since only its answer tells the limit.
  expect(counts.slice(5, 10)).toEqual([4, 4, 4, 4, 4]);
  expect(new Set(mailedAddresses(world)).size).toBe(3000);
});

test('a batch that another sender has taken over is not given back by the one that lost it', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 3);
  await approved(ctx);
  world.advance(61);
  world.onSend = () => ({ kind: 'refused', code: 'later', message: 'Later.', stop: false, retryAfterSeconds: 1 });
  const overtaken: Context = {
    ...ctx,
    mailer: {
      ...ctx.mailer,
      async sendBatch(body, key) {
        await ctx.db.prepare(`UPDATE batch SET holder = 'another', lease_until = '2026-12-01T00:00:00.000Z'`).all();
        return ctx.mailer.sendBatch(body, key);
      },
    },
  };
  await runEmail(overtaken, FAR);
  const { results } = await ctx.db.prepare('SELECT state, holder, recipients IS NULL AS is_thawed FROM batch').all();
  expect(results).toEqual([{ state: 'todo', holder: 'another', is_thawed: 0 }]);
});

test("readers get an article in their language, else in the newsroom's, never both", async () => {
  const { ctx, world } = await testContext();
  world.feeds.set(
    FEED,
    aDocument([
      anItem({ title: 'In English', key: 'en' }),
      anItem({ title: '中文标题', key: 'zh', language: 'zh-CN', url: 'https://press.example.org/zh' }),
    ]),
  );
  await newsroomWithFeed(ctx);
  await ctx.db.prepare(`UPDATE article SET translation_group = 'one-story'`).all();
  await addReaders(ctx, 4, 5);
  const publicId = await approved(ctx);
  world.advance(61);
  await runUntilDone(ctx, world, publicId);
  const texts = new Map([...world.accepted.values()].flat().map((mail) => [mail.to, mail.text]));
  expect(texts.get('r4@example.org')).toContain('In English');
  expect(texts.get('r4@example.org')).not.toContain('中文标题');
  expect(texts.get('r5@example.org')).toContain('中文标题');
  expect(texts.get('r5@example.org')).not.toContain('In English');
});

async function newsroomWithFeed(ctx: Context): Promise<void> {
  const settings = {
    ...FEED_TERMS,
    startWith: 'newest_3',
  } as const;
  await addFeed(ctx, { url: FEED, ...settings });
  await pollFeeds(ctx, FAR);
}

test('staff follow a mailing in one message that is updated, not repeated', async () => {
  const { ctx, world } = await testContext();
  await newsroomWith(ctx, world, 2);
  const result = await sendDigest(ctx, { ...BY, reportChannel: 'CREVIEW1' });
  await Promise.all([reportMailings(ctx), reportMailings(ctx)]);
  world.advance(61);
  await runUntilDone(ctx, world, result.kind === 'holding' ? result.mailing.publicId : '');
  await reportMailings(ctx);
  await reportMailings(ctx);
  const states = world.posts.map(({ ts, note }) => [ts, note.kind === 'mailing' && note.mailing.state]);
  const [first] = world.posts;
  expect(states).toEqual([
    [first?.ts, 'holding'],
    [first?.ts, 'finished'],
  ]);
});
