import { expect, test } from 'vitest';
import type { Mailing } from '../../src/db/mailings/mailings.ts';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import { planSummaries } from '../../src/services/announcements/summarise-channels.ts';
import type { Context } from '../../src/services/context.ts';
import { approveMailing } from '../../src/services/mailings/approve-mailing.ts';
import { draftDigest } from '../../src/services/mailings/send-digest.ts';
import { beginRestore, finishRestore, restoreRows } from '../../src/services/operate/restore-backup.ts';
import { everyPage } from '../support/backup-pages.ts';
import { testContext } from '../support/context.ts';
import { addArticles, addReader, listMailings, mailed, passTime } from './mailing-world.ts';

const AT = '2026-03-01T00:00:00.000Z';
const BY = 'slack:UANA';

/** The newsroom of a backup, a day after everything that was due in it has left the newsroom it was made of. */
async function restoredOf(ctx: Context) {
  const { pages, migrations } = await everyPage(ctx);
  const { ctx: other, world } = await testContext();
  other.settings = ctx.settings;
  world.now = ctx.now();
  world.advance(86_400);
  await beginRestore(other, { migrations });
  for (const page of pages.reverse()) await restoreRows(other, page);
  await finishRestore(other, 0);
  return { ctx: other, world };
}

async function aDraft(ctx: Context): Promise<Mailing> {
  await addReader(ctx, 'ana');
  await addArticles(ctx, ['One']);
  return (await draftDigest(ctx, { by: BY })).mailing;
}

async function approved(ctx: Context, { contentHash, publicId }: Mailing): Promise<unknown> {
  const now = { publicId, seenHash: contentHash, by: BY, reportChannel: null, typedCount: null };
  return approveMailing(ctx, now);
}

test.each<[string, (ctx: Context, draft: Mailing) => Promise<unknown>, string]>([
  [
    'a draft that was to leave by itself',
    (ctx) => ctx.db.prepare('UPDATE mailing SET is_automatic = 1, send_at = created_at').all(),
    'draft',
  ],
  ['a newsletter on hold', approved, 'draft'],
  [
    'a newsletter that was to go on by itself',
    (ctx) =>
      ctx.db
        .prepare(
          `UPDATE mailing SET state = 'paused', started_at = ?1, resume_at = ?1, approved_hash = content_hash, max_id = 9`,
        )
        .bind(ctx.now())
        .all(),
    'paused',
  ],
])('%s, and that has left since the backup, waits for a person after a restore', async (_, act, state) => {
  const { ctx } = await testContext();
  await act(ctx, await aDraft(ctx));
  const { ctx: other, world } = await restoredOf(ctx);
  await passTime(other, world, { minutes: 60, until: '2026-03-04T08:00:00.000Z' });
  expect(world.accepted.size).toBe(0);
  expect((await listMailings(other)).map((mailing) => [mailing.state, mailing.pauseReason])).toEqual([
    [state, expect.stringContaining('Restored from a backup')],
  ]);
});

test('a newsletter on hold is sent once somebody approves it after a restore', async () => {
  const { ctx } = await testContext();
  await approved(ctx, await aDraft(ctx));
  const { ctx: other, world } = await restoredOf(ctx);
  const [mailing] = await listMailings(other);
  if (mailing) await approved(other, mailing);
  await passTime(other, world, { minutes: 2, until: '2026-03-03T08:10:00.000Z' });
  expect(mailed(world, ['One'])).toEqual(['ana: One']);
});

test('an alert of what was released before a restore waits for a person, one of what comes later does not', async () => {
  const { ctx } = await testContext();
  ctx.settings = { ...ctx.settings, sending: { ...ctx.settings.sending, alertsNeedApproval: false } };
  await addReader(ctx, 'ana', { frequency: 'instant' });
  await addArticles(ctx, ['One'], { emailMode: 'alert' });
  const { ctx: other, world } = await restoredOf(ctx);
  await passTime(other, world, { minutes: 2, until: '2026-03-03T08:10:00.000Z' });
  expect(world.accepted.size).toBe(0);
  expect((await listMailings(other)).map(({ state }) => state)).toEqual(['draft']);
  await addArticles(other, ['Two'], { emailMode: 'alert' });
  await passTime(other, world, { minutes: 2, until: '2026-03-03T08:20:00.000Z' });
  expect(mailed(world, ['One', 'Two'])).toEqual(['ana: Two']);
});

test("a channel's summary that was waiting is asked about after a restore, like a post", async () => {
  const { ctx } = await testContext();
  await ctx.db
    .prepare(
      `INSERT INTO channel_summary (public_id, channel_id, local_date, state, article_ids, since, is_weekly, is_compact, not_before, created_at)
       VALUES ('s1', 'CNEWS', '2026-03-01', 'pending', '[]', '${AT}', 0, 0, '${AT}', '${AT}')`,
    )
    .all();
  const { ctx: other } = await restoredOf(ctx);
  expect((await other.db.prepare('SELECT state FROM channel_summary').all()).results).toEqual([{ state: 'unknown' }]);
});

test('a channel’s summary after a restore begins there: what it may have had already is in none', async () => {
  const { ctx } = await testContext();
  const settings = { ...defaultRouteSettings('CNEWS', null), mode: 'daily' as const, atTime: '17:00' };
  await addRoute(ctx, { settings, by: BY });
  await ctx.db.prepare(`UPDATE route SET created_at = '${AT}'`).all();
  await addArticles(ctx, ['One']);
  const { ctx: other, world } = await restoredOf(ctx);
  world.advance(3600);
  await addArticles(other, ['Two']);
  world.advance(3600);
  await planSummaries(other);
  const { results } = await other.db.prepare('SELECT article_ids AS ids FROM channel_summary').all();
  expect(results).toEqual([{ ids: '[2]' }]);
});
