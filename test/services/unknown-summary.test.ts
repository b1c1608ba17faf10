import { expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import { decideUnknownPost } from '../../src/services/announcements/decide-unknown-post.ts';
import { planSummaries } from '../../src/services/announcements/summarise-channels.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { testContext } from '../support/context.ts';

const FAR = '2027-01-01T00:00:00.000Z';

/** A channel's summary that Slack never answered to. */
async function unanswered() {
  const { ctx, world } = await testContext();
  const settings = { ...defaultRouteSettings('CNEWS', null), mode: 'daily' as const, atTime: '17:00' };
  await addRoute(ctx, { settings, by: 'slack:UANA' });
  await announceArticles(ctx, FAR);
  await publishArticle(ctx, { article: { title: 'One', kind: 'press_release', body: 'Text.' } as never, by: 'api' });
  world.advance(3600 + 60);
  await planSummaries(ctx);
  world.posts.length = 0;
  world.postOutcomes.push({ kind: 'unanswered', code: 'timeout' });
  await announceArticles(ctx, FAR);
  const asked = world.posts.flatMap(({ note }) => (note.kind === 'unknown_summary' ? [note.publicId] : []));
  expect(asked.length).toBe(1);
  const posted = () => world.posts.filter(({ note }) => note.kind === 'summary').length;
  const state = async () => (await ctx.db.prepare('SELECT state FROM channel_summary').all()).results[0]?.state;
  return { ctx, world, publicId: asked[0] ?? '', posted, state };
}

test.each([
  ['posted', 0],
  ['post_again', 1],
] as const)('staff are asked once about a summary nobody knows of; "%s" counts once', async (decision, more) => {
  const { ctx, posted, publicId, state, world } = await unanswered();
  const before = posted();
  world.advance(60);
  await announceArticles(ctx, FAR);
  expect([posted(), await state()]).toEqual([before, 'unknown']);
  const decide = (by: string) => decideUnknownPost(ctx, { publicId, decision, by });
  const decisions = await Promise.all([decide('slack:UANA'), decide('slack:UBEN')]);
  expect(decisions.filter(({ isDecided }) => isDecided).length).toBe(1);
  for (let round = 0; round < 2; round += 1) await announceArticles(ctx, FAR);
  expect([posted() - before, await state()]).toEqual([more, 'posted']);
});
