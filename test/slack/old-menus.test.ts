import { expect, onTestFinished, test } from 'vitest';
import { listTopics } from '../../src/db/articles/topics.ts';
import { addTopic } from '../../src/services/desk/change-topic.ts';
import { testContext } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

test('a choice that no menu of this version offers changes nobody’s role and no topic', async () => {
  const workspace = await openWorkspace(['UANA']);
  onTestFinished(() => void workspace.close());
  const { ctx } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(ctx, 'staff add <@UBEN> editor', 'UANA');
  await addTopic(ctx, { name: 'Science', visibility: 'public', by: 'slack:UANA' });
  const before = await listTopics(ctx.db);
  const choices = { 'staff.change:UBEN': 'UBEN retire', 'topic.change:1': `${before[0]?.publicId} archive` };
  for (const [action, value] of Object.entries(choices))
    expect((await workspace.press(ctx, action, value, 'UANA')).text).toContain('Nothing was changed');
  expect(await listTopics(ctx.db)).toEqual(before);
  expect((await workspace.type(ctx, 'staff', 'UANA')).text).toContain('2 people work here');
});
