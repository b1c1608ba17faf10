import { expect, test } from 'vitest';
import { listPublished } from '../../src/db/articles/articles.ts';
import { type BatchResult, claimBatches, markBatches } from '../../src/db/mailings/batches.ts';
import { findMailing } from '../../src/db/mailings/mailings.ts';
import { planSlice } from '../../src/db/mailings/plan-batches.ts';
import type { Context } from '../../src/services/context.ts';
import { stopMailing } from '../../src/services/mailings/approve-mailing.ts';
import { composeDigest } from '../../src/services/mailings/compose-digest.ts';
import { controlMailing } from '../../src/services/mailings/control-mailing.ts';
import { decideBatches } from '../../src/services/mailings/decide-batches.ts';
import { editDraft } from '../../src/services/mailings/edit-draft.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { approveAutomatic } from '../../src/services/mailings/schedule-run.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import type { SendOutcome } from '../../src/services/ports.ts';
import { takeOver } from '../../src/services/take-over.ts';
import { mailedAddresses, testContext, type World } from '../support/context.ts';
import { aRunningMailing, FAR, MAILING, RATE_LIMITED, runUntilRest, theMailing } from '../support/mailing.ts';
import { addArticles, addReader } from './mailing-world.ts';

const LOST: SendOutcome = { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: null };
const BY = 'slack:UANA';

async function running(readers: number): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, readers);
  return { ctx, world };
}

/** A context in which something happens right before the first transaction that a text of its statements names. */
function interrupted(ctx: Context, named: string, event: () => Promise<unknown>): Context {
  let isOver = false;
  const sqlOf = new Map<object, string>();
  const note = <T extends object>(statement: T, sql: string): T => {
    sqlOf.set(statement, sql);
    return statement;
  };
  const db: Context['db'] = {
    prepare: (sql) => {
      const inner = ctx.db.prepare(sql);
      return { ...note(inner, sql), bind: (...values) => note(inner.bind(...values), sql), all: () => inner.all() };
    },
    async batch(statements) {
      if (!isOver && statements.some((statement) => sqlOf.get(statement)?.includes(named))) {
        isOver = true;
        await event();
      }
      return ctx.db.batch(statements);
    },
  };
  return { ...ctx, db };
}

/** A digest to two readers that is approved and whose hold is over. */
async function held(): Promise<{ ctx: Context; world: World; publicId: string }> {
  const { ctx, world } = await testContext();
  for (const name of ['ana', 'ben']) await addReader(ctx, name);
  await addArticles(ctx, ['One']);
  const { mailing } = await sendDigest(ctx, { by: BY, reportChannel: null, typedCount: null });
  world.advance(61);
  return { ctx, world, publicId: mailing.publicId };
}

test.each<[string, string, (ctx: Context, publicId: string) => Promise<unknown>]>([
  ['cancelled', 'cancelled', (ctx, publicId) => controlMailing(ctx, { publicId, act: 'cancel', by: BY })],
  ['undone', 'cancelled', (ctx, publicId) => stopMailing(ctx, publicId, BY)],
  ['edited', 'draft', (ctx, publicId) => editNow(ctx, publicId)],
])('%s at the very moment its hold ends, nothing of it leaves', async (_, state, act) => {
  const { ctx, world, publicId } = await held();
  await runEmail(
    interrupted(ctx, `SET state = 'sending'`, () => act(ctx, publicId)),
    FAR,
  );
  world.advance(600);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world)).toEqual([]);
  expect((await findMailing(ctx.db, publicId))?.state).toBe(state);
});

async function editNow(ctx: Context, publicId: string): Promise<void> {
  const seenHash = (await findMailing(ctx.db, publicId))?.contentHash ?? '';
  await editDraft(ctx, { publicId, seenHash, by: BY, subject: { en: 'Another subject' } });
}

test('a draft that leaves by itself and is edited at that very moment waits, as edited, for the next look', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana');
  await addArticles(ctx, ['One']);
  const [article] = await listPublished(ctx.db, { before: null, now: ctx.now(), limit: 1 });
  const { publicId } = await composeDigest(ctx, { by: BY, audience: {}, articles: article ? [article] : [] });
  await ctx.db.prepare('UPDATE mailing SET is_automatic = 1, send_at = created_at').all();
  await approveAutomatic(interrupted(ctx, `SET state = 'holding'`, () => editNow(ctx, publicId)));
  expect(await findMailing(ctx.db, publicId)).toMatchObject({ state: 'draft', subject: { en: 'Another subject' } });
  expect(mailedAddresses(world)).toEqual([]);
});

test('a program that is killed and started again in the hold keeps it to its end, and then sends once', async () => {
  const { ctx, world, publicId } = await held();
  world.advance(-30);
  for (let start = 0; start < 3; start += 1) {
    await takeOver(ctx);
    await runEmail(ctx, FAR);
    expect(mailedAddresses(world)).toEqual([]);
    world.advance(5);
  }
  world.advance(30);
  for (let start = 0; start < 3; start += 1) {
    await takeOver(ctx);
    await runEmail(ctx, FAR);
  }
  expect(mailedAddresses(world).sort()).toEqual(['ana@example.org', 'ben@example.org']);
  expect(await findMailing(ctx.db, publicId)).toMatchObject({ state: 'finished', submittedCount: 2 });
});

test('an unknown batch that is sent again while its mailing is being ended leaves with it', async () => {
  const { ctx, world } = await running(150);
  world.onSend = (key, took) => (key.endsWith('/1') ? LOST : took());
  await runEmail(ctx, FAR);
  world.advance(23 * 3600 + 60);
  world.onSend = null;
  let settled = 0;
  const press = async () => {
    settled = await decideBatches(ctx, { publicId: MAILING, decision: 'send_again', by: BY });
  };
  await runEmail(interrupted(ctx, `SET state = 'finished'`, press), FAR);
  expect(settled).toBe(1);
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 150 });
  expect(mailedAddresses(world)).toHaveLength(150);
});

test('an answer that comes when a later look had given its batch up still counts, once', async () => {
  const { ctx } = await running(100);
  const mailing = await theMailing(ctx);
  await ctx.db.batch(planSlice(ctx.db, mailing, { ranges: [[1, 100]], isLast: true }));
  const [claimed] = await claimBatches(ctx.db, mailing, {
    ...{ holder: 'early', now: ctx.now(), leaseUntil: FAR, limit: 10, builderVersion: 1, keyId: 'k1', cap: null },
  });
  const mark = async (result: BatchResult) =>
    ctx.db.batch(markBatches(ctx.db, { mailingId: mailing.id, holder: 'early', results: [result], now: ctx.now() }));
  await mark({ lo: claimed?.lo ?? 0, to: 'unknown', error: 'No answer.' });
  const taken: BatchResult = { lo: 1, to: 'submitted', sentCount: 100, providerIds: [], refusals: [] };
  await mark(taken);
  await mark(taken);
  const { results } = await ctx.db.prepare('SELECT state, sent_count AS sent FROM batch').all();
  expect(results).toEqual([{ state: 'submitted', sent: 100 }]);
  expect((await theMailing(ctx)).submittedCount).toBe(100);
});

test('a clock that goes back ten minutes, and on again, makes nobody be mailed twice or missed', async () => {
  const { ctx, world } = await running(600);
  let requests = 0;
  world.onSend = (_key, took) => {
    requests += 1;
    if (requests % 7 === 3) world.advance(-600);
    if (requests % 7 === 5) world.advance(600);
    if (requests % 4 === 1) return RATE_LIMITED;
    const answer = took();
    return requests % 5 === 2 ? LOST : answer;
  };
  for (let n = 0; n < 300 && (await theMailing(ctx)).state !== 'finished'; n += 1) {
    await runEmail(ctx, FAR);
    await ctx.db.prepare(`UPDATE mailing SET state = 'sending', resume_at = NULL WHERE state = 'paused'`).all();
    world.advance(61);
  }
  expect(await theMailing(ctx)).toMatchObject({ state: 'finished', submittedCount: 600 });
  expect(mailedAddresses(world)).toHaveLength(600);
  expect(new Set(mailedAddresses(world)).size).toBe(600);
});

test('a refusal at the very millisecond of a lost attempt does not make its batch be frozen anew', async () => {
  const { ctx, world } = await running(3);
  const startedAt = world.now;
  world.onSend = (_key, took) => {
    took();
    return LOST;
  };
  await runEmail({ ...ctx, sleep: async () => {} }, FAR);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE id = 2`).all();
  // The clock was set back, and shows the time of the first attempt once more.
  world.now = startedAt;
  await ctx.db.prepare('UPDATE batch SET not_before = NULL, lease_until = NULL').all();
  await ctx.db.prepare(`UPDATE lane SET lease_until = '2026-01-01T00:00:00.000Z', next_at = NULL`).all();
  world.onSend = () => RATE_LIMITED;
  await runEmail({ ...ctx, sleep: async () => {} }, FAR);
  world.onSend = null;
  world.advance(600);
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 3 });
  expect(mailedAddresses(world)).toHaveLength(3);
});

test('an alert that is approved while a long digest is under way goes before the rest of it', async () => {
  const { ctx, world } = await running(3000);
  world.onSend = (_key, took) => {
    world.advance(1);
    return took();
  };
  const soon = () => new Date(Date.parse(ctx.now()) + 8000).toISOString();
  await runEmail(ctx, soon());
  expect((await theMailing(ctx)).state).toBe('sending');
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO mailing (id, public_id, kind, state, is_archived, content_hash, approved_hash, approved_by, approved_at,
           max_id, created_by, created_at, started_at)
         VALUES (8, 'alert0000001', 'alert', 'sending', 1, 'h', 'h', 'slack:UANA', ?1, 100, 'test', ?1, ?1)`,
      )
      .bind(ctx.now()),
    ctx.db.prepare('INSERT INTO mailing_article (mailing_id, article_id, position) VALUES (8, 1, 0)'),
  ]);
  world.advance(1);
  await runEmail(ctx, soon());
  expect(mailedAddresses(world, 'ml/alert')).toHaveLength(100);
  expect((await theMailing(ctx)).state).toBe('sending');
});
