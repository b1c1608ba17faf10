import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { makeAlerts } from '../../src/services/mailings/alert-mailings.ts';
import { addArticles, addReader } from '../services/mailing-world.ts';
import { testContext, type World } from '../support/context.ts';
import { submit } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
let ctx: Context;
let world: World;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());
beforeEach(async () => {
  ({ ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl, SLACK_REVIEW_CHANNEL: 'CREVIEW1' }));
  await workspace.type(ctx, 'status', 'UANA');
  await addArticles(ctx, ['One', 'Two']);
});

const type = async (words: string, userId = 'UANA') => JSON.stringify(await workspace.type(ctx, words, userId));

test('before the first reader signs up, a newsletter is looked at, tested and written, and not sent', async () => {
  expect(await type('digest preview')).toContain('/preview/');
  expect(await type('digest test ana@example.org')).toContain('2 tests sent. Nothing went to readers.');
  expect(await type('digest audience')).toContain('0 readers get it');
  expect(await type('digest send')).toContain('Nobody has signed up yet. Nothing was sent.');
  await workspace.type(ctx, 'digest new', 'UANA');
  await submit(workspace, ctx, { typed: { 'subject-en': 'Our first' } });
  expect(await type('digest')).toContain('Our first');
});

test('once there are readers, one whom nobody would get is refused where it is written', async () => {
  await addReader(ctx, 'li', { frequency: 'weekly' });
  await workspace.type(ctx, 'digest new', 'UANA');
  await submit(workspace, ctx, { typed: { frequencies: ['monthly'] } });
  expect(JSON.stringify(workspace.calls)).toContain('Nobody would get it');
});

test('what waits elsewhere stands in the queue, in the status and on the Home tab, with where it is decided', async () => {
  expect(await type('queue')).toContain('Nothing waits for a decision.');
  await addReader(ctx, 'ian', { frequency: 'instant' });
  await addArticles(ctx, ['Three'], { emailMode: 'alert' });
  await makeAlerts(ctx);
  await ctx.db
    .prepare(
      `INSERT INTO contact_message (public_id, state, role, locale, name, email, body, created_at)
       VALUES ('contact00001', 'open', 'press', 'en', 'Eve', 'eve@example.org', 'When?', ?1)`,
    )
    .bind(world.now)
    .all();
  const queue = await type('queue');
  expect(queue).toContain('No article waits for a decision.');
  expect(queue).toContain('1 newsletter waits for approval: `/newsdesk digest`');
  expect(queue).toContain('1 question from the contact form waits for somebody');
  expect(await type('status')).toContain('1 newsletter to approve, 1 question from the contact form');
});

test.each(['articles', 'channels', 'feeds', 'topics', 'staff', 'log', 'digest', 'queue'])(
  'a viewer finds nothing to press under %s that would only refuse them',
  async (command) => {
    await workspace.type(ctx, 'staff add <@UVIEW|v> viewer', 'UANA');
    await workspace.type(ctx, 'topics add Science', 'UANA');
    const acts = /"action_id":"(?!article\.page|digest\.schedules|draft\.preview)/;
    expect(await type(command, 'UVIEW')).not.toMatch(acts);
    expect(await type(command, 'UVIEW')).not.toMatch(/Only [^.]+ can do that/);
  },
);

test.each<[string, string]>([
  ['send', 'Did you mean `/newsdesk digest send`?'],
  ['feeds frob', 'I don’t know `feeds frob`. `/newsdesk help feeds` shows everything.'],
  ['feeds pasue', 'Did you mean `/newsdesk feeds pause`?'],
  ['digest frob', '`/newsdesk help digest` shows everything. Nothing was done.'],
  ['subscribers nobody@example.org', 'There is no such reader.'],
  ['share', 'Which article?'],
  ['frobnicate', 'I don’t know `frobnicate`. `/newsdesk help` shows everything. Nothing was done.'],
])('%s is answered with the nearest way', async (words, expected) => {
  expect(await type(words)).toContain(expected);
});

test('somebody without a role is told whom to ask; before there is an owner, how one comes', async () => {
  expect(await type('', 'UEVE')).toContain('You have no role in this newsroom yet. Ask <@UANA> for one.');
  expect(await type('status', 'UEVE')).toContain('yet. Nothing was changed. Ask <@UANA> for one.');
  expect(await type('feeds pause 1', 'UEVE')).toContain('Ask <@UANA> to make you one.');
  ({ ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl }));
  expect(await type('', 'UEVE')).toContain('It has no owner: the first workspace admin to type `/newsdesk status`');
});
