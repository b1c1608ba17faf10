import { expect, test } from 'vitest';
import { readStanding } from '../../src/db/mailings/mailing-control.ts';
import { findMailing } from '../../src/db/mailings/mailings.ts';
import { keepShownArticles } from '../../src/db/mailings/shown-articles.ts';
import { withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import type { Context } from '../../src/services/context.ts';
import { approveMailing } from '../../src/services/mailings/approve-mailing.ts';
import { previewAudience } from '../../src/services/mailings/audience-preview.ts';
import { controlMailing } from '../../src/services/mailings/control-mailing.ts';
import { composeCorrection, correctionsOf } from '../../src/services/mailings/correction.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { testContext, type World } from '../support/context.ts';
import { killedAtCommits } from '../support/killed-commits.ts';
import { aRunningMailing, FAR, MAILING, runUntilRest, theMailing } from '../support/mailing.ts';
import { addArticles, addReader, addTopic, choose, mailed, passTime } from './mailing-world.ts';

const BY = { by: 'slack:UANA', reportChannel: null, typedCount: null };
const TITLES = ['One', 'Two'];
const TEXTS = { wrong: { en: 'We named 2021.' }, right: { en: 'It is 2022.', 'zh-Hans': '应为2022年。' } };

/** A digest to five readers, of whom one gets only Two; `world` is left without the mails. */
async function sentDigest(ctx: Context, world: World): Promise<string> {
  const science = await addTopic(ctx, 'Science');
  const other = await addTopic(ctx, 'Other');
  for (const name of ['ana', 'left', 'paused']) await addReader(ctx, name);
  await addReader(ctx, 'ben', { locale: 'zh-Hans' });
  await choose(ctx, await addReader(ctx, 'elsewhere'), other);
  await addArticles(ctx, ['One'], { topicIds: [science] });
  await addArticles(ctx, ['Two']);
  const { mailing } = await sendDigest(ctx, BY);
  await passTime(ctx, world, { minutes: 2, until: '2026-03-02T08:10:00.000Z' });
  expect(mailed(world, TITLES).sort()).toEqual([
    'ana: One, Two',
    'ben: One, Two',
    'elsewhere: Two',
    'left: One, Two',
    'paused: One, Two',
  ]);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE name = 'left'`).all();
  await ctx.db.prepare(`UPDATE subscriber SET paused_until = '2027-01-01T00:00:00.000Z' WHERE name = 'paused'`).all();
  await addReader(ctx, 'later');
  world.accepted.clear();
  return mailing.publicId;
}

test('a correction goes to those who were mailed the article and still are subscribed, once, and links what it corrects', async () => {
  const { ctx, world } = await testContext();
  const correctsPublicId = await sentDigest(ctx, world);
  const draft = await composeCorrection(ctx, {
    correctsPublicId,
    by: 'slack:UANA',
    articlePublicIds: ['a-One'],
    ...TEXTS,
  });
  expect(await previewAudience(ctx, draft)).toMatchObject({
    total: 2,
    leftOut: { unsubscribed: 1, paused: 1, otherTopic: 1 },
  });
  const seen = { ...BY, publicId: draft.publicId, seenHash: draft.contentHash };
  expect(await approveMailing(ctx, seen)).toMatchObject({ kind: 'holding', readers: 2 });
  await passTime(ctx, world, { minutes: 2, until: '2026-03-02T08:20:00.000Z' });
  expect(mailed(world, TITLES).sort()).toEqual(['ana: One', 'ben: One']);
  const [first] = [...world.accepted.values()].flat();
  expect(first?.text).toContain('It is 2022.');
  expect(first?.text).toContain('We named 2021.');
  expect(first?.text).toContain('https://news.example.com/articles/one');
  expect(first?.text).toContain(`https://news.example.com/archive/${correctsPublicId}`);
  const original = await findMailing(ctx.db, correctsPublicId);
  if (!original) throw new Error('The original is gone.');
  expect(await correctionsOf(ctx, original, 'zh-Hans')).toEqual([
    { publicId: draft.publicId, startedAt: expect.any(String), wrong: 'We named 2021.', right: '应为2022年。' },
  ]);
});

test('where the rest was cancelled and the article withdrawn, those who have it or may have it are told', async () => {
  const { ctx, world } = await testContext();
  const { renderer } = ctx;
  await aRunningMailing(ctx, 300);
  ctx.renderer = renderer;
  await ctx.db.batch([keepShownArticles(ctx.db, (await theMailing(ctx)).id)]);
  world.onSend = (key, took) => {
    if (key.endsWith('/201'))
      return { kind: 'refused', code: 'rate_limit', message: '', stop: false, retryAfterSeconds: 600 };
    const answer = took();
    return key.endsWith('/101') ? { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: 600 } : answer;
  };
  await runEmail(ctx, FAR);
  await controlMailing(ctx, { publicId: MAILING, act: 'cancel', by: BY.by });
  await withdrawArticle(ctx, { publicId: 'article00001', reason: null, by: BY.by });
  world.onSend = null;
  world.accepted.clear();
  const draft = await composeCorrection(ctx, {
    ...{ correctsPublicId: MAILING, by: BY.by, articlePublicIds: [] },
    ...TEXTS,
  });
  expect(await previewAudience(ctx, draft)).toMatchObject({ total: 200 });
  await approveMailing(ctx, { ...BY, publicId: draft.publicId, seenHash: draft.contentHash });
  await passTime(ctx, world, { minutes: 2, until: '2026-03-02T08:30:00.000Z' });
  expect(await findMailing(ctx.db, draft.publicId)).toMatchObject({ state: 'finished', submittedCount: 200 });
  expect(await readStanding(ctx.db, draft.id)).toMatchObject({ dueCount: 200 });
  const mails = [...world.accepted.values()].flat();
  expect(new Set(mails.map(({ to }) => to))).toEqual(
    new Set(Array.from({ length: 200 }, (_, n) => `r${n + 1}@example.org`)),
  );
  expect(mails).toHaveLength(200);
  expect(mails[0]?.subject).toContain('One');
  expect(mails[0]?.text).toContain('No longer in the newsroom');
  expect(mails[0]?.text).not.toContain('The corrected text');
  expect(mails[0]?.text).not.toContain('/archive/');
});

test.each([
  [150, [100, 100, 100]],
  [250, [200, 100]],
  [60, [100, 100, 100]],
])(
  'under a cap of %i a correction, whose batches are those of what it corrects, leaves day by day',
  async (dailyCap, days) => {
    const { ctx, world } = await testContext();
    await aRunningMailing(ctx, 300);
    await runUntilRest(ctx, world);
    const texts = { correctsPublicId: MAILING, by: BY.by, articlePublicIds: [], ...TEXTS };
    const draft = await composeCorrection(ctx, texts);
    await approveMailing(ctx, { ...BY, publicId: draft.publicId, seenHash: draft.contentHash });
    ctx.settings = { ...ctx.settings, sending: { ...ctx.settings.sending, dailyCap } };
    const left: number[] = [];
    for (let before = 0; before < 300 && left.length < 5; before += left.at(-1) ?? 0) {
      world.advance(86_400);
      for (let n = 0; n < 5; n += 1) await runEmail(ctx, FAR);
      left.push(((await findMailing(ctx.db, draft.publicId))?.submittedCount ?? 0) - before);
    }
    expect(left).toEqual(days);
  },
);

test('killed at every step, a correction over many batches reaches each of its readers once', async () => {
  const { ctx, world } = await testContext();
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       SELECT 'reader' || value, 'r' || value || '@example.org', 'r' || value || '@example.org', '', 'en', 'weekly', 'active', 'x', 'x'
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(Array.from({ length: 250 }, (_, n) => n)))
    .all();
  await addArticles(ctx, ['One']);
  const { mailing } = await sendDigest(ctx, BY);
  await passTime(ctx, world, { minutes: 2, until: '2026-03-02T08:10:00.000Z' });
  world.accepted.clear();
  const draft = await composeCorrection(ctx, {
    correctsPublicId: mailing.publicId,
    by: 'slack:UANA',
    articlePublicIds: [],
    ...TEXTS,
  });
  await approveMailing(ctx, { ...BY, publicId: draft.publicId, seenHash: draft.contentHash });
  const dying: Context = { ...ctx, db: killedAtCommits(ctx.db) };
  for (let n = 0; n < 12; n += 1) {
    await passTime(dying, world, {
      minutes: 2,
      until: world.now > '2026-03-02T09:00' ? world.now : '2026-03-02T09:00:00.000Z',
    }).catch(() => null);
    await ctx.db.prepare(`UPDATE lane SET lease_until = '2026-01-01T00:00:00.000Z'`).all();
    world.advance(61);
  }
  await passTime(ctx, world, { minutes: 240, until: '2026-03-03T02:00:00.000Z' });
  const got = mailed(world, TITLES);
  expect([got.length, new Set(got).size]).toEqual([250, 250]);
});

test('what was not sent to its end, says nothing or names no article of it is not corrected', async () => {
  const { ctx, world } = await testContext();
  const correctsPublicId = await sentDigest(ctx, world);
  const input = { correctsPublicId, by: 'slack:UANA', articlePublicIds: [], ...TEXTS };
  const cases = [
    [{ correctsPublicId: 'nothing' }, { code: 'not_found' }],
    [{ wrong: { en: ' ' } }, { code: 'invalid', fields: { wrong: expect.any(String) } }],
    [{ right: { en: 'x'.repeat(3001) } }, { code: 'invalid', fields: { right: expect.any(String) } }],
    [{ articlePublicIds: ['a-Other'] }, { code: 'invalid', fields: { articlePublicIds: expect.any(String) } }],
  ] as const;
  for (const [change, error] of cases) {
    await expect(composeCorrection(ctx, { ...input, ...change })).rejects.toMatchObject(error);
  }
  await ctx.db.prepare(`UPDATE mailing SET state = 'paused'`).all();
  await expect(composeCorrection(ctx, input)).rejects.toMatchObject({ code: 'conflict' });
});
