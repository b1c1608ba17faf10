import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { giveRole } from '../../src/services/desk/change-staff.ts';
import { IMPORT_UNDO_ACTION } from '../../src/slack/blocks/import.ts';
import { testContext, type World } from '../support/context.ts';
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
