import { expect, test, vi } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { tick } from '../../src/tick.ts';
import { CRON_LIMITS, REQUEST_LIMITS } from '../../src/tick-limits.ts';
import { aDocument, anItem, mailedAddresses } from '../support/context.ts';
import { watchScans } from '../support/table-scans.ts';
import { countSubrequests } from './count-subrequests.ts';
import { wholeNewsroom } from './whole-newsroom.ts';

vi.setConfig({ testTimeout: 60_000 });

const SIZES = { feeds: 40, articles: 450, topics: 20, readers: 1_200, mailings: 50, waiting: 60 };

/**
 * Everything at once: feeds that are due, bring floods or fail, posts nobody knows of, questions and floods of which staff are
 * not told, mails to single readers, a mailing to all.
 */
async function everythingDue() {
  const { ctx, world } = await wholeNewsroom(SIZES, { SEND_HOLD_SECONDS: '0' });
  for (let n = 1; n <= SIZES.feeds; n += 1) {
    if (n % 10 === 0) continue;
    const items = Array.from({ length: n % 4 === 0 ? 40 : 4 }, (_, m) =>
      anItem({ title: `New ${n} ${m}`, url: `https://press${n}.example.org/${m}` }),
    );
    world.feeds.set(`https://press${n}.example.org/feed.xml`, aDocument(items));
  }
  for (const sql of [
    'UPDATE announcement SET asked_at = NULL, review_asked_at = NULL',
    `UPDATE announcement SET state = 'pending', ts = NULL WHERE id > 300 AND id <= 400`,
    'UPDATE flood SET asked_at = NULL',
    `UPDATE mailing SET state = 'finished' WHERE state IN ('paused', 'draft')`,
    'UPDATE contact_message SET told_at = NULL',
    'UPDATE mailing SET summed_up_at = NULL, reported_state = NULL',
    `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, not_before, created_at)
     SELECT 'confirm', 'welcome/' || id, id, '{}', 'todo', created_at, created_at FROM subscriber WHERE id <= 100`,
  ])
    await ctx.db.prepare(sql).all();
  await sendDigest(ctx, { by: 'slack:UANA', reportChannel: 'CNEWS1', typedCount: null });
  return { ctx, world };
}

/** Of D1's 1,000, a request may have run 150 before its tick; 50 are kept in hand. */
test.each([
  ['cron', CRON_LIMITS, 950],
  ['request', REQUEST_LIMITS, 800],
])(
  'the tick of a %s ends in time with everything due, and those after it finish the work',
  async (what, limits, most) => {
    const { ctx: base, world } = await everythingDue();
    const ports = countSubrequests(base);
    const statements: number[] = [];
    const subrequests: number[] = [];
    for (let n = 0; n < 40 && !isDone(); n += 1) {
      const counted = countQueries(base.db);
      const made = ports.made();
      await tick({ ...ports.ctx, db: counted.db }, limits);
      statements.push(counted.used());
      subrequests.push(ports.made() - made);
      world.advance(61);
    }
    function isDone() {
      return new Set(mailedAddresses(world, 'ml/')).size >= SIZES.readers - 2;
    }
    if (process.env.SHOW_WORK) console.log(what, statements.join(), subrequests.join());
    expect(Math.max(...statements)).toBeLessThan(most);
    expect(Math.max(...subrequests)).toBeLessThan(10_000);
    expect(isDone()).toBe(true);
    expect(world.log.filter((line) => line.includes('crashed'))).toEqual([]);
  },
);

test('no statement of a tick reads from end to end what grows over the years', async () => {
  const { ctx, world } = await everythingDue();
  for (const sql of [
    `UPDATE setting SET value = '{"sending":{"countsLinks":true,"dailyCap":1000}}' WHERE key = 'newsroom'`,
    `UPDATE article SET revision = 2, content_hash = 'edited', updated_at = '${world.now}' WHERE id > 410`,
    `UPDATE announcement SET state = 'sending', lease_until = '${world.now}' WHERE id > 400 AND id <= 405`,
    `UPDATE subscriber SET confirm_expires_at = '2026-02-01T08:00:00.000Z', confirmed_at = NULL WHERE state = 'pending'`,
    `INSERT INTO email_event (svix_id, type, mailing_id, subscriber_id, occurred_at, received_at)
     VALUES ('msg_1', 'bounced', 1, 1, '${world.now}', '${world.now}')`,
  ])
    await ctx.db.prepare(sql).all();
  const { db, scans } = watchScans(ctx.db);
  for (let n = 0; n < 12; n += 1) {
    await tick({ ...ctx, db }, CRON_LIMITS);
    world.advance(61);
  }
  expect(mailedAddresses(world).length).toBeGreaterThan(900);
  expect(world.posts.map(({ note }) => note.kind)).toContain('article');
  expect(await scans()).toEqual([]);
});
