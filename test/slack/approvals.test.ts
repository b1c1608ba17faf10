import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { APPROVE_ACTIONS } from '../../src/slack/blocks/approval.ts';
import { testContext } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

test('who presses Approve second is told who was first; the card has no buttons from the first press on', async () => {
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(ctx, 'status', 'UANA');
  await workspace.type(ctx, 'staff add <@UBEN> approver', 'UANA');
  const settings = { ...defaultRouteSettings('CNEWS', null), needsApproval: true };
  await addRoute(ctx, { settings, by: 'slack:UANA' });
  const article = { title: 'A result', kind: 'press_release', body: 'Text.' } as never;
  await publishArticle(ctx, { article, by: 'slack:UEVE' });
  await announceArticles(ctx, '2027-01-01T00:00:00.000Z');
  const note = world.posts.at(-1)?.note;
  const id = note?.kind === 'approval' ? note.approval.publicId : '';
  const stranger = await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UEVE');
  expect(stranger.text).toContain('Ask <@UANA>');
  const first = await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UBEN');
  expect(first).toMatchObject({ replace_original: true, text: expect.stringContaining('Approved by <@UBEN>') });
  expect(JSON.stringify(first.blocks)).not.toContain('"actions"');
  const late = await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UANA');
  expect(late.text).toContain('Approved by <@UBEN>');
});
