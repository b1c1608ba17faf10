import { expect, test } from 'vitest';
import { countAnnouncements } from '../../src/db/announcements/announcements.ts';
import { findApproval } from '../../src/db/announcements/approvals.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings, editRoute } from '../../src/services/announcements/change-route.ts';
import { decideAnnouncement, resubmitAnnouncement } from '../../src/services/announcements/decide-announcement.ts';
import { planSummaries } from '../../src/services/announcements/summarise-channels.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { testContext, type World } from '../support/context.ts';

const FAR = '2027-01-01T00:00:00.000Z';

async function publish(ctx: Context, title: string, by = 'slack:UEVE'): Promise<void> {
  await publishArticle(ctx, { article: { title, kind: 'press_release', body: 'Text.' } as never, by });
}

async function waiting(): Promise<{ ctx: Context; world: World; id: string }> {
  const { ctx, world } = await testContext();
  const settings = { ...defaultRouteSettings('CNEWS', null), needsApproval: true };
  await addRoute(ctx, { settings, by: 'slack:UANA' });
  await publish(ctx, 'A result');
  await announceArticles(ctx, FAR);
  const { results } = await ctx.db.prepare('SELECT public_id FROM announcement').all();
  return { ctx, world, id: String(results[0]?.public_id) };
}

const cards = (world: World) =>
  world.posts.flatMap(({ channel, note }) => (note.kind === 'approval' ? [[channel, note.approval.state]] : []));

test('staff articles wait with one card; two approve at once, one counts, the card ends as posted', async () => {
  const { ctx, world, id } = await waiting();
  await announceArticles(ctx, FAR);
  expect(cards(world)).toEqual([['CREVIEW1', 'awaiting_approval']]);
  const decisions = await Promise.all(
    ['slack:UANA', 'slack:UBEN'].map((by) => decideAnnouncement(ctx, { publicId: id, decision: 'approve', by })),
  );
  expect(decisions.filter(({ isDecided }) => isDecided).length).toBe(1);
  await announceArticles(ctx, FAR);
  await announceArticles(ctx, FAR);
  expect(world.posts.filter(({ note }) => note.kind === 'article').length).toBe(1);
  expect(cards(world).at(-1)).toEqual(['CREVIEW1', 'posted']);
});

test('a rejection reaches its author with the reason; submitted again it asks anew', async () => {
  const { ctx, world, id } = await waiting();
  await decideAnnouncement(ctx, { publicId: id, decision: 'reject', by: 'slack:UBEN', reason: 'Needs a picture.' });
  expect(world.posts.at(-1)).toMatchObject({
    channel: 'UEVE',
    note: { kind: 'sent_back', reason: 'Needs a picture.' },
  });
  await announceArticles(ctx, FAR);
  expect(await resubmitAnnouncement(ctx, { publicId: id, by: 'slack:UEVE' })).toBe(true);
  expect(await resubmitAnnouncement(ctx, { publicId: id, by: 'slack:UEVE' })).toBe(false);
  await announceArticles(ctx, FAR);
  expect(cards(world).map(([, state]) => state)).toEqual(['awaiting_approval', 'rejected', 'awaiting_approval']);
});

test('with four eyes the author may not approve, somebody else may', async () => {
  const { ctx, id } = await waiting();
  const strict = { ...ctx, settings: { ...ctx.settings, desk: { ...ctx.settings.desk, needsFourEyes: true } } };
  const approve = (by: string) => decideAnnouncement(strict, { publicId: id, decision: 'approve', by });
  await expect(approve('slack:UEVE')).rejects.toThrow('someone else on the desk');
  expect((await approve('slack:UBEN')).isDecided).toBe(true);
});

test('what nobody decides is reminded of once after a day and given up after seven, never posted', async () => {
  const { ctx, world, id } = await waiting();
  for (let day = 0; day < 9; day += 1) {
    world.advance(24 * 3600 + 60);
    await announceArticles(ctx, FAR);
  }
  expect(world.posts.filter(({ note }) => note.kind === 'approvals_waiting').length).toBe(1);
  expect(await findApproval(ctx.db, id)).toMatchObject({ state: 'skipped', reason: 'expired' });
  expect(cards(world).at(-1)).toEqual(['CREVIEW1', 'skipped']);
});

test('a rate limit in the middle of 30 posts holds every holder back, tells once, and all go out once', async () => {
  const { ctx, world } = await testContext();
  await addRoute(ctx, { settings: defaultRouteSettings('CNEWS', null), by: 'slack:UANA' });
  for (let n = 0; n < 30; n += 1) await publish(ctx, `Story ${n}`);
  for (let n = 0; n < 12; n += 1) world.postOutcomes.push({ kind: 'posted', ts: `1.${n}` });
  world.postOutcomes.push({ kind: 'refused', code: 'rate_limited', retryAfterSeconds: 40 });
  await announceArticles(ctx, FAR);
  const asked = world.posts.length;
  await Promise.all([announceArticles(ctx, FAR), announceArticles(ctx, FAR)]);
  expect(world.posts.length).toBe(asked);
  expect(world.posts.filter(({ note }) => note.kind === 'slow_down')).toMatchObject([{ note: { waiting: 18 } }]);
  world.advance(41);
  await announceArticles(ctx, FAR);
  expect(await countAnnouncements(ctx.db)).toEqual({ posted: 30 });
  const taken = world.posts.flatMap(({ note, ts }) => (note.kind === 'article' && ts ? [note.card.title] : []));
  expect(new Set(taken).size).toBe(taken.length);
});

test('a refused channel rests with its settings, its adder is told once, and picking another sends what waited', async () => {
  const { ctx, world } = await testContext();
  const { route } = await addRoute(ctx, { settings: defaultRouteSettings('CNEWS', null), by: 'slack:UANA' });
  for (const title of ['One', 'Two']) await publish(ctx, title);
  world.postOutcomes.push({ kind: 'refused', code: 'is_archived', retryAfterSeconds: null });
  for (let round = 0; round < 3; round += 1) await announceArticles(ctx, FAR);
  const told = world.posts.filter(({ note }) => note.kind === 'route_paused');
  expect(told).toMatchObject([{ channel: 'UANA', note: { route: { waiting: 2, reason: 'is_archived' } } }]);
  const settings = { channelId: 'COTHER', state: 'active' as const };
  await editRoute(ctx, { publicId: route.publicId, settings, act: 'moved', by: 'slack:UANA' });
  await announceArticles(ctx, FAR);
  const posted = world.posts.flatMap(({ channel, note, ts }) => (note.kind === 'article' && ts ? [channel] : []));
  expect(posted).toEqual(['COTHER', 'COTHER']);
});

test('a channel gets one summary a day at its local time, nothing on an empty day, and none twice under kills', async () => {
  const { ctx, world } = await testContext();
  const settings = { ...defaultRouteSettings('CNEWS', null), mode: 'daily' as const, atTime: '17:00' };
  await addRoute(ctx, { settings, by: 'slack:UANA' });
  for (const title of ['One', 'Two']) await publish(ctx, title);
  const run = async (context: Context) => {
    await Promise.all([planSummaries(context), planSummaries(context)]);
    await announceArticles(context, FAR);
  };
  await run(ctx);
  const summaries = () =>
    world.posts.flatMap(({ note }) => (note.kind === 'summary' ? [note.summary.cards.length] : []));
  expect(summaries()).toEqual([]);
  world.advance(3600 + 60);
  for (let round = 0; round < 3; round += 1) await run(ctx);
  expect(summaries()).toEqual([2]);
  for (let day = 0; day < 2; day += 1) {
    world.advance(24 * 3600);
    await run(ctx);
  }
  expect(summaries()).toEqual([2]);
  await publish(ctx, 'Three');
  world.advance(24 * 3600);
  await planSummaries(ctx);
  const dying = { ...ctx, announcer: { ...ctx.announcer, post: () => Promise.reject(new Error('killed')) } };
  await announceArticles(dying, FAR).catch(() => null);
  world.advance(120);
  for (let round = 0; round < 3; round += 1) await run(ctx);
  expect(summaries()).toEqual([2]);
  const { results } = await ctx.db.prepare('SELECT state FROM channel_summary ORDER BY id').all();
  expect(results.map(({ state }) => state)).toEqual(['posted', 'unknown']);
});
