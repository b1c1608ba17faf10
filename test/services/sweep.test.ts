import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { sweep } from '../../src/services/sweep.ts';
import { testContext } from '../support/context.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

const READER = `INSERT INTO subscriber (id, public_id, email, email_key, name, locale, frequency, state, source, confirm_expires_at, created_at)
  VALUES (1, 'reader000001', 'a@b.example', 'a@b.example', 'A', 'en', 'weekly', `;

/** A kind of row: how to make one that is dated ?1, where it stands, and for how many seconds it stays. */
const KINDS: [what: string, table: string, seconds: number, statements: string[]][] = [
  ['a key of a Slack request', 'slack_seen', HOUR, [`INSERT INTO slack_seen VALUES ('k', ?1)`]],
  ['a count', 'rate_count', 2 * DAY, [`INSERT INTO rate_count (key, window_start, count) VALUES ('ip:x', ?1, 1)`]],
  [
    'a question',
    'contact_message',
    183 * DAY,
    [
      `INSERT INTO contact_message (public_id, state, role, locale, name, email, body, created_at)
       VALUES ('contact00001', 'done', 'press', 'en', 'A', 'a@b.example', 'Why?', ?1)`,
    ],
  ],
  [
    'a change of address',
    'address_change',
    30 * DAY,
    [
      `${READER}'active', 'form', NULL, ?1)`,
      `INSERT INTO address_change (public_id, subscriber_id, email, email_key, state, expires_at, created_at)
       VALUES ('change000001', 1, 'c@d.example', 'c@d.example', 'waiting', ?1, ?1)`,
    ],
  ],
  // Its link works for three days, and the time counts from there. The newest row stays, empty, so that no number comes twice.
  ['a sign-up nobody confirmed', "subscriber WHERE name <> ''", 4 * DAY, [`${READER}'pending', 'form', ?1, ?1)`]],
  [
    'the evidence on an erased reader',
    'consent',
    3 * 366 * DAY,
    [
      `${READER}'erased', 'form', NULL, ?1)`,
      `INSERT INTO erasure (subscriber_id, erased_at, scrubbed_at) VALUES (1, ?1, ?1)`,
      `INSERT INTO consent (subscriber_id, act, text_version, locale, page, at) VALUES (1, 'erased', '1', 'en', '/', ?1)`,
    ],
  ],
];

async function countOf(ctx: Context, table: string): Promise<unknown> {
  return (await ctx.db.prepare(`SELECT COUNT(*) AS count FROM ${table}`).all()).results[0]?.count;
}

test.each(KINDS)('%s stays in %s for %d seconds and not longer', async (_what, table, seconds, statements) => {
  const { ctx, world } = await testContext();
  const madeAt = ctx.now();
  for (const sql of statements) {
    await ctx.db
      .prepare(sql)
      .bind(...(sql.includes('?1') ? [madeAt] : []))
      .all();
  }
  world.advance(seconds - 1);
  await sweep(ctx);
  expect(await countOf(ctx, table)).toBe(1);
  world.advance(HOUR + 2);
  await sweep(ctx);
  expect(await countOf(ctx, table)).toBe(0);
});
