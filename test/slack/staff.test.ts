import { afterAll, beforeAll, expect, test } from 'vitest';
import { endRoleOfLeaver, giveRole } from '../../src/services/desk/change-staff.ts';
import { UNDO_ACT_ACTION } from '../../src/slack/blocks/undo.ts';
import { testContext } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

async function desk() {
  const made = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(made.ctx, 'status', 'UANA');
  return made;
}

test('only owners give roles; a refusal names whom to ask', async () => {
  const { ctx } = await desk();
  await workspace.type(ctx, 'staff add <@UBEN|ben> editor', 'UANA');
  const refused = await workspace.type(ctx, 'staff add <@UEVE|eve> owner', 'UBEN');
  expect(refused.text).toContain('Only the owner can do that; you are an editor.');
  expect(refused.text).toContain('Ask <@UANA> to do it.');
  expect((await workspace.type(ctx, 'staff', 'UBEN')).text).toContain('2 people work here');
});

test.each<[string, string]>([
  ['staff add ben editor', 'pick them from Slack'],
  ['staff add <@UBEN> king', 'A role is one of'],
  ['staff remove <@UANA>', 'needs an owner'],
  ['staff add <@UANA> viewer', 'needs an owner'],
  ['staff remove <@UBEN>', 'no role here'],
])('%s is refused in words', async (typed, words) => {
  const { ctx } = await desk();
  expect((await workspace.type(ctx, typed, 'UANA')).text).toContain(words);
});

test('nobody who left the workspace is given a role', async () => {
  const { ctx } = await desk();
  const members = { standing: async (id: string) => (id === 'UDORA' ? ('left' as const) : ('here' as const)) };
  const give = (slackUserId: string) =>
    giveRole({ ...ctx, members }, { slackUserId, role: 'editor', by: 'slack:UANA' });
  await expect(give('UDORA')).rejects.toThrow('deactivated');
  expect((await give('UBEN')).member.role).toBe('editor');
  expect((await workspace.type(ctx, 'staff', 'UANA')).text).toContain('2 people work here');
});

test('two owners who demote each other at the same moment leave one', async () => {
  const { ctx } = await desk();
  await giveRole(ctx, { slackUserId: 'UBEN', role: 'owner', by: 'slack:UANA' });
  const results = await Promise.allSettled([
    giveRole(ctx, { slackUserId: 'UBEN', role: 'viewer', by: 'slack:UANA' }),
    giveRole(ctx, { slackUserId: 'UANA', role: 'viewer', by: 'slack:UBEN' }),
  ]);
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
});

test('a role that was given is taken back by Undo, once, and not over a later change', async () => {
  const { ctx, world } = await desk();
  const given = await workspace.type(ctx, 'staff add <@UBEN> editor', 'UANA');
  const value = /"value":"(staff:[^"]+)"/.exec(JSON.stringify(given.blocks))?.[1] ?? '';
  expect((await workspace.press(ctx, UNDO_ACT_ACTION, value, 'UBEN')).text).toContain('Only the owner');
  expect((await workspace.press(ctx, UNDO_ACT_ACTION, value, 'UANA')).text).toContain('Undone by <@UANA>');
  world.advance(5);
  expect((await workspace.press(ctx, UNDO_ACT_ACTION, value, 'UANA')).text).toContain('changed again or undone since');
  expect((await workspace.type(ctx, 'status', 'UBEN')).text).toContain('no role');
});

test('who leaves the workspace loses every right at once, and an admin may take an ownerless newsroom', async () => {
  const { ctx } = await desk();
  await workspace.type(ctx, 'staff add <@UBEN> owner', 'UANA');
  expect(await endRoleOfLeaver(ctx, 'UBEN')).toBe(true);
  expect(await endRoleOfLeaver(ctx, 'UBEN')).toBe(false);
  expect((await workspace.type(ctx, 'status', 'UBEN')).text).toContain('no role');
  expect(await endRoleOfLeaver(ctx, 'UANA')).toBe(true);
  expect((await workspace.type(ctx, 'status', 'UANA')).text).toContain('Readers');
});
