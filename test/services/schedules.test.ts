import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { releaseHeldChanges } from '../../src/db/mailings/held-changes.ts';
import { findSchedule } from '../../src/db/mailings/schedules.ts';
import { updatePreferences } from '../../src/db/readers/subscribers.ts';
import type { Context } from '../../src/services/context.ts';
import { approveMailing, stopMailing } from '../../src/services/mailings/approve-mailing.ts';
import { editDraft } from '../../src/services/mailings/edit-draft.ts';
import { makeMailings } from '../../src/services/mailings/make-mailings.ts';
import { createSchedule, moveScheduleTo, skipNext } from '../../src/services/mailings/schedule-change.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { mailedAddresses, testContext } from '../support/context.ts';
import { killedAtCommits } from '../support/killed-commits.ts';
import { addArticles, addReader, addTopic, choose, listMailings, mailed, passTime, workOnce } from './mailing-world.ts';

const AUTOMATIC = {
  frequency: 'daily',
  policy: 'send_unless_stopped',
  plan: { time: '09:00' },
  by: 'slack:UANA',
} as const;
const ALL = ['One', 'Two', 'Three', 'Four'];
const approval = { by: 'slack:UANA', reportChannel: null, typedCount: null };

async function onlyDraft(ctx: Context) {
  const [draft, ...others] = (await listMailings(ctx)).filter(({ state }) => state === 'draft');
  if (!draft || others.length > 0) throw new Error('There is not exactly one draft.');
  return draft;
}

test('a schedule by default shows its draft hours ahead, once, and sends nothing without approval', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { frequency: 'daily' });
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, { frequency: 'daily', plan: { time: '09:00', hoursAhead: 4 }, by: 'slack:UANA' });
  await passTime(ctx, world, { minutes: 30, until: '2026-03-02T20:30:00.000Z' });
  expect(world.posts).toEqual([]);
  await passTime(ctx, world, { minutes: 30, until: '2026-03-03T04:00:00.000Z' });
  expect(world.posts.map(({ note }) => note)).toEqual([
    { kind: 'draft_mailing', draft: expect.objectContaining({ readers: 1, titles: ['One'], isAutomatic: false }) },
  ]);
  expect(mailedAddresses(world)).toEqual([]);
  const draft = await onlyDraft(ctx);
  await approveMailing(ctx, { ...approval, publicId: draft.publicId, seenHash: draft.contentHash });
  await passTime(ctx, world, { minutes: 1, until: '2026-03-03T04:03:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One']);
});

test('send unless stopped leaves at its local time; stopped, it does not and its articles come with the next', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { frequency: 'daily' });
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, AUTOMATIC);
  await passTime(ctx, world, { minutes: 120, until: '2026-03-02T22:00:00.000Z' });
  expect(await stopMailing(ctx, (await onlyDraft(ctx)).publicId, 'slack:UBEN')).toBe(true);
  await passTime(ctx, world, { minutes: 30, until: '2026-03-03T02:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual([]);
  await addArticles(ctx, ['Two']);
  await passTime(ctx, world, { minutes: 90, until: '2026-03-04T00:30:00.000Z' });
  expect(mailed(world, ALL)).toEqual([]);
  await passTime(ctx, world, { minutes: 30, until: '2026-03-04T01:30:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One, Two']);
});

test('a downtime over three dates is caught up by one mail, not three', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { frequency: 'daily' });
  await createSchedule(ctx, AUTOMATIC);
  await addArticles(ctx, ['One']);
  await passTime(ctx, world, { minutes: 60, until: '2026-03-02T22:00:00.000Z' });
  world.now = '2026-03-04T12:00:00.000Z';
  await addArticles(ctx, ['Two']);
  world.now = '2026-03-05T12:00:00.000Z';
  await passTime(ctx, world, { minutes: 120, until: '2026-03-05T20:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One, Two']);
  expect(
    (
      await findSchedule(
        ctx.db,
        String((await ctx.db.prepare('SELECT public_id FROM schedule').all()).results[0]?.public_id),
      )
    )?.nextDate,
  ).toBe('2026-03-06');
});

test('one that was approved before a downtime leaves alone; what is newer waits for the next date', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { frequency: 'daily' });
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, AUTOMATIC);
  await passTime(ctx, world, { minutes: 60, until: '2026-03-02T22:00:00.000Z' });
  const draft = await onlyDraft(ctx);
  await approveMailing(ctx, { ...approval, publicId: draft.publicId, seenHash: draft.contentHash });
  world.now = '2026-03-05T04:00:00.000Z';
  await addArticles(ctx, ['Two']);
  await passTime(ctx, world, { minutes: 120, until: '2026-03-05T20:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One']);
  await passTime(ctx, world, { minutes: 30, until: '2026-03-06T02:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One', 'ana: Two']);
});

test('two ticks at once, and kills between any two steps, make one mailing a date and one mail a reader', async () => {
  const { ctx, world } = await testContext();
  for (let n = 0; n < 5; n += 1) await addReader(ctx, `r${n}`, { frequency: 'daily' });
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, AUTOMATIC);
  const dying: Context = { ...ctx, db: killedAtCommits(ctx.db) };
  for (let n = 0; n < 40; n += 1) {
    world.advance(30 * 60);
    await Promise.all([dying, dying].map((each) => workOnce(each).catch(() => null)));
    await ctx.db.prepare(`UPDATE lane SET lease_until = '2026-01-01T00:00:00.000Z'`).all();
  }
  expect(mailed(world, ALL).sort()).toEqual(['r0: One', 'r1: One', 'r2: One', 'r3: One', 'r4: One']);
  expect((await listMailings(ctx)).map(({ localDate, state }) => [localDate, state])).toEqual([
    ['2026-03-03', 'finished'],
  ]);
});

test('too few articles roll over, none is passed over, and skipping, pausing and resuming lose nothing', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { frequency: 'daily' });
  const plan = { time: '09:00', minimumCount: 2, hoursAhead: 0 };
  const { publicId } = await createSchedule(ctx, { ...AUTOMATIC, plan });
  await addArticles(ctx, ['One']);
  await passTime(ctx, world, { minutes: 30, until: '2026-03-03T02:00:00.000Z' });
  expect(await listMailings(ctx)).toEqual([]);
  await addArticles(ctx, ['Two']);
  expect(await skipNext(ctx, { publicId, by: 'slack:UANA', seen: null })).toBe('2026-03-04');
  await passTime(ctx, world, { minutes: 30, until: '2026-03-04T02:00:00.000Z' });
  expect(await moveScheduleTo(ctx, { publicId, to: 'paused', by: 'slack:UANA' })).toBe(true);
  expect(await moveScheduleTo(ctx, { publicId, to: 'paused', by: 'slack:UANA' })).toBe(false);
  await passTime(ctx, world, { minutes: 60, until: '2026-03-05T02:00:00.000Z' });
  await moveScheduleTo(ctx, { publicId, to: 'active', by: 'slack:UANA' });
  await passTime(ctx, world, { minutes: 30, until: '2026-03-05T23:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual([]);
  await passTime(ctx, world, { minutes: 30, until: '2026-03-06T02:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One, Two']);
  await expect(createSchedule(ctx, AUTOMATIC)).rejects.toMatchObject({ code: 'conflict' });
  await expect(createSchedule(ctx, { ...AUTOMATIC, frequency: 'weekly', plan: { time: '9' } })).rejects.toMatchObject({
    code: 'invalid',
    fields: { time: expect.any(String) },
  });
});

test('an edit voids an approval, nobody edits what is frozen, and approving twice is once', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { frequency: 'daily' });
  await addArticles(ctx, ['One', 'Two']);
  await createSchedule(ctx, { ...AUTOMATIC, policy: 'needs_approval' });
  await passTime(ctx, world, { minutes: 60, until: '2026-03-02T22:00:00.000Z' });
  const draft = await onlyDraft(ctx);
  const seen = { publicId: draft.publicId, seenHash: draft.contentHash };
  const both = await Promise.allSettled([
    approveMailing(ctx, { ...approval, ...seen }),
    approveMailing(ctx, { ...approval, ...seen }),
  ]);
  expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  const edited = await editDraft(ctx, { ...seen, by: 'slack:UBEN', subject: { en: 'News' }, articleIds: [1] });
  expect(edited).toMatchObject({ state: 'draft', approvedHash: null });
  await expect(editDraft(ctx, { ...seen, by: 'slack:UBEN', subject: { en: 'Old' } })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(approveMailing(ctx, { ...approval, ...seen })).rejects.toMatchObject({ code: 'conflict' });
  await passTime(ctx, world, { minutes: 60, until: '2026-03-03T03:00:00.000Z' });
  expect(mailedAddresses(world)).toEqual([]);
  await approveMailing(ctx, { ...approval, publicId: draft.publicId, seenHash: edited.contentHash });
  await passTime(ctx, world, { minutes: 1, until: '2026-03-03T03:04:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['ana: One']);
  const late = { publicId: draft.publicId, seenHash: edited.contentHash, by: 'slack:UBEN', subject: { en: 'Late' } };
  await expect(editDraft(ctx, late)).rejects.toMatchObject({ code: 'conflict' });
  expect(await stopMailing(ctx, draft.publicId, 'slack:UBEN')).toBe(false);
});

test('an embargo that is moved holds an approved mailing, and an edited article asks staff again', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { frequency: 'daily' });
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, AUTOMATIC);
  await passTime(ctx, world, { minutes: 60, until: '2026-03-02T22:00:00.000Z' });
  await ctx.db.prepare(`UPDATE article SET embargo_until = '2026-03-03T05:00:00.000Z'`).all();
  await passTime(ctx, world, { minutes: 30, until: '2026-03-03T04:30:00.000Z' });
  expect(mailedAddresses(world)).toEqual([]);
  await ctx.db.prepare(`UPDATE article SET content_hash = 'other'`).all();
  await passTime(ctx, world, { minutes: 30, until: '2026-03-03T06:30:00.000Z' });
  expect(mailedAddresses(world)).toEqual([]);
  expect((await onlyDraft(ctx)).pauseReason).toContain('changed after approval');
  expect(world.posts.filter(({ note }) => note.kind === 'draft_mailing').length).toBe(2);
});

test('each frequency gets what is new to it, with topics at another pace, and a digest by hand repeats nothing', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'daily', { frequency: 'daily' });
  await addReader(ctx, 'weekly', { frequency: 'weekly' });
  await addReader(ctx, 'instant', { frequency: 'instant' });
  const topic = await addTopic(ctx, 'Science');
  const mixed = await addReader(ctx, 'mixed', { frequency: 'weekly' });
  await choose(ctx, mixed, topic, 'daily');
  await addArticles(ctx, ['One'], { topicIds: [topic] });
  await addArticles(ctx, ['Two']);
  await createSchedule(ctx, AUTOMATIC);
  await createSchedule(ctx, { ...AUTOMATIC, frequency: 'weekly', plan: { time: '10:00', weekday: 4 } });
  await passTime(ctx, world, { minutes: 30, until: '2026-03-03T02:30:00.000Z' });
  expect(mailed(world, ALL).sort()).toEqual(['daily: One, Two', 'instant: One, Two', 'mixed: One']);
  world.accepted.clear();
  await addArticles(ctx, ['Three']);
  const sent = await sendDigest(ctx, approval);
  expect(sent).toMatchObject({ kind: 'holding', readers: 4 });
  await passTime(ctx, world, { minutes: 2, until: '2026-03-03T02:40:00.000Z' });
  expect(mailed(world, ALL).sort()).toEqual([
    'daily: Three',
    'instant: Three',
    'mixed: Two, Three',
    'weekly: One, Two, Three',
  ]);
  world.accepted.clear();
  await passTime(ctx, world, { minutes: 60, until: '2026-03-06T02:30:00.000Z' });
  expect(mailed(world, ALL)).toEqual([]);
});

test("readers' own clocks: each zone at its hour, also where clocks change by half an hour, nobody twice", async () => {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  world.now = '2026-10-03T12:00:00.000Z';
  await addReader(ctx, 'howe', { frequency: 'daily', zone: 'Australia/Lord_Howe' });
  await addReader(ctx, 'zurich', { frequency: 'daily', zone: 'Europe/Zurich' });
  await addReader(ctx, 'nowhere', { frequency: 'daily' });
  await addReader(ctx, 'strange', { frequency: 'daily', zone: 'Not/AZone' });
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, { ...AUTOMATIC, plan: { time: '02:15', clocks: 'readers', hoursAhead: 2 } });
  const at = new Map<string, string>();
  while (world.now < '2026-10-04T00:30:00.000Z') {
    world.advance(15 * 60);
    const before = mailedAddresses(world).length;
    await workOnce(ctx);
    for (const address of mailedAddresses(world).slice(before)) at.set(address.split('@')[0] ?? '', world.now);
  }
  expect(mailedAddresses(world).length).toBe(4);
  expect(Object.fromEntries(at)).toEqual({
    // 02:15 of October 4 is left out there: clocks go from 02:00 to 02:30.
    howe: '2026-10-03T15:30:00.000Z',
    nowhere: '2026-10-03T18:15:00.000Z',
    strange: '2026-10-03T18:15:00.000Z',
    zurich: '2026-10-04T00:15:00.000Z',
  });
});

test('who moves to another zone or frequency while a mailing is under way gets it once, and the change counts after', async () => {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  const early = await addReader(ctx, 'early', { frequency: 'daily', zone: 'Asia/Tokyo' });
  const late = await addReader(ctx, 'late', { frequency: 'daily', zone: 'America/New_York' });
  const leaving = await addReader(ctx, 'leaving', { frequency: 'daily', zone: 'America/New_York' });
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, { ...AUTOMATIC, plan: { time: '09:00', clocks: 'readers' } });
  await passTime(ctx, world, { minutes: 60, until: '2026-03-03T03:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['early: One']);
  const wish = { frequency: 'daily', locale: 'en', pausedUntil: null } as const;
  await ctx.db.batch([
    updatePreferences(ctx.db, early, { ...wish, timeZone: 'America/New_York' }),
    updatePreferences(ctx.db, late, { ...wish, timeZone: 'Asia/Tokyo' }),
    updatePreferences(ctx.db, leaving, { ...wish, timeZone: 'America/New_York', frequency: 'monthly' }),
  ]);
  await passTime(ctx, world, { minutes: 60, until: '2026-03-03T20:00:00.000Z' });
  expect(mailed(world, ALL).sort()).toEqual(['early: One', 'late: One', 'leaving: One']);
  await releaseHeldChanges(ctx.db);
  const { results } = await ctx.db.prepare('SELECT held_zone, held_frequency FROM subscriber').all();
  expect(results).toEqual([1, 2, 3].map(() => ({ held_zone: null, held_frequency: null })));
});

test('making mailings takes few statements, however many readers there are', async () => {
  const { ctx, world } = await testContext();
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       SELECT 'r' || value, 'r' || value, 'r' || value, 'R', 'en', 'daily', 'active', 'x', 'x' FROM json_each(?1)`,
    )
    .bind(JSON.stringify(Array.from({ length: 3_000 }, (_, n) => n)))
    .all();
  await createSchedule(ctx, AUTOMATIC);
  await addArticles(
    ctx,
    Array.from({ length: 30 }, (_, n) => `Story${n}`),
  );
  const used: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    world.advance(3600);
    const counted = countQueries(ctx.db);
    await makeMailings({ ...ctx, db: counted.db });
    used.push(counted.used());
  }
  expect(Math.max(...used)).toBeLessThan(60);
});
