import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { sendDigest } from '../../src/services/send-digest.ts';
import { tick } from '../../src/tick.ts';
import { CRON_LIMITS, REQUEST_LIMITS } from '../../src/tick-limits.ts';
import { aDocument, anItem, mailedAddresses } from '../support/context.ts';
import { countSubrequests } from './count-subrequests.ts';
import { wholeNewsroom } from './whole-newsroom.ts';

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
  await sendDigest(ctx, { by: 'slack:UANA', reportChannel: 'CNEWS1', typedCount: null }, 60_000);
