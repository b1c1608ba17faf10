import { expect, test } from 'vitest';
import { addRoute, defaultRouteSettings, editRoute } from '../../src/services/announcements/change-route.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { testContext } from '../support/context.ts';

const BY = 'slack:UANA';

test('a move to a channel that gets those articles already is refused, and what waits for approval stays where it is', async () => {
  const { ctx } = await testContext();
  const settings = { ...defaultRouteSettings('CNEWS', null), needsApproval: true };
  const { route } = await addRoute(ctx, { settings, by: BY });
  const elsewhere = { ...defaultRouteSettings('COTHER', null), filters: { includeWords: ['nothing'] } };
  await addRoute(ctx, { settings: elsewhere, by: BY });
  await publishArticle(ctx, { article: { kind: 'press_release', title: 'One' }, by: BY });
  const waiting = async () => (await ctx.db.prepare('SELECT channel_id, state FROM announcement').all()).results;
  expect(await waiting()).toEqual([{ channel_id: 'CNEWS', state: 'awaiting_approval' }]);
  const move = { publicId: route.publicId, settings: { channelId: 'COTHER' }, act: 'moved', by: BY } as const;
  await expect(editRoute(ctx, move)).rejects.toMatchObject({ code: 'conflict' });
  expect(await waiting()).toEqual([{ channel_id: 'CNEWS', state: 'awaiting_approval' }]);
});
