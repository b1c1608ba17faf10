import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { tick } from '../../src/tick.ts';
import { addArticles } from '../services/mailing-world.ts';
import { testContext } from '../support/context.ts';

const READERS = 10_000;

test('from approval to the last mail, a mailing runs at most 12 statements per 1,000 mails', async () => {
  const { ctx } = await testContext({ SEND_HOLD_SECONDS: '0', COUNT_GUARD: 'off' });
  ctx.mailer = { ...ctx.mailer, sendBatch: async () => ({ kind: 'accepted', ids: [], rejected: [] }) };
  await addArticles(
    ctx,
    Array.from({ length: 10 }, (_, n) => `Story${n}`),
  );
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       SELECT 'reader' || value, 'r' || value || '@example.org', 'r' || value || '@example.org', 'R', 'en', 'weekly', 'active', 'x', 'x'
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(Array.from({ length: READERS }, (_, n) => n)))
    .all();
  const limits = { seconds: 20, queryBudget: Number.POSITIVE_INFINITY };
  await tick(ctx, limits);
  const counted = countQueries(ctx.db);
  const counting = { ...ctx, db: counted.db };
  await sendDigest(counting, { by: 'slack:UANA', reportChannel: null, typedCount: null });
  await tick(counting, limits);
  const { results } = await ctx.db.prepare('SELECT state, submitted_count AS submitted FROM mailing').all();
  expect(results).toEqual([{ state: 'finished', submitted: READERS }]);
  expect((counted.used() / READERS) * 1000).toBeLessThanOrEqual(12);
});
