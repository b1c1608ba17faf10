import { expect, test } from 'vitest';
import { controlMailing } from '../../src/services/mailings/control-mailing.ts';
import { composeCorrection } from '../../src/services/mailings/correction.ts';
import { emptyOldRecipients } from '../../src/services/mailings/empty-recipients.ts';
import { listRecipients, proveDelivery } from '../../src/services/mailings/prove-delivery.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { sweep } from '../../src/services/sweep.ts';
import { testContext } from '../support/context.ts';
import { aRunningMailing, MAILING, readerId, runUntilRest, theMailing } from '../support/mailing.ts';

const DAY = 86_400;

test('400 days after a mailing only the numbers of its recipients stay, and the proof still answers for each', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 250);
  world.onSend = (key, took) => {
    const answer = took();
    if (!key.endsWith('/1') || answer.kind !== 'accepted') return answer;
    return { ...answer, ids: answer.ids.slice(1), rejected: [{ index: 0, message: 'Bad address.' }] };
  };
  await runUntilRest(ctx, world);
  await ctx.db.prepare(`UPDATE batch SET provider_ids = json_set(provider_ids, '$[1]', NULL) WHERE lo = 1`).all();
  const before = await Promise.all([1, 2, 3, 150].map((n) => proveDelivery(ctx, MAILING, readerId(n))));
  expect(before.map(({ outcome }) => outcome)).toEqual(['refused', 'no_article', 'submitted', 'submitted']);

  world.advance(399 * DAY);
  await sweep(ctx);
  expect(await proveDelivery(ctx, MAILING, readerId(3))).toEqual(before[2]);
  world.advance(2 * DAY);
  await sweep(ctx);
  const stored = JSON.stringify((await ctx.db.prepare('SELECT recipients, provider_ids FROM batch').all()).results);
  for (const gone of ['@example.org', 'reader0', '#1']) expect(stored).not.toContain(gone);
  const after = await Promise.all([1, 2, 3, 150].map((n) => proveDelivery(ctx, MAILING, readerId(n))));
  expect(after.map(({ outcome, submittedAt }) => [outcome, submittedAt])).toEqual(
    before.map(({ outcome, submittedAt }) => [outcome, submittedAt]),
  );
  expect(after[2]).toMatchObject({ providerId: null, reason: expect.stringContaining('no longer kept') });
  const rows = [];
  for await (const page of listRecipients(ctx, await theMailing(ctx), { after: 0, upTo: null, withAddresses: true })) {
    rows.push(...page);
  }
  expect([rows.length, rows[2]?.reader, rows[2]?.address]).toEqual([250, readerId(3), '']);

  // Once more, as after a kill: nothing changes.
  await ctx.db.prepare(`DELETE FROM setting WHERE key = 'recipients_emptied'`).all();
  await emptyOldRecipients(ctx);
  expect(JSON.stringify((await ctx.db.prepare('SELECT recipients, provider_ids FROM batch').all()).results)).toBe(
    stored,
  );
  expect((await theMailing(ctx)).submittedCount).toBe(249);

  const correction = {
    correctsPublicId: MAILING,
    by: 'slack:UANA',
    articlePublicIds: [],
    wrong: { en: 'A' },
    right: { en: 'B' },
  };
  await expect(composeCorrection(ctx, correction)).rejects.toThrow('whom it went to is no longer kept');
});

test.each(['sending', 'paused'])(
  'a correction that is %s keeps the recipients until it has left, and reaches them',
  async (state) => {
    const { ctx, world } = await testContext();
    await aRunningMailing(ctx, 120);
    await runUntilRest(ctx, world);
    await ctx.db.batch([
      ctx.db.prepare(
        `INSERT INTO mailing (id, public_id, kind, state, audience, corrects_mailing_id, is_archived, content_hash, approved_hash, max_id,
         created_by, created_at, started_at)
       VALUES (8, 'correction01', 'correction', '${state}', '{"recipientsOf":7}', 7, 0, 'h', 'h', 120, 'test', '${world.now}', '${world.now}')`,
      ),
      ctx.db.prepare('INSERT INTO mailing_article (mailing_id, article_id, position) VALUES (8, 1, 0)'),
    ]);
    world.advance(401 * DAY);
    await emptyOldRecipients(ctx);
    await controlMailing(ctx, { publicId: 'correction01', act: 'resume', by: 'slack:UANA' });
    world.accepted.clear();
    for (let n = 0; n < 5; n += 1) {
      await runEmail(ctx, '2099-01-01T00:00:00.000Z');
      world.advance(61);
    }
    expect([...world.accepted.values()].flat().length).toBe(120);
    await emptyOldRecipients(ctx);
    const { results } = await ctx.db
      .prepare(`SELECT COUNT(*) AS kept FROM batch WHERE mailing_id = 7 AND recipients LIKE '%@%'`)
      .all();
    expect(results).toEqual([{ kept: 0 }]);
  },
);
