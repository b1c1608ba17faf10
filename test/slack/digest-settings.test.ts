import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listIssues } from '../../src/db/mailings/mailings.ts';
import type { Context } from '../../src/services/context.ts';
import { makeAlerts } from '../../src/services/mailings/alert-mailings.ts';
import { readSettings } from '../../src/services/newsroom-settings.ts';
import { ARTICLE_ACTIONS } from '../../src/slack/blocks/article-standing.ts';
import { HOME_ACTIONS } from '../../src/slack/home/actions.ts';
import { SETTINGS_SECTIONS } from '../../src/slack/views/settings-modal.ts';
import { addArticles, addReader } from '../services/mailing-world.ts';
import { testContext } from '../support/context.ts';
import { lastModal, limitBreaches, submit, type Typed } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
let ctx: Context;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());
beforeEach(async () => {
  ({ ctx } = await testContext({ SLACK_API_URL: workspace.apiUrl, SLACK_REVIEW_CHANNEL: 'CREVIEW1' }));
  await workspace.type(ctx, 'status', 'UANA');
});

const SAVED: [string, Typed, (settings: Context['settings']) => unknown, unknown][] = [
  [
    'sending',
    { dailyCap: '2,000', guardAbove: '100' },
    (all) => [all.sending.dailyCap, all.sending.guardAbove],
    [2000, 100],
  ],
  [
    'sending',
    { warmUpFrom: '2026-04-01', warmUpSteps: '10, 20' },
    (all) => all.sending.warmUp,
    { from: '2026-04-01', steps: [10, 20] },
  ],
  [
    'sending',
    { alertsNeedApproval: [], countsLinks: ['yes'] },
    (all) => [all.sending.alertsNeedApproval, all.sending.countsLinks],
    [false, true],
  ],
  [
    'mail',
    { fontStack: 'serif', 'forwardLookingStatement-en': 'Risks.' },
    (all) => [all.mail.fontStack, all.mail.forwardLookingStatement],
    ['serif', { en: 'Risks.' }],
  ],
  [
    'pages',
    { pressKitUrl: 'https://example.com/kit', 'privacy-en': 'Ours.' },
    (all) => [all.pages.pressKitUrl, all.pages.privacy],
    ['https://example.com/kit', { en: 'Ours.' }],
  ],
  [
    'signup',
    { disposable: 'allow', returnTo: 'https://example.com/thanks' },
    (all) => [all.signup.disposable, all.signup.returnTo],
    ['allow', ['https://example.com/thanks']],
  ],
];
const WRONG: [string, Typed, string][] = [
  ['sending', { guardAbove: 'many' }, 'guardAbove'],
  ['sending', { dailyCap: '0' }, 'dailyCap'],
  ['sending', { warmUpFrom: '1 April' }, 'warmUpFrom'],
  ['mail', { logoUrl: 'http://example.com/logo.png' }, 'logoUrl'],
  ['mail', { logoUrl: 'https://a:b@news.example.com/logo.png' }, 'logoUrl'],
  ['pages', { pressKitUrl: 'https://exa mple.com/kit' }, 'pressKitUrl'],
  ['pages', { hubUrl: 'ftp://example.com' }, 'hubUrl'],
  ['signup', { 'privacyUrl-en': 'http://example.com' }, 'privacyUrl-en'],
  ['signup', { returnTo: 'javascript:alert(1)' }, 'returnTo'],
];
test('each section of the settings keeps what was typed, leaves the rest, and says beside the field what is wrong', async () => {
  for (const [section, typed, read, expected] of SAVED) {
    await workspace.type(ctx, `settings ${section}`, 'UANA');
    expect(limitBreaches(lastModal(workspace))).toEqual([]);
    expect((await submit(workspace, ctx, { typed }))?.errors).toBeUndefined();
    ctx = { ...ctx, settings: await readSettings(ctx) };
    expect(read(ctx.settings)).toEqual(expected);
  }
  const before = JSON.stringify(ctx.settings);
  for (const [section, typed, field] of WRONG) {
    await workspace.type(ctx, `settings ${section}`, 'UANA');
    expect(Object.keys((await submit(workspace, ctx, { typed }))?.errors ?? {})).toEqual([field]);
  }
  expect(JSON.stringify(await readSettings(ctx))).toBe(before);
  expect(ctx.settings.sending).toMatchObject({ dailyCap: 2000, guardAbove: 100, countsLinks: true });
  for (const { title } of SETTINGS_SECTIONS) expect(title.length).toBeLessThanOrEqual(24);
});

test('an alert is asked for from the article with its readers, once, however old the article is', async () => {
  await addArticles(ctx, ['One']);
  await ctx.db.prepare(`UPDATE article SET released_at = '2025-01-01T00:00:00.000Z'`).all();
  await workspace.press(ctx, ARTICLE_ACTIONS.alert, 'a-One', 'UANA');
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('0 readers get it');
  expect(lastModal(workspace).submit).toBeUndefined();
  await addReader(ctx, 'li', { frequency: 'instant' });
  await workspace.press(ctx, ARTICLE_ACTIONS.alert, 'a-One', 'UANA');
  const modal = lastModal(workspace);
  expect(JSON.stringify(modal.blocks)).toMatch(/waits for approval in <#CREVIEW1>.*1 reader gets it/);
  await submit(workspace, ctx, { modal });
  const [alert] = await listIssues(ctx.db, 5);
  expect(alert).toMatchObject({ kind: 'alert', state: 'draft', isAutomatic: false });
  await workspace.press(ctx, ARTICLE_ACTIONS.alert, 'a-One', 'UANA');
  await submit(workspace, ctx);
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('alerted of this story before');
  await makeAlerts(ctx);
  expect((await listIssues(ctx.db, 5)).length).toBe(1);
});

test('the next newsletter is edited and sent from Home', async () => {
  await addReader(ctx, 'li');
  await addArticles(ctx, ['One']);
  await workspace.press(ctx, HOME_ACTIONS.digest, 'new', 'UANA');
  await submit(workspace, ctx);
  const [draft] = await listIssues(ctx.db, 5);
  await workspace.press(ctx, HOME_ACTIONS.editDigest, draft?.publicId ?? '', 'UANA');
  await submit(workspace, ctx, { typed: { 'subject-en': 'The week' } });
  await workspace.press(ctx, HOME_ACTIONS.sendDigest, draft?.publicId ?? '', 'UANA');
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('goes to *1 reader*');
  await submit(workspace, ctx);
  expect((await listIssues(ctx.db, 5))[0]).toMatchObject({ state: 'holding', subject: { en: 'The week' } });
  await workspace.press(ctx, HOME_ACTIONS.sendDigest, draft?.publicId ?? '', 'UANA');
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('Approved by <@UANA>');
});

test('a list of contacts as long as the field holds stays whole when its form is saved again', async () => {
  const line = (n: number) => `press,Name of somebody ${n},a${n}@example.org`;
  const typed = Array.from({ length: 70 }, (_, n) => line(n + 10)).join('\n');
  expect(typed.length).toBeGreaterThan(2_900);
  await workspace.type(ctx, 'settings contacts', 'UANA');
  await submit(workspace, ctx, { typed: { contacts: typed } });
  const settings = await readSettings(ctx);
  expect(settings.contacts).toHaveLength(70);
  await workspace.type({ ...ctx, settings }, 'settings contacts', 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  await submit(workspace, ctx);
  expect((await readSettings(ctx)).contacts).toEqual(settings.contacts);
});
