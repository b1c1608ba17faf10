import { expect, test } from 'vitest';
import { findMailing } from '../../src/db/mailings/mailings.ts';
import type { Context } from '../../src/services/context.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { checkHealth } from '../../src/services/operate/check-health.ts';
import { mailedAddresses, testContext } from '../support/context.ts';
import { aRunningMailing, FAR, MAILING, readerId, runUntilRest } from '../support/mailing.ts';

/** A mailing to twelve readers, each of whom also waits for a welcome; the one of the second reader cannot be written. */
async function withAWelcomeThatBreaks() {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 12);
  await ctx.db
    .prepare(
      `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, not_before, created_at)
       SELECT 'welcome', 'wl/' || id || '/1', id, '{}', 'todo', ?1, ?1 FROM subscriber`,
    )
    .bind(ctx.now())
    .all();
  const broken: Context = {
    ...ctx,
    renderer: {
      ...ctx.renderer,
      message(view) {
        if (view.unsubscribeUrl?.includes(readerId(2))) throw new Error('This one breaks the program.');
        return ctx.renderer.message(view);
      },
    },
  };
  return { ctx, broken, world };
}

test('a single mail that breaks the program holds up no other and no newsletter, and leaves once it can be written', async () => {
  const { ctx, broken, world } = await withAWelcomeThatBreaks();
  expect(await runUntilRest(broken, world)).toMatchObject({ state: 'finished', submittedCount: 12 });
  expect(mailedAddresses(world, 'wl/')).toHaveLength(11);
  expect(world.log.filter((line) => line.includes('message.crashed')).length).toBeGreaterThan(0);
  world.advance(960);
  await runEmail(broken, FAR);
  expect((await checkHealth(ctx)).behind.messages).toBe(1);
  world.advance(60);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world, 'wl/2/')).toEqual(['r2@example.org']);
});

test('a newsletter that breaks the program holds up no other, and is in the log by its id', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 150);
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO mailing (id, public_id, kind, state, is_archived, is_planned, cursor, content_hash, approved_hash, approved_by,
           approved_at, max_id, created_by, created_at, started_at)
         VALUES (8, 'alert0000001', 'alert', 'sending', 1, 1, 100, 'h', 'h', 'slack:UANA', ?1, 100, 'test', ?1, ?1)`,
      )
      .bind(ctx.now()),
    ctx.db.prepare(
      `INSERT INTO batch (mailing_id, lo, hi, state, recipients, body_hash) VALUES (8, 1, 100, 'todo', '["no reader"]', 'h')`,
    ),
  ]);
  expect(await runUntilRest(ctx, world)).toMatchObject({ publicId: MAILING, state: 'finished', submittedCount: 150 });
  expect((await findMailing(ctx.db, 'alert0000001'))?.state).toBe('sending');
  const [line = ''] = world.log.filter((each) => each.includes('mailing.crashed'));
  expect(JSON.parse(line)).toMatchObject({ level: 'error', mailing: 'alert0000001' });
});
