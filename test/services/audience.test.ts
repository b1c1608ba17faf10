import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import type { Audience } from '../../src/db/mailings/audiences.ts';
import { listNews } from '../../src/db/mailings/had-stories.ts';
import { withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import type { Context } from '../../src/services/context.ts';
import { approveMailing } from '../../src/services/mailings/approve-mailing.ts';
import { countAudience, previewAudience } from '../../src/services/mailings/audience-preview.ts';
import { draftDigest, sendDigest } from '../../src/services/mailings/send-digest.ts';
import { sendTest } from '../../src/services/mailings/send-test.ts';
import { testContext } from '../support/context.ts';
import { addArticles, addReader, addTopic, choose, mailed, passTime } from './mailing-world.ts';

const BY = { by: 'slack:UANA', reportChannel: null, typedCount: null };
const SOON = '2026-03-02T08:10:00.000Z';

/** Readers of every sort; only some of them are due what is new. */
async function everySort(ctx: Context) {
  const science = await addTopic(ctx, 'Science');
  const invited = await addTopic(ctx, 'Investors', 'invite_only');
  await addReader(ctx, 'ana', { company: 'Alpha Bank', occupation: 'Analyst' });
  await addReader(ctx, 'ben', { locale: 'zh-Hans', frequency: 'daily', company: 'BETA Press' });
  await addReader(ctx, 'chi', { frequency: 'monthly', occupation: 'senior analyst' });
  await addReader(ctx, 'paused', { pausedUntil: '2026-04-01T00:00:00.000Z' });
  await addReader(ctx, 'awake', { pausedUntil: '2026-03-01T00:00:00.000Z' });
  await choose(ctx, await addReader(ctx, 'scientist'), science);
  await choose(ctx, await addReader(ctx, 'investor'), invited);
  for (const state of ['pending', 'unsubscribed', 'suppressed', 'erased']) await addReader(ctx, state, { state });
  return { science, invited };
}

test.each<[string, Audience, string[]]>([
  ['everybody', {}, ['ana', 'awake', 'ben', 'chi', 'investor']],
  ['frequencies', { frequencies: ['daily', 'monthly'] }, ['ben', 'chi']],
  ['languages', { locales: ['zh-Hans'] }, ['ben']],
  ['a company', { companies: ['bank', 'beta'] }, ['ana', 'ben']],
  ['an occupation', { occupations: ['ANALYST'] }, ['ana', 'chi']],
  ['several at once', { occupations: ['analyst'], frequencies: ['weekly'] }, ['ana']],
  ['a topic all have by choosing none', { topics: [1] }, ['ana', 'awake', 'ben', 'chi', 'investor']],
  ['a topic by invitation', { topics: [2] }, ['investor']],
])('a digest by hand goes to whom it says, and the preview says so before: %s', async (_what, audience, names) => {
  const { ctx, world } = await testContext();
  const { invited } = await everySort(ctx);
  const other = await addTopic(ctx, 'Other');
  await addArticles(ctx, ['One'], { topicIds: [other] });
  await addArticles(ctx, ['Secret'], { topicIds: [invited] });
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA', audience });
  const preview = await previewAudience(ctx, mailing);
  const sent = await sendDigest(ctx, { ...BY, audience });
  await passTime(ctx, world, { minutes: 2, until: SOON });
  const got = mailed(world, ['One', 'Secret']).sort();
  expect(got.map((line) => line.split(':')[0])).toEqual(names);
  expect(got.filter((line) => line.includes('Secret'))).toEqual(
    names.includes('investor') ? [expect.stringContaining('investor')] : [],
  );
  expect(sent).toMatchObject({ kind: 'holding', readers: names.length });
  expect(preview.total).toBe(names.length);
  expect(preview.groups.reduce((sum, { readers }) => sum + readers, 0)).toBe(names.length);
});

test('who is left out is counted once, by reason', async () => {
  const { ctx, world } = await testContext();
  await everySort(ctx);
  const other = await addTopic(ctx, 'Other');
  await addArticles(ctx, ['One'], { topicIds: [other] });
  await sendDigest(ctx, { ...BY, audience: { frequencies: ['daily'] } });
  await passTime(ctx, world, { minutes: 2, until: SOON });
  await addArticles(ctx, ['Two'], { topicIds: [other], language: 'zh-CN' });
  const audience: Audience = { frequencies: ['weekly', 'daily'], locales: ['en'] };
  const news = await listNews(ctx.db, { now: ctx.now(), since: '', audience, limit: 20 });
  expect(await countAudience(ctx, { audience, news, maxId: null })).toEqual({
    total: 3,
    groups: [{ locale: 'en', frequency: 'weekly', readers: 3 }],
    inOtherLanguageOnly: 0,
    leftOut: {
      paused: 1,
      otherFrequency: 1,
      otherLanguage: 1,
      otherTopic: 1,
      otherCompany: 0,
      otherOccupation: 0,
      hadAll: 0,
      suppressed: 1,
      unsubscribed: 1,
      unconfirmed: 1,
    },
  });
  const onlyDaily = { frequencies: ['daily' as const] };
  const again = [{ article: news[0]?.article, hadBy: ['daily' as const] }].flatMap(({ article, hadBy }) =>
    article ? [{ article, hadBy }] : [],
  );
  expect((await countAudience(ctx, { audience: onlyDaily, news: again, maxId: null })).leftOut.hadAll).toBe(1);
});

test('a story is had in either language: its later twin is not mailed again', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana');
  await addReader(ctx, 'ben', { locale: 'zh-Hans' });
  await addArticles(ctx, ['One'], { translationGroup: 'g' });
  await sendDigest(ctx, BY);
  await passTime(ctx, world, { minutes: 2, until: SOON });
  await addArticles(ctx, ['Two'], { translationGroup: 'g', language: 'zh-CN' });
  await expect(sendDigest(ctx, BY)).rejects.toMatchObject({ code: 'conflict' });
  expect(mailed(world, ['One', 'Two'])).toEqual(['ana: One', 'ben: One']);
});

test('a segment does not count as everybody, but the same one twice gets nothing twice', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { company: 'Alpha' });
  await addReader(ctx, 'ben');
  await addArticles(ctx, ['One']);
  const audience: Audience = { locales: ['en'], companies: ['alpha'] };
  const first = await sendDigest(ctx, { ...BY, audience });
  expect(first.mailing.isArchived).toBe(false);
  await passTime(ctx, world, { minutes: 2, until: SOON });
  await expect(sendDigest(ctx, { ...BY, audience })).rejects.toMatchObject({ code: 'conflict' });
  const everybody = await sendDigest(ctx, BY);
  expect(everybody.mailing.isArchived).toBe(true);
});

test('a test mail is marked, holds no link that acts for a reader, and is void after an edit', async () => {
  const { ctx, world } = await testContext({ COUNT_GUARD: 'on' });
  await addReader(ctx, 'ana');
  await addArticles(ctx, ['One']);
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA' });
  const input = { publicId: mailing.publicId, by: 'slack:UANA' };
  const seen = { ...BY, publicId: mailing.publicId, seenHash: mailing.contentHash, typedCount: 1 };
  expect(await approveMailing(ctx, seen)).toMatchObject({ kind: 'send_a_test' });
  expect(await sendTest(ctx, { ...input, addresses: ['ana@example.com', 'ana@EXAMPLE.com'] })).toEqual({
    sent: 2,
    refused: [],
  });
  const mails = [...world.accepted.values()].flat();
  expect(mails.map(({ subject, to }) => [to.toLowerCase(), subject.startsWith('[Test] ')])).toEqual([
    ['ana@example.com', true],
    ['ana@example.com', true],
  ]);
  for (const { headers, html, text } of mails) {
    expect(Object.keys(headers).join()).not.toMatch(/unsubscribe/i);
    expect(`${html}${text}`).not.toMatch(/[?&]t=/);
  }
  await ctx.db.prepare(`UPDATE article SET content_hash = 'other'`).all();
  await expect(approveMailing(ctx, seen)).rejects.toMatchObject({ code: 'conflict' });
  const now = await draftDigest(ctx, { by: 'slack:UANA' });
  const asItIs = { ...seen, publicId: now.mailing.publicId, seenHash: now.mailing.contentHash };
  expect(await approveMailing(ctx, asItIs)).toMatchObject({ kind: 'send_a_test' });
  await sendTest(ctx, { publicId: now.mailing.publicId, by: 'slack:UANA', addresses: ['ana@example.com'] });
  expect(await approveMailing(ctx, { ...asItIs, typedCount: 2 })).toMatchObject({
    kind: 'type_the_number',
    readers: 1,
  });
  expect(await approveMailing(ctx, asItIs)).toMatchObject({ kind: 'holding' });
});

test.each([
  ['none', []],
  ['twelve', Array.from({ length: 12 }, (_, n) => `r${n}@example.com`)],
  ['what is no address', ['ana@example.com', 'nobody']],
])('no test goes to %s', async (_what, addresses) => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana');
  await addArticles(ctx, ['One']);
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA' });
  const refused = sendTest(ctx, { publicId: mailing.publicId, by: 'slack:UANA', addresses });
  await expect(refused).rejects.toMatchObject({ code: 'invalid', fields: { addresses: expect.any(String) } });
  expect(world.accepted.size).toBe(0);
});

test('a newsletter whose articles were all withdrawn is not tested, and the provider not asked', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana');
  await addArticles(ctx, ['One']);
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA' });
  await withdrawArticle(ctx, { publicId: 'a-One', reason: null, by: 'slack:UANA' });
  const refused = sendTest(ctx, { publicId: mailing.publicId, by: 'slack:UANA', addresses: ['ana@example.com'] });
  await expect(refused).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('No article') });
  expect(world.accepted.size).toBe(0);
});

test('a preview of many readers runs a handful of statements', async () => {
  const { ctx } = await testContext();
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       SELECT 'r' || value, 'r' || value, 'r' || value, 'R', 'en', 'daily', 'active', 'x', 'x' FROM json_each(?1)`,
    )
    .bind(JSON.stringify(Array.from({ length: 20_000 }, (_, n) => n)))
    .all();
  await addArticles(ctx, ['One']);
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA' });
  const counted = countQueries(ctx.db);
  expect((await previewAudience({ ...ctx, db: counted.db }, mailing)).total).toBe(20_000);
  expect(counted.used()).toBeLessThan(10);
});
