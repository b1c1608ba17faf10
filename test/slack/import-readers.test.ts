import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { insertTopic } from '../../src/db/articles/topics.ts';
import type { Context } from '../../src/services/context.ts';
import { giveRole } from '../../src/services/desk/change-staff.ts';
import { IMPORT_UNDO_ACTION } from '../../src/slack/blocks/import.ts';
import { testContext, type World } from '../support/context.ts';
import { MAILCHIMP } from '../support/mailchimp.ts';
import { lastModal, limitBreaches, submit, type Typed } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

const LIST = [
  'Email Address,First Name,Last Name,TAGS',
  'ana@example.org,Ana,Lima,"""Press"""',
  'bea@example.org,Bea,,',
  'ANA@example.org,Ana,Lima,',
  'rubbish,Nobody,,',
].join('\r\n');
const FILLED: Typed = { file: 'F1', consentSource: 'Old site, double opt-in', consentAt: '2024-05-01' };
let workspace: Awaited<ReturnType<typeof openWorkspace>>;
let ctx: Context;
let world: World;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());
beforeEach(async () => {
  ({ ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl }));
  workspace.calls.length = 0;
  workspace.files.clear();
  workspace.files.set('F1', { text: LIST });
  await workspace.type(ctx, 'status', 'UANA');
  await workspace.type(ctx, 'subscribers import', 'UANA');
});

async function readers() {
  const { results } = await ctx.db.prepare(`SELECT email, state FROM subscriber WHERE email <> '' ORDER BY id`).all();
  return results.map(({ email, state }) => `${email} ${state}`);
}

function undoButton(): string {
  const told = workspace.calls.findLast(({ method }) => method === 'chat.postMessage');
  return /"value":"([a-z0-9]{12})"/.exec(told?.fields.blocks ?? '')?.[1] ?? '';
}

test('a list is judged before anything is stored, imported on its number, and removed again', async () => {
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  await submit(workspace, ctx, { typed: FILLED });
  const preview = lastModal(workspace);
  expect(limitBreaches(preview)).toEqual([]);
  expect(preview.submit?.text).toBe('Import 2 readers');
  const said = JSON.stringify(preview.blocks);
  expect(said).toContain('1 known already');
  expect(said).toContain('Line 5: email: this is no address.');
  expect(said).toContain('left out: Press');
  expect(await readers()).toEqual([]);

  await submit(workspace, ctx, { modal: preview });
  expect(await readers()).toEqual(['ana@example.org active', 'bea@example.org active']);
  expect(workspace.calls.some(({ fields }) => fields.view?.includes('4 of 4 lines are through'))).toBe(true);
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('*2 readers* imported');
  expect(world.log.join('')).not.toContain('example.org');

  const undone = await workspace.press(ctx, IMPORT_UNDO_ACTION, undoButton(), 'UANA');
  expect(undone.text).toContain('Removed by <@UANA>');
  expect(await readers()).toEqual([]);
});

test('the same list on the same terms comes in once, however often it is sent', async () => {
  await submit(workspace, ctx, { typed: FILLED });
  const preview = lastModal(workspace);
  await submit(workspace, ctx, { modal: preview });
  await submit(workspace, ctx, { modal: { ...preview, hash: 'again' } });
  expect(await readers()).toHaveLength(2);
  const { results } = await ctx.db.prepare('SELECT COUNT(*) AS count FROM import').all();
  expect(results[0]?.count).toBe(1);
  expect(JSON.stringify(await workspace.type(ctx, 'subscribers', 'UANA'))).toContain('Remove this import');
});

test.each<[string, { text: string; url?: string; size?: number; type?: string } | null, string]>([
  ['no file at all', null, 'did not hand me that file'],
  ['a file over 5 MB by its own word', { text: LIST, size: 6_000_000 }, 'larger than 5 MB'],
  ['a file over 5 MB in truth', { text: 'x'.repeat(5_300_000), size: 5 }, 'larger than 5 MB'],
  ['a file of another host', { text: LIST, url: 'https://files.example.net/F1' }, 'did not hand me that file'],
  ['a page to sign in', { text: LIST, type: 'text/html' }, 'did not hand me that file'],
  ['a spreadsheet', { text: 'PK\u0003\u0004' }, 'save it as CSV'],
  ['a list without addresses', { text: 'name\nAna' }, 'names no column of addresses'],
  ['only a header', { text: 'email' }, 'holds no readers'],
  ['a quote that never closes', { text: 'email\n"ana@example.org' }, 'never closed'],
  ['too many lines', { text: `email\n${'a@example.org\n'.repeat(20_001)}` }, 'more than 20,000 lines'],
])('%s is refused in words, and nothing is stored', async (_, file, words) => {
  workspace.files.clear();
  if (file) workspace.files.set('F1', file);
  await submit(workspace, ctx, { typed: FILLED });
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain(words);
  expect(await readers()).toEqual([]);
});

test.each<[string, Typed, string]>([
  ['no proof', { consentSource: '' }, 'consentSource'],
  ['no day', { consentAt: null }, 'consentAt'],
  ['a day to come', { consentAt: '2999-01-01' }, 'consentAt'],
  ['no file', { file: [] }, 'file'],
])('%s is said beside its field', async (_, typed, field) => {
  const answer = await submit(workspace, ctx, { typed: { ...FILLED, ...typed } });
  const shown = JSON.stringify(lastModal(workspace).blocks);
  expect(Object.keys(answer?.errors ?? {}).includes(field) || shown.includes(`error:${field}`)).toBe(true);
});

test('only the owner imports and removes', async () => {
  await giveRole(ctx, { slackUserId: 'UBEN', role: 'editor', by: 'slack:UANA' });
  const answer = await submit(workspace, ctx, { typed: FILLED, userId: 'UBEN' });
  expect(JSON.stringify(answer)).toContain('Only the owner');
  expect((await workspace.press(ctx, IMPORT_UNDO_ACTION, 'x', 'UBEN')).text).toContain('Only the owner');
});

test('a list too long for one go stops between two pages, can be removed then, and goes on without doubles', async () => {
  const many = Array.from({ length: 2_100 }, (_, n) => `reader${n}@example.org`);
  workspace.files.set('F1', { text: ['email', ...many].join('\n') });
  await submit(workspace, ctx, { typed: FILLED });
  let pages = 0;
  const short = { ...ctx, hasBudget: () => pages++ < 1 };
  await submit(workspace, short, { modal: lastModal(workspace) });
  const more = lastModal(workspace);
  expect(more.submit?.text).toBe('Go on');
  expect(JSON.stringify(more.blocks)).toContain('1,000 of 2,100 lines are in');
  expect(await readers()).toHaveLength(1_000);
  expect(JSON.stringify(await workspace.type(ctx, 'subscribers', 'UANA'))).toContain('Remove this import');
  await submit(workspace, ctx, { modal: more });
  expect(await readers()).toHaveLength(2_100);
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('*2,100 readers* imported');
});

/** Mailchimp's three files as they are in Slack: readers, who left, who bounced. */
async function mailchimp(): Promise<[readers: string, left: string, bounced: string]> {
  for (const [at, text] of Object.values(MAILCHIMP).entries()) workspace.files.set(`M${at + 1}`, { text });
  await insertTopic(ctx.db, {
    ...{ publicId: 'tscience', slug: 'science', name: 'Science' },
    ...{ visibility: 'public', now: ctx.now() },
  }).all();
  return ['M1', 'M2', 'M3'];
}

async function outcome() {
  const of = async (sql: string) => (await ctx.db.prepare(sql).all()).results;
  return {
    readers: await readers(),
    topics: await of(
      'SELECT s.email, t.slug FROM subscription p JOIN subscriber s ON s.id = p.subscriber_id JOIN topic t ON t.id = p.topic_id',
    ),
    out: await of('SELECT reason, COUNT(*) AS n FROM suppression GROUP BY 1 ORDER BY 1'),
  };
}

const MAILCHIMP_OUTCOME = {
  readers: ['ana@example.org active', 'Ben@example.org active', 'dora@example.org active'],
  topics: [{ email: 'Ben@example.org', slug: 'science' }],
  out: [
    { reason: 'bounce', n: 1 },
    { reason: 'opt_out', n: 2 },
  ],
};

test('Mailchimp’s three files together: who left or bounced stays out, and one press takes it all back', async () => {
  await submit(workspace, ctx, { typed: { ...FILLED, file: await mailchimp() } });
  const preview = lastModal(workspace);
  expect(limitBreaches(preview)).toEqual([]);
  const said = JSON.stringify(preview.blocks);
  expect(said).toContain('list 1: addresses that bounced, list 2: people who left, list 3: readers');
  for (const words of [
    '*3 new*',
    '1 refused',
    '2 who left elsewhere',
    '1 addresses that bounced',
    'left out: Press, VIP',
  ])
    expect(said).toContain(words);
  expect(await readers()).toEqual([]);
  await submit(workspace, ctx, { modal: preview });
  expect(await outcome()).toEqual(MAILCHIMP_OUTCOME);
  await workspace.press(ctx, IMPORT_UNDO_ACTION, undoButton(), 'UANA');
  expect(await outcome()).toEqual({ ...MAILCHIMP_OUTCOME, readers: [], topics: [] });
});

test('Mailchimp’s three files one after the other come to the same', async () => {
  const files = await mailchimp();
  for (const file of files) {
    await workspace.type(ctx, 'subscribers import', 'UANA');
    await submit(workspace, ctx, { typed: { ...FILLED, file } });
    await submit(workspace, ctx, { modal: lastModal(workspace) });
  }
  const { readers: all, ...rest } = await outcome();
  // Cleo came with the first file and went with the second.
  expect(all.filter((one) => one.endsWith(' active'))).toEqual(MAILCHIMP_OUTCOME.readers);
  expect(all).toContain('cleo@example.org unsubscribed');
  expect(rest).toEqual({ topics: MAILCHIMP_OUTCOME.topics, out: MAILCHIMP_OUTCOME.out });
});

test('a bad line of the second list is named with its list, and a list of nobody is no matter', async () => {
  workspace.files.set('F2', { text: 'Email Address,UNSUB_TIME\nrubbish,2024-01-01\nbea@example.org,2024-01-01' });
  workspace.files.set('F3', { text: 'Email Address,CLEAN_TIME' });
  await submit(workspace, ctx, { typed: { ...FILLED, file: ['F1', 'F2', 'F3'] } });
  const said = JSON.stringify(lastModal(workspace).blocks);
  expect(said).toContain('• Line 2: email: this is no address.');
  expect(said).toContain('• List 2, line 5: email: this is no address.');
  expect(said).toContain('list 1: people who left, list 2: readers');
  await submit(workspace, ctx, { modal: lastModal(workspace) });
  expect(await readers()).toEqual(['ana@example.org active']);
});
