import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import type { Context } from '../../src/services/context.ts';
import { tick } from '../../src/tick.ts';
import { mailedAddresses, testContext } from '../support/context.ts';
import { addArticles, addReader } from './mailing-world.ts';

const LIMITS = { seconds: 50, queryBudget: 850 };

async function statementsOf(ctx: Context): Promise<number> {
  const counted = countQueries(ctx.db);
  await tick({ ...ctx, db: counted.db }, LIMITS);
  return counted.used();
}

test('a tick with nothing to do runs a handful of statements, however much is stored', async () => {
  const { ctx, world } = await testContext();
  await addArticles(ctx, ['One', 'Two', 'Three']);
  await addReader(ctx, 'ana');
  await tick(ctx, LIMITS);
  world.advance(1);
  // One asks whether the database is migrated, once a process; one reads the settings; one asks what is due.
  expect(await statementsOf(ctx)).toBe(3);
  world.advance(61);
  // Once a minute the tick is noted, and every five minutes it is looked whether anything is late.
  expect(await statementsOf(ctx)).toBeLessThanOrEqual(10);
});

test('what comes to be between two ticks is found by the next: an alert is made, asked about and sent', async () => {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0', SLACK_REVIEW_CHANNEL: 'CREVIEW1' });
  const settings = { ...ctx.settings, sending: { ...ctx.settings.sending, alertsNeedApproval: false } };
  await ctx.db
    .prepare(`INSERT INTO setting (key, value, updated_at) VALUES ('newsroom', ?1, '2026-01-01T00:00:00.000Z')`)
    .bind(JSON.stringify(settings))
    .all();
  await addReader(ctx, 'ana', { frequency: 'instant' });
  await tick(ctx, LIMITS);
  await addArticles(ctx, ['News'], { emailMode: 'alert' });
  for (let n = 0; n < 4; n += 1) {
    world.advance(10);
    await tick(ctx, LIMITS);
  }
  expect(mailedAddresses(world)).toEqual(['ana@example.org']);
  expect(world.posts.map(({ note }) => note.kind)).toContain('mailing');
});
