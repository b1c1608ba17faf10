import { expect, test } from 'vitest';
import { insertTopic } from '../../src/db/articles/topics.ts';
import { findSubscriberById } from '../../src/db/readers/subscribers.ts';
import type { Context } from '../../src/services/context.ts';
import { eraseSubscriber } from '../../src/services/readers/erase-subscriber.ts';
import {
  beginImport,
  endImport,
  type ImportTerms,
  importPage,
  judgeImport,
} from '../../src/services/readers/import-readers.ts';
import { type ReaderRow, readDay } from '../../src/services/readers/import-readers-row.ts';
import { undoImport } from '../../src/services/readers/import-readers-undo.ts';
import { testContext } from '../support/context.ts';

const TERMS: ImportTerms = {
  consentSource: 'Old newsletter form',
  consentAt: '2024-05-17',
  locale: 'en',
  frequency: 'weekly',
  tags: {},
};

function aRow(line: number, email: string, rest: Partial<ReaderRow> = {}): ReaderRow {
  return { line, email, status: 'subscribed', tags: [], ...rest };
}

async function bring(ctx: Context, rows: ReaderRow[], { size = 1000, fingerprint = 'file-1', tags = {} } = {}) {
  const { found } = await beginImport(ctx, { fingerprint, terms: TERMS, by: 'api' });
  for (let at = 0; at < rows.length; at += size)
    await importPage(ctx, { publicId: found.publicId, rows: rows.slice(at, at + size), tags });
  return endImport(ctx, found.publicId, 'api');
}

async function rowsOf(ctx: Context, sql: string) {
  return (await ctx.db.prepare(sql).all()).results;
}

const PEOPLE = [
  aRow(2, 'ana@example.org', { name: 'Ana' }),
  aRow(3, 'Ana@Example.org'),
  aRow(4, 'not an address'),
  aRow(5, 'ben@example.org', { status: 'unsubscribed', leftAt: '2024-06-01' }),
  aRow(6, 'cleo@example.org', { status: 'cleaned' }),
  aRow(7, 'dora@example.org', { consentAt: '2999-01-01' }),
  aRow(8, 'eve@example.org', { status: 'unknown' }),
  aRow(9, 'fay@mailinator.com'),
  aRow(10, 'ben@example.org'),
  aRow(11, 'gil@example.org', { consentAt: '2023-02-03 10:20:30', consentSource: 'Trade fair', locale: 'zh-CN' }),
];

test('a list comes in with its consent; opt-outs, bounces and bad rows stay out, in pages of any size', async () => {
  for (const size of [1000, 3, 1]) {
    const { ctx } = await testContext();
    const done = await bring(ctx, PEOPLE, { size });
    expect(done).toMatchObject({
      state: 'finished',
      newCount: 2,
      knownCount: 1,
      refusedCount: 1,
      badCount: 4,
      optOutCount: 1,
      bounceCount: 1,
    });
    expect(await rowsOf(ctx, 'SELECT email, locale, state, confirmed_at FROM subscriber ORDER BY id')).toEqual([
      { email: 'ana@example.org', locale: 'en', state: 'active', confirmed_at: '2024-05-17T00:00:00.000Z' },
      { email: 'gil@example.org', locale: 'zh-Hans', state: 'active', confirmed_at: '2023-02-03T10:20:30.000Z' },
    ]);
    expect(await rowsOf(ctx, `SELECT act, detail ->> 'source' AS source FROM consent ORDER BY id`)).toEqual([
      { act: 'imported', source: 'Old newsletter form' },
      { act: 'imported', source: 'Trade fair' },
    ]);
    expect(await rowsOf(ctx, 'SELECT reason FROM suppression ORDER BY reason')).toEqual([
      { reason: 'bounce' },
      { reason: 'opt_out' },
    ]);
  }
});

test('a dry run counts what the import then does, names the lines, and stores nothing', async () => {
  const { ctx } = await testContext();
  await bring(ctx, [aRow(2, 'ben@example.org', { status: 'unsubscribed' })], { fingerprint: 'earlier' });
  const dry = await judgeImport(ctx, PEOPLE, TERMS);
  expect(dry.counts).toEqual({ new: 2, known: 1, refused: 1, opt_out: 1, bounce: 1, bad: 4 });
  expect(dry.told.map(({ line, outcome }) => `${line} ${outcome}`)).toEqual([
    '3 known',
    '4 bad',
    '7 bad',
    '8 bad',
    '9 bad',
    '10 refused',
  ]);
  expect(await rowsOf(ctx, 'SELECT id FROM subscriber')).toEqual([]);
});

test('killed anywhere and run again, the file gives the same readers and the same counts', async () => {
  const whole = await testContext();
  const once = await bring(whole.ctx, PEOPLE, { size: 2 });
  for (const kill of [1, 2, 3, 4]) {
    const { ctx } = await testContext();
    const { found } = await beginImport(ctx, { fingerprint: 'file-1', terms: TERMS, by: 'api' });
    const stopped = PEOPLE.slice(0, kill * 2);
    for (let at = 0; at < stopped.length; at += 2)
      await importPage(ctx, { publicId: found.publicId, rows: stopped.slice(at, at + 2), tags: {} });
    // The answer to the last page was lost, too: it comes a second time.
    await importPage(ctx, { publicId: found.publicId, rows: stopped.slice(-2), tags: {} });
    const again = await bring(ctx, PEOPLE, { size: 4 });
    const { newCount, knownCount, refusedCount, badCount, optOutCount, bounceCount } = once;
    expect(again).toMatchObject({ newCount, knownCount, refusedCount, badCount, optOutCount, bounceCount });
    expect(await rowsOf(ctx, 'SELECT email FROM subscriber')).toEqual(
      await rowsOf(whole.ctx, 'SELECT email FROM subscriber'),
    );
    expect(await rowsOf(ctx, 'SELECT COUNT(*) AS n FROM consent')).toEqual([{ n: 2 }]);
  }
});

test('two programs with one file at once bring everybody once', async () => {
  const { ctx } = await testContext();
  const { found } = await beginImport(ctx, { fingerprint: 'file-1', terms: TERMS, by: 'api' });
  const rows = [aRow(2, 'ana@example.org'), aRow(3, 'ben@example.org')];
  await Promise.all([1, 2].map(() => importPage(ctx, { publicId: found.publicId, rows, tags: {} })));
  const done = await endImport(ctx, found.publicId, 'api');
  expect(done.newCount).toBe(2);
  expect(await rowsOf(ctx, 'SELECT COUNT(*) AS n FROM consent')).toEqual([{ n: 2 }]);
});

test('the same file again adds nothing, and another one lifts no opt-out and brings no erased reader back', async () => {
  const { ctx } = await testContext();
  const first = await bring(ctx, [aRow(2, 'ana@example.org'), aRow(3, 'ben@example.org')]);
  const ana = await findSubscriberById(ctx.db, 1);
  if (!ana) throw new Error('There must be a reader.');
  await eraseSubscriber(ctx, ana, 'details');
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed', left_at = ?1 WHERE id = 2`).bind(ctx.now()).all();
  expect((await beginImport(ctx, { fingerprint: 'file-1', terms: TERMS, by: 'api' })).found).toEqual(first);
  const second = await bring(ctx, [aRow(2, 'ana@example.org'), aRow(3, 'ben@example.org')], { fingerprint: 'file-2' });
  expect(second).toMatchObject({ newCount: 0, refusedCount: 2 });
  expect(await rowsOf(ctx, `SELECT COUNT(*) AS n FROM subscriber WHERE state = 'active'`)).toEqual([{ n: 0 }]);
});

test('an opt-out from elsewhere takes a reader off, unless they confirmed here after it', async () => {
  const { ctx } = await testContext();
  await bring(ctx, [
    aRow(2, 'ana@example.org', { consentAt: '2024-01-01' }),
    aRow(3, 'ben@example.org', { consentAt: '2025-01-01' }),
  ]);
  const left = { status: 'unsubscribed' as const, leftAt: '2024-06-01' };
  await bring(ctx, [aRow(2, 'ana@example.org', left), aRow(3, 'ben@example.org', left)], { fingerprint: 'left' });
  expect(await rowsOf(ctx, 'SELECT state FROM subscriber ORDER BY id')).toEqual([
    { state: 'unsubscribed' },
    { state: 'active' },
  ]);
});

test('tags become public topics by slug, name or the map; what names none is told; topics by invitation are given to nobody', async () => {
  const { ctx } = await testContext();
  const topic = (slug: string, name: string, visibility: 'public' | 'invite_only') =>
    insertTopic(ctx.db, { publicId: `topic${slug}`, slug, name, visibility, now: ctx.now() }).all();
  await topic('science', 'Science', 'public');
  await topic('money', 'Investors', 'public');
  await topic('inside', 'Inside', 'invite_only');
  const rows = [aRow(2, 'ana@example.org', { tags: ['SCIENCE', 'Shareholders', 'Inside', 'VIP'] })];
  const tags = { Shareholders: 'money' };
  expect((await judgeImport(ctx, rows, { ...TERMS, tags })).tags).toEqual(['Inside', 'VIP']);
  await bring(ctx, rows, { tags });
  const sql = 'SELECT t.slug FROM subscription p JOIN topic t ON t.id = p.topic_id ORDER BY t.id';
  expect(await rowsOf(ctx, sql)).toEqual([{ slug: 'science' }, { slug: 'money' }]);
  await expect(judgeImport(ctx, rows, { ...TERMS, tags: { VIP: 'inside' } })).rejects.toThrow('tags');
});

test('taken back, an import leaves nobody it brought; who left since stays left; the file may come again', async () => {
  const { ctx } = await testContext();
  const done = await bring(ctx, [aRow(2, 'ana@example.org'), aRow(3, 'ben@example.org'), aRow(4, 'cleo@example.org')]);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed', left_at = ?1 WHERE id = 2`).bind(ctx.now()).all();
  for (let n = 0; n < 2; n += 1) expect((await undoImport(ctx, done.publicId, 'api')).state).toBe('undone');
  expect(await rowsOf(ctx, 'SELECT id, state, email FROM subscriber')).toEqual([
    { id: 2, state: 'unsubscribed', email: 'ben@example.org' },
    { id: 3, state: 'erased', email: '' },
  ]);
  const again = await bring(ctx, [aRow(2, 'ana@example.org'), aRow(3, 'ben@example.org')]);
  expect(again).toMatchObject({ newCount: 1, refusedCount: 1 });
});

test('once a newsletter holds anybody of it, an import is not taken back', async () => {
  const { ctx } = await testContext();
  const done = await bring(ctx, [aRow(2, 'ana@example.org'), aRow(3, 'ben@example.org')]);
  await ctx.db
    .prepare(`INSERT INTO mailing (public_id, kind, state, is_archived, content_hash, max_id, created_by, created_at)
      VALUES ('m1', 'digest', 'sending', 1, 'h', 2, 'api', ?1)`)
    .bind(ctx.now())
    .all();
  const batch = `INSERT INTO batch (mailing_id, lo, hi, state, recipients) VALUES (1, 1, 2, 'todo', '[[2,"r","ben@example.org"]]')`;
  await ctx.db.prepare(batch).all();
  await expect(undoImport(ctx, done.publicId, 'api')).rejects.toThrow('They stay');
  expect(await rowsOf(ctx, `SELECT COUNT(*) AS n FROM subscriber WHERE state = 'active'`)).toEqual([{ n: 2 }]);
});

test.each([
  ['2024-05-17', '2024-05-17T00:00:00.000Z'],
  ['2024-05-17 08:12:00', '2024-05-17T08:12:00.000Z'],
  ['2024-05-17T08:12:00.123+08:00', '2024-05-17T00:12:00.000Z'],
  ['2024-05-17 08:12:00 UTC', '2024-05-17T08:12:00.000Z'],
  ['2024-02-31', null],
  ['17/05/2024', null],
  ['2999-01-01', null],
  ['1066-10-14', null],
])('reads the date %s', (text, iso) => expect(readDay(text, '2026-03-02T08:00:00.000Z')).toBe(iso));
