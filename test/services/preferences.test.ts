import { expect, test } from 'vitest';
import { readEmailAddress } from '../../src/domain/email-address.ts';
import type { Context } from '../../src/services/context.ts';
import { preferencesLink, unsubscribeLink } from '../../src/services/links.ts';
import {
  leaveByPreferences,
  type PreferencesLink,
  type PreferencesWish,
  readPreferencesLink,
  savePreferences,
} from '../../src/services/readers/preferences.ts';
import { subscribe } from '../../src/services/readers/subscribe.ts';
import { restore, restoreToken } from '../../src/services/readers/unsubscribe.ts';
import { testContext } from '../support/context.ts';

const AT = '2026-03-01T00:00:00.000Z';
const UNCHANGED: PreferencesWish = { frequency: null, locale: null, topicPublicIds: [], pause: null };

async function rows(ctx: Context, sql: string) {
  return (await ctx.db.prepare(sql).all()).results;
}

/** One active reader and the token of their preferences link. */
async function aReader(ctx: Context): Promise<string> {
  const email = readEmailAddress('ana@example.org');
  if (!email) throw new Error('The test needs a good address.');
  await subscribe(ctx, {
    name: 'Ana Example',
    email,
    company: null,
    occupation: null,
    locale: 'en',
    frequency: 'weekly',
    source: 'form',
    clientAddress: null,
  });
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active'`).all();
  const [row] = await rows(ctx, 'SELECT public_id FROM subscriber');
  return preferencesLink(ctx, String(row?.public_id)).split('t=')[1] ?? '';
}

/** Topics named by their public ids: two public ones, one by invitation, one that was removed. */
async function someTopics(ctx: Context) {
  const topics = [
    [1, 'results', 'public', 'active', 2],
    [2, 'science', 'public', 'active', 1],
    [3, 'investors', 'invite_only', 'active', 3],
    [4, 'former', 'public', 'removed', 4],
  ] as const;
  for (const [id, name, visibility, state, position] of topics) {
    await ctx.db
      .prepare(
        `INSERT INTO topic (id, public_id, slug, name, visibility, state, position, created_at)
         VALUES (CAST(?1 AS INTEGER), ?2, ?2, ?2, ?3, ?4, CAST(?5 AS INTEGER), ?6)`,
      )
      .bind(id, name, visibility, state, position, AT)
      .all();
  }
}

async function subscribeTo(ctx: Context, topicId: number, state: 'chosen' | 'left', frequency: string | null = null) {
  await ctx.db
    .prepare(`INSERT INTO subscription VALUES (1, CAST(?1 AS INTEGER), ?2, ?3, ?4)`)
    .bind(topicId, state, frequency, AT)
    .all();
}

const chosenIn = (link: PreferencesLink) =>
  link.kind === 'open' ? link.preferences.topics.filter((topic) => topic.isChosen).map((topic) => topic.name) : null;
const subscriptions = (ctx: Context) =>
  rows(
    ctx,
    `SELECT t.name, p.state, p.frequency FROM subscription p JOIN topic t ON t.id = p.topic_id ORDER BY t.position`,
  );

test('frequency and language are stored; what is not named stays', async () => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  await savePreferences(ctx, token, { ...UNCHANGED, frequency: 'monthly', locale: 'zh-Hans' });
  expect(await rows(ctx, 'SELECT frequency, locale FROM subscriber')).toEqual([
    { frequency: 'monthly', locale: 'zh-Hans' },
  ]);
  expect(await savePreferences(ctx, token, UNCHANGED)).toMatchObject({
    kind: 'open',
    preferences: { subscriber: { frequency: 'monthly', locale: 'zh-Hans' } },
  });
});

test('a language that the newsroom does not offer changes nothing', async () => {
  const { ctx } = await testContext({ LOCALES: 'en' });
  const token = await aReader(ctx);
  await savePreferences(ctx, token, { ...UNCHANGED, locale: 'zh-Hans' });
  expect(await rows(ctx, 'SELECT locale FROM subscriber')).toEqual([{ locale: 'en' }]);
});

test('public topics are offered in staff’s order, and none chosen is all', async () => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  expect(await readPreferencesLink(ctx, token)).toMatchObject({ preferences: { topics: [] } });
  await someTopics(ctx);
  const link = await readPreferencesLink(ctx, token);
  expect(link.kind === 'open' && link.preferences.topics.map((topic) => topic.name)).toEqual(['science', 'results']);
  expect(chosenIn(link)).toEqual([]);
  expect(chosenIn(await savePreferences(ctx, token, { ...UNCHANGED, topicPublicIds: ['science'] }))).toEqual([
    'science',
  ]);
  expect(chosenIn(await savePreferences(ctx, token, UNCHANGED))).toEqual([]);
  expect(await subscriptions(ctx)).toEqual([]);
});

test('topics by invitation, removed ones and inventions cannot be chosen, nor an invitation lost', async () => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  await someTopics(ctx);
  const wish = { ...UNCHANGED, topicPublicIds: ['investors', 'former', 'nothing', 'results', 'results'] };
  await savePreferences(ctx, token, wish);
  expect(await subscriptions(ctx)).toEqual([{ name: 'results', state: 'chosen', frequency: null }]);
  await subscribeTo(ctx, 3, 'chosen');
  await subscribeTo(ctx, 4, 'chosen');
  await savePreferences(ctx, token, UNCHANGED);
  expect(await subscriptions(ctx)).toEqual([{ name: 'investors', state: 'chosen', frequency: null }]);
});

test('a topic that stays chosen keeps its own frequency', async () => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  await someTopics(ctx);
  await subscribeTo(ctx, 1, 'chosen', 'daily');
  await savePreferences(ctx, token, { ...UNCHANGED, topicPublicIds: ['results', 'science'] });
  expect(await subscriptions(ctx)).toEqual([
    { name: 'science', state: 'chosen', frequency: null },
    { name: 'results', state: 'chosen', frequency: 'daily' },
  ]);
});

test('who left one topic gets the others, future ones too, until they choose', async () => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  await someTopics(ctx);
  await subscribeTo(ctx, 1, 'left');
  expect(chosenIn(await readPreferencesLink(ctx, token))).toEqual(['science']);
  await savePreferences(ctx, token, { ...UNCHANGED, topicPublicIds: ['science'] });
  expect(await subscriptions(ctx)).toEqual([{ name: 'results', state: 'left', frequency: null }]);
  await savePreferences(ctx, token, { ...UNCHANGED, topicPublicIds: ['results'] });
  expect(await subscriptions(ctx)).toEqual([{ name: 'results', state: 'chosen', frequency: null }]);
});

test('a pause lasts four weeks or until it is taken back; saving in between does not move it', async () => {
  const { ctx, world } = await testContext();
  const token = await aReader(ctx);
  const pausedUntil = async (pause: PreferencesWish['pause']) => {
    const link = await savePreferences(ctx, token, { ...UNCHANGED, pause });
    return link.kind === 'open' ? link.preferences.pausedUntil : link.kind;
  };
  expect(await pausedUntil('start')).toBe('2026-03-30T08:00:00.000Z');
  world.advance(86_400);
  expect(await pausedUntil(null)).toBe('2026-03-30T08:00:00.000Z');
  expect(await pausedUntil('end')).toBeNull();
  expect(await pausedUntil('start')).toBe('2026-03-31T08:00:00.000Z');
  world.advance(28 * 86_400);
  expect(await readPreferencesLink(ctx, token)).toMatchObject({ preferences: { pausedUntil: null } });
});

test('leaving is at once, with evidence, once, and can be undone for ten minutes', async () => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  expect(await leaveByPreferences(ctx, token)).toMatchObject({ kind: 'left' });
  expect(await leaveByPreferences(ctx, token)).toMatchObject({ kind: 'left' });
  expect(await rows(ctx, `SELECT act, page FROM consent WHERE act = 'left'`)).toEqual([{ act: 'left', page: 'page' }]);
  const [row] = await rows(ctx, 'SELECT public_id, state FROM subscriber');
  expect(row?.state).toBe('unsubscribed');
  expect(await restore(ctx, (await restoreToken(ctx, String(row?.public_id))) ?? '')).toMatchObject({
    kind: 'back',
  });
});

test.each(['unsubscribed', 'suppressed', 'erased'])('a reader who is %s changes nothing', async (state) => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  await someTopics(ctx);
  await ctx.db.prepare('UPDATE subscriber SET state = ?1').bind(state).all();
  const before = await rows(ctx, 'SELECT * FROM subscriber');
  const wish: PreferencesWish = { frequency: 'daily', locale: 'zh-Hans', topicPublicIds: ['results'], pause: 'start' };
  expect(await savePreferences(ctx, token, wish)).toMatchObject({ kind: 'left' });
  expect(await rows(ctx, 'SELECT * FROM subscriber')).toEqual(before);
  expect(await subscriptions(ctx)).toEqual([]);
});

test('a reader who leaves between reading and saving keeps what they had', async () => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  await someTopics(ctx);
  const leaving: Context = {
    ...ctx,
    db: {
      prepare: (sql) => ctx.db.prepare(sql),
      async batch(statements) {
        await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed'`).all();
        return ctx.db.batch(statements);
      },
    },
  };
  const wish: PreferencesWish = { frequency: 'daily', locale: null, topicPublicIds: ['results'], pause: 'start' };
  expect(await savePreferences(leaving, token, wish)).toMatchObject({ kind: 'left' });
  expect(await rows(ctx, 'SELECT frequency, paused_until FROM subscriber')).toEqual([
    { frequency: 'weekly', paused_until: null },
  ]);
  expect(await subscriptions(ctx)).toEqual([]);
});

test('a link of another kind, a changed one and one of a reader yet to confirm open nothing', async () => {
  const { ctx } = await testContext();
  const token = await aReader(ctx);
  const subject = token.split('.')[2] ?? '';
  const other = unsubscribeLink(ctx, subject).split('t=')[1] ?? '';
  for (const bad of ['', other, `${token}x`, token.replace(subject, 'xxxxxxxxxxxz')]) {
    expect(await readPreferencesLink(ctx, bad)).toEqual({ kind: 'dead' });
    expect(await savePreferences(ctx, bad, UNCHANGED)).toEqual({ kind: 'dead' });
    expect(await leaveByPreferences(ctx, bad)).toEqual({ kind: 'dead' });
  }
  await ctx.db.prepare(`UPDATE subscriber SET state = 'pending'`).all();
  expect(await leaveByPreferences(ctx, token)).toEqual({ kind: 'dead' });
  expect(await rows(ctx, 'SELECT state FROM subscriber')).toEqual([{ state: 'pending' }]);
});
