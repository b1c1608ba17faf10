import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import type { Context } from '../../src/services/context.ts';
import { changeSettings } from '../../src/services/desk/change-settings.ts';
import { ROUTE_ACTIONS } from '../../src/slack/blocks/routes.ts';
import { UNDO_ACT_ACTION, UNDO_OWN_ACT_ACTION } from '../../src/slack/blocks/undo.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';
import { openDesk } from '../support/slack-desk.ts';
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

function undoIn(shown: { blocks?: unknown[] }): string {
  return /"value":"(\w+:[^"]+Z)"/.exec(JSON.stringify(shown.blocks))?.[1] ?? '';
}

async function routed(ctx: Context): Promise<string> {
  const settings = { ...defaultRouteSettings('CNEWS', null), filters: { includeWords: ['<!channel>'] } };
  return (await addRoute(ctx, { settings, by: 'slack:UANA' })).route.publicId;
}

test('the list of channels says what goes where, with hostile filters inert', async () => {
  const { ctx } = await desk();
  expect((await workspace.type(ctx, 'channels', 'UANA')).text).toContain('No channel');
  await routed(ctx);
  const shown = JSON.stringify(await workspace.type(ctx, 'channels', 'UANA'));
  expect(shown).toContain('<#CNEWS>');
  expect(shown).not.toContain('<!channel>');
});

test('a channel is paused and removed by number and button; Undo brings it back once', async () => {
  const { ctx, world } = await desk();
  const publicId = await routed(ctx);
  const state = async () => (await ctx.db.prepare('SELECT state FROM route').all()).results[0]?.state;
  await workspace.press(ctx, `${ROUTE_ACTIONS.pause}:1`, `${publicId} 0`, 'UANA');
  expect(await state()).toBe('paused');
  world.advance(5);
  const removed = await workspace.type(ctx, 'channels rm 1', 'UANA');
  expect(await state()).toBe('removed');
  world.advance(5);
  expect((await workspace.press(ctx, UNDO_ACT_ACTION, undoIn(removed), 'UANA')).text).toContain('Undone');
  expect(await state()).toBe('paused');
  expect((await workspace.press(ctx, UNDO_ACT_ACTION, undoIn(removed), 'UANA')).text).toContain('undone since');
});

test('a channel is named as Slack names it, where it gets one thing alone', async () => {
  const { ctx, world } = await desk();
  await routed(ctx);
  expect((await workspace.type(ctx, 'channels pause <#CNEWS|news>', 'UANA')).text).toContain('rests');
  expect((await workspace.type(ctx, 'channels pause <#CNONE|none>', 'UANA')).text).toContain('gets no articles');
  world.feeds.set('https://press.example.org/feed.xml', aDocument([anItem({ title: 'One' })]));
  await workspace.type(ctx, 'feeds add https://press.example.org/feed.xml here', 'UANA');
  expect((await workspace.type(ctx, 'channels resume <#CNEWS|news>', 'UANA')).text).toContain('several: #1, #2');
});

test('topics are added, renamed and removed, each name once', async () => {
  const { ctx } = await desk();
  for (const name of ['Science', 'Results']) await workspace.type(ctx, `topics add ${name}`, 'UANA');
  expect((await workspace.type(ctx, 'topics add science', 'UANA')).text).toContain('already');
  expect((await workspace.type(ctx, 'topics rename 1 <!here> & more', 'UANA')).text).not.toContain('<!here>');
  const renamed = await workspace.type(ctx, 'topics rename 1 Research', 'UANA');
  expect(JSON.stringify((await workspace.type(ctx, 'topics', 'UANA')).blocks)).toMatch(/Research.*Results/);
  await workspace.press(ctx, UNDO_ACT_ACTION, undoIn(renamed), 'UANA');
  expect((await workspace.type(ctx, 'topics remove 2', 'UANA')).text).toContain('offered no more');
  expect((await workspace.type(ctx, 'topics', 'UANA')).text).toContain('1 topic,');
});

test('settings change section by section, keep what others changed, and are put back by Undo from the log', async () => {
  const { ctx } = await desk();
  const four = (needsFourEyes: boolean) => (settings: Context['settings']) => ({
    ...settings,
    desk: { ...settings.desk, needsFourEyes },
  });
  const named = (settings: Context['settings']) => ({ ...settings, overrides: { siteName: 'Other News' } });
  await Promise.all([
    changeSettings(ctx, { section: 'Rules', by: 'slack:UANA', change: four(true) }),
    changeSettings(ctx, { section: 'Name', by: 'slack:UBEN', change: named }),
  ]);
  const stored = async () =>
    JSON.parse(
      String((await ctx.db.prepare(`SELECT value FROM setting WHERE key = 'newsroom'`).all()).results[0]?.value),
    );
  expect(await stored()).toMatchObject({ desk: { needsFourEyes: true }, overrides: { siteName: 'Other News' } });
  const log = await workspace.type(ctx, 'log 5', 'UANA');
  expect(JSON.stringify(log.blocks)).toContain('Undo');
  expect((await workspace.press(ctx, UNDO_OWN_ACT_ACTION, undoIn(log), 'UANA')).text).toContain('Undone by <@UANA>');
});

test('the log shows Undo to whoever may take the act back, and to nobody else', async () => {
  const { ctx } = await desk();
  await workspace.type(ctx, 'staff add <@UBEN> editor', 'UANA');
  await workspace.type(ctx, 'topics add Moon', 'UANA');
  const undos = async (userId: string) => {
    const { blocks } = await workspace.type(ctx, 'log', userId);
    return [...JSON.stringify(blocks).matchAll(/"value":"(\w+):[^"]+Z"/g)].map(([, subject]) => subject);
  };
  expect(await undos('UANA')).toEqual(['topic', 'staff']);
  expect(await undos('UBEN')).toEqual(['topic']);
  await workspace.type(ctx, 'staff add <@UVERA> viewer', 'UANA');
  expect(await undos('UVERA')).toEqual([]);
});

test.each<[string, RegExp, RegExp]>([
  ['topics', /last 2 acts.*Moon.*Sun/, /UBEN/],
  ['1 topics', /The last act that matches.*Moon/, /Sun/],
  ['topic MOON', /The last act that matches.*Moon/, /Sun/],
  ['<@UBEN|ben>', /The last act that matches.*staff role given <@UBEN>/, /Moon/],
  ['role given', /match.*<@UBEN>/, /Moon/],
  ['<!channel>', /None of the last 4 acts matches/, /<!channel>/],
])('log %s shows the acts that hold it', async (words, shown, hidden) => {
  const { ctx, world } = await desk();
  for (const typed of ['staff add <@UBEN> editor', 'topics add Sun', 'topics add Moon']) {
    world.advance(5);
    await workspace.type(ctx, typed, 'UANA');
  }
  const log = JSON.stringify((await workspace.type(ctx, `log ${words}`, 'UANA')).blocks);
  expect(log).toMatch(shown);
  expect(log).not.toMatch(hidden);
});

test('two who press the same Undo: one acts, and the other is told who did and when', async () => {
  const { ctx, world } = await openDesk(workspace);
  for (const typed of ['staff add <@UBEN> editor', 'topics add Moon', 'feeds pause 1'])
    await workspace.type(ctx, typed, 'UANA');
  world.advance(60);
  const log = JSON.stringify((await workspace.type(ctx, 'log', 'UANA')).blocks);
  for (const subject of ['topic', 'feed']) {
    const value = new RegExp(`"value":"(${subject}:[^"]+)"`).exec(log)?.[1] ?? '';
    await Promise.all(['UANA', 'UBEN'].map((user) => workspace.press(ctx, UNDO_ACT_ACTION, value, user)));
    const [done = '', late = ''] = workspace.shown
      .slice(-2)
      .map(({ text }) => text ?? '')
      .sort((a, b) => Number(b.startsWith('Undone')) - Number(a.startsWith('Undone')));
    const [, winner] = /^Undone by <@(\w+)>/.exec(done) ?? [];
    const act = `<@${winner}>: ${subject} undone`;
    expect(late).toMatch(new RegExp(`Nothing was done(?: now)?\\. The last act: <!date\\S+ .*${act}`));
  }
});

test('words in the log pass over what happened since, so that Undo stands where it did', async () => {
  const { ctx, world } = await desk();
  for (const typed of ['topics add Moon', 'topics rename 1 Tides']) {
    world.advance(5);
    await workspace.type(ctx, typed, 'UANA');
  }
  const blocks = JSON.stringify((await workspace.type(ctx, 'log added', 'UANA')).blocks);
  expect(blocks).toContain('topic added: *Moon*');
  expect(blocks).not.toContain('Undo');
});

test('the log names the article an act was about, inert', async () => {
  const { ctx } = await desk();
  const { publicId } = await publishArticle(ctx, { article: { title: '<!here> tides', kind: 'science' }, by: 'api' });
  await withdrawArticle(ctx, { publicId, reason: null, by: 'slack:UANA' });
  const { blocks } = await workspace.type(ctx, 'log', 'UANA');
  expect(JSON.stringify(blocks)).toContain('<@UANA>: article withdrawn: *&lt;!here&gt; tides*');
});

test('a check of a feed stands in the log, and in the way of no Undo', async () => {
  const { ctx, world } = await openDesk(workspace);
  const state = async () => (await ctx.db.prepare('SELECT state FROM feed').all()).results[0]?.state;
  for (const typed of ['feeds pause 1', 'feeds resume 1', 'feeds check 1', 'feeds check']) {
    world.advance(5);
    await workspace.type(ctx, typed, 'UANA');
  }
  const log = await workspace.type(ctx, 'log', 'UANA');
  expect(JSON.stringify(log.blocks)).toMatch(
    /all feeds checked.*feed checked: \*Example feed\*.*feed resumed.*feed paused/,
  );
  expect((await workspace.press(ctx, UNDO_ACT_ACTION, undoIn(log), 'UANA')).text).toContain('Undone by <@UANA>');
  expect(await state()).toBe('paused');
});

test('help fits into Slack’s paragraphs, also for one topic, and guesses at a slip', async () => {
  const { ctx } = await desk();
  for (const typed of ['', 'help', 'help channels']) {
    const { blocks = [] } = await workspace.type(ctx, typed, 'UBEN');
    for (const block of blocks as { text?: { text: string } }[])
      expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
  }
  expect((await workspace.type(ctx, 'help chanels', 'UBEN')).text).toContain('Did you mean `/newsdesk channels`?');
});

test.each<[string, string]>([
  ['settings frob', 'There is no section `frob`.'],
  ['settings brnd', 'Did you mean `/newsdesk settings brand`?'],
  ['settings <!channel>', 'There is no section `&lt;!channel&gt;`.'],
  ['digest send', 'The sign-up form is at https://news.example.com/subscribe'],
])('%s answers "%s"', async (typed, words) => {
  const { ctx } = await desk();
  expect(JSON.stringify(await workspace.type(ctx, typed, 'UANA'))).toContain(words);
});
