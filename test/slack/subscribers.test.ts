import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveRole } from '../../src/services/desk/change-staff.ts';
import { READER_ACTIONS } from '../../src/slack/blocks/reader.ts';
import { testContext } from '../support/context.ts';
import { lastModal, limitBreaches, submit } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

async function desk() {
  const made = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(made.ctx, 'status', 'UANA');
  await giveRole(made.ctx, { slackUserId: 'UBEN', role: 'editor', by: 'slack:UANA' });
  await workspace.type(made.ctx, 'subscribers add <mailto:eve@example.org|eve@example.org> Eve', 'UBEN');
  return made;
}

test.each<[string, string, string]>([
  ['subscribers', 'UBEN', '1 to confirm'],
  ['readers', 'UBEN', '0 came, 0 left'],
  ['subscribers find eve@example.org', 'UBEN', 'Only the owner'],
  ['subscribers export', 'UBEN', 'Only the owner'],
  ['subscribers find nobody@example.org', 'UANA', 'no such reader'],
  ['subscribers find rubbish', 'UANA', 'Give one address, as in ana@example.org. Nothing was done.'],
  ['subscribers add eve@example.org', 'UBEN', 'a moment ago'],
  ['subscribers export', 'UANA', 'it works once'],
])('%s by %s answers "%s"', async (typed, who, words) => {
  const { ctx } = await desk();
  expect(JSON.stringify(await workspace.type(ctx, typed, who))).toContain(words);
});

test('the owner sees one person, sends the confirmation again, and erases them; an editor may not press', async () => {
  const { ctx, world } = await desk();
  const shown = await workspace.type(ctx, 'subscribers find eve@example.org', 'UANA');
  const text = JSON.stringify(shown.blocks);
  expect(text).toContain('has yet to confirm');
  expect(text).toContain('requested');
  const id = /"value":"([a-z0-9]+)"/.exec(text)?.[1] ?? '';
  world.advance(700);
  expect((await workspace.press(ctx, READER_ACTIONS.erase, id, 'UBEN')).text).toContain('Only the owner');
  expect((await workspace.press(ctx, READER_ACTIONS.resend, id, 'UANA')).text).toContain('on its way');
  expect((await workspace.press(ctx, READER_ACTIONS.export, id, 'UANA')).text).toContain('eve@example.org');
  expect((await workspace.press(ctx, READER_ACTIONS.erase, id, 'UANA')).text).toContain('Erased');
  expect((await workspace.press(ctx, READER_ACTIONS.erase, id, 'UANA')).text).toContain('no such reader');
  expect(world.log.join('')).not.toContain('example.org');
});

test('the form invites a person to a topic by invitation; until they confirm they are no reader', async () => {
  const { ctx } = await desk();
  await workspace.type(ctx, 'topics add Investors', 'UANA');
  await workspace.type(ctx, 'topics add Science', 'UANA');
  await ctx.db.batch([ctx.db.prepare(`UPDATE topic SET visibility = 'invite_only' WHERE slug = 'investors'`)]);
  await workspace.type(ctx, 'subscribers add', 'UBEN');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  const person = { email: 'ivy@example.org', name: 'Ivy' };
  // A topic that was opened or closed while the form stood there.
  const crossed = { ...person, invitedTo: ['science'], topics: ['investors'] };
  const refused = await submit(workspace, ctx, { typed: crossed, userId: 'UBEN' });
  expect(Object.keys(refused?.errors ?? {}).sort()).toEqual(['invitedTo', 'topics']);
  const typed = { ...person, invitedTo: ['investors'] };
  const answer = await submit(workspace, ctx, { typed, userId: 'UBEN' });
  expect(JSON.stringify(answer)).toContain('on its way');
  const { results } = await ctx.db
    .prepare(
      `SELECT s.state, t.slug FROM subscriber s JOIN subscription p ON p.subscriber_id = s.id JOIN topic t ON t.id = p.topic_id
       WHERE s.email = 'ivy@example.org'`,
    )
    .all();
  expect(results).toEqual([{ state: 'pending', slug: 'investors' }]);
});

test.each<[string, string, string]>([
  ['rubbish', 'rubbish', 'email'],
  ['nothing', '', 'email'],
])('%s in the form is said beside the address', async (_, email, field) => {
  const { ctx } = await desk();
  await workspace.type(ctx, 'subscribers add', 'UBEN');
  const answer = await submit(workspace, ctx, { typed: { email }, userId: 'UBEN' });
  expect(answer?.errors?.[field]).toMatch(/\p{L}{3}/u);
});

test('the owner lifts a block, of a reader and of an address that was erased; an editor may not', async () => {
  const { ctx } = await desk();
  await ctx.db.batch([ctx.db.prepare(`UPDATE subscriber SET state = 'suppressed'`)]);
  const shown = JSON.stringify((await workspace.type(ctx, 'subscribers find eve@example.org', 'UANA')).blocks);
  expect(shown).toContain('Lift the block…');
  const id = /"value":"([a-z0-9]+)"/.exec(shown)?.[1] ?? '';
  expect((await workspace.press(ctx, READER_ACTIONS.lift, id, 'UBEN')).text).toContain('Only the owner');
  await workspace.press(ctx, READER_ACTIONS.erase, id, 'UANA');
  const kept = JSON.stringify((await workspace.type(ctx, 'subscribers find eve@example.org', 'UANA')).blocks);
  expect(kept).toContain('Only a hash of it is kept');
  const hash = /"value":"(hash:[^"]+)"/.exec(kept)?.[1] ?? '';
  expect((await workspace.press(ctx, READER_ACTIONS.lift, hash, 'UANA')).text).toContain('nothing was sent');
  expect((await workspace.press(ctx, READER_ACTIONS.lift, hash, 'UANA')).text).toContain('Nothing blocks');
  expect(JSON.stringify(await workspace.type(ctx, 'subscribers find eve@example.org', 'UANA'))).toContain(
    'come back by the form',
  );
});
