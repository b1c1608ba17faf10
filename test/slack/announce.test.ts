import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { slackCard } from '../../src/services/articles/article-view.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { articleBlocks } from '../../src/slack/blocks/article.ts';
import { noteMessage } from '../../src/slack/blocks/note.ts';
import { testContext, type World } from '../support/context.ts';
import { lastModal, limitBreaches, submit } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

const FAR = '2026-12-01T00:00:00.000Z';
const HOSTILE = '<!channel> <https://evil.example|x> &amp;amp; *b* \u202e'.repeat(20);
let workspace: Awaited<ReturnType<typeof openWorkspace>>;
let ctx: Context;
let world: World;
let articleId: string;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());
beforeEach(async () => {
  ({ ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl }));
  workspace.calls.length = 0;
  workspace.shown.length = 0;
  const article = { kind: 'science', title: 'How tides work', extract: 'The moon pulls.' };
  articleId = (await publishArticle(ctx, { article, by: 'api' })).publicId;
});

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await ctx.db.prepare(sql).all()).results;
}
const posts = () => rows('SELECT channel_id, state, text FROM announcement ORDER BY channel_id');

type Element = { type?: string; action_id: string; value?: string; text?: { text: string } };
function press(label: string, blocks: unknown) {
  const found = (blocks as { elements?: Element[] }[])
    .flatMap((block) => block.elements ?? [])
    .find((element) => element.type === 'button' && element.text?.text === label);
  if (!found) throw new Error(`No button says "${label}".`);
  return workspace.press(ctx, found.action_id, found.value ?? '', 'UANA');
}
const card = () =>
  JSON.parse(
    workspace.calls.findLast(({ method }) => method === 'chat.postEphemeral')?.fields.blocks ?? '[]',
  ) as unknown[];

async function share(channels: string[], typed = {}) {
  await workspace.type(ctx, 'announce tides', 'UANA');
  return submit(workspace, ctx, { typed: { channels, ...typed } });
}

const NAMED: [string, string, string][] = [
  ['words of its headline', 'TIDES work', 'Share in Slack'],
  ['its page', 'https://news.example.com/articles/how-tides-work', 'Share in Slack'],
  ['nothing, by a list to press', '', 'Which article?'],
  ['words of none', 'volcano', 'No article has these words'],
  ['a foreign address, by asking about it', 'https://else.example.org/x', '"callback_id\\":\\"shortcut.announce'],
];
test.each(NAMED)('announce finds the article by %s, or says why not', async (_, words, expected) => {
  const shown = await workspace.type(ctx, `announce ${words}`, 'UANA');
  expect(JSON.stringify([shown, workspace.calls])).toContain(expected);
});

test('one channel gets it at once with its own words; a second wish for it there changes nothing', async () => {
  await share(['CNEWS'], { text: 'Read this.' });
  expect(await posts()).toEqual([{ channel_id: 'CNEWS', state: 'pending', text: 'Read this.' }]);
  await announceArticles(ctx, FAR);
  expect(world.posts.at(-1)).toMatchObject({ channel: 'CNEWS', note: { card: { extract: 'Read this.' } } });
  await share(['CNEWS']);
  expect(JSON.stringify(card())).toContain('stands in that channel already');
  await announceArticles(ctx, FAR);
  expect(world.posts.length).toBe(1);
});

test('more than three channels need a second look', async () => {
  const answer = await share(['C1', 'C2', 'C3', 'C4']);
  expect(answer?.response_action).toBe('push');
  expect(await posts()).toEqual([]);
  if (!answer?.view) throw new Error('Nothing was asked.');
  expect(limitBreaches(answer.view)).toEqual([]);
  await submit(workspace, ctx, { modal: { ...answer.view, id: 'VC', hash: 'hc' } });
  expect((await posts()).length).toBe(4);
});

/** A page outside the newsroom, as it reads now. */
function aPage(headline: string, extract = 'E'): string {
  const page = { url: 'https://else.example.org/x', headline, extract, language: 'en', outlet: 'O' };
  const unknown = { authors: [], publishedAt: null, updatedAt: null, image: null, missing: [] };
  world.pages.set(page.url, { kind: 'page', page: { ...page, ...unknown } });
  return page.url;
}

const published = () => rows("SELECT title FROM article WHERE title <> 'How tides work'");

test('a page that the newsroom does not have is shown as it will be, and stored nowhere before somebody agrees', async () => {
  await workspace.type(ctx, `announce ${aPage('Elsewhere')}`, 'UANA');
  await submit(workspace, ctx, { typed: { channels: ['C1', 'C2', 'C3', 'C4'] } });
  const shown = lastModal(workspace);
  expect(JSON.stringify(shown.blocks)).toMatch(/published in the newsroom.*<#C1>, <#C2>.*Elsewhere/);
  expect(shown.submit?.text).toBe('Publish and share in 4');
  expect([await posts(), await published()]).toEqual([[], []]);
  await submit(workspace, ctx);
  expect((await posts()).map(({ channel_id }) => channel_id)).toEqual(['C1', 'C2', 'C3', 'C4']);
  expect(await published()).toEqual([{ title: 'Elsewhere' }]);
});

test.each([
  ['Elsewhere', 'Other words'],
  ['Another headline', 'E'],
])('a page that says %s: %s when somebody agrees is shown again, not published', async (headline, extract) => {
  await workspace.type(ctx, `announce ${aPage('Elsewhere')}`, 'UANA');
  await submit(workspace, ctx, { typed: { channels: ['C1'] } });
  aPage(headline, extract);
  await submit(workspace, ctx);
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('says something else now');
  expect([await posts(), await published()]).toEqual([[], []]);
  await submit(workspace, ctx);
  expect(await published()).toEqual([{ title: headline }]);
});

test('a page that came into the newsroom since is shared as it stands there', async () => {
  const url = aPage('Elsewhere');
  await workspace.type(ctx, `announce ${url}`, 'UANA');
  await submit(workspace, ctx, { typed: { channels: ['C1'] } });
  const article = { kind: 'coverage', title: 'Elsewhere', extract: 'E', url };
  await publishArticle(ctx, { article: { ...article, announce: false }, by: 'api' });
  await submit(workspace, ctx);
  expect((await posts()).map(({ channel_id }) => channel_id)).toEqual(['C1']);
  expect(await published()).toEqual([{ title: 'Elsewhere' }]);
});

test.each([
  [{ kind: 'coverage', url: 'https://www.paper.example.org/a' }, 'paper.example.org'],
  [{ kind: 'coverage', url: 'https://www.paper.example.org/a', outlet: 'The Paper' }, 'The Paper'],
  [{ kind: 'press_release', url: 'https://www.paper.example.org/a' }, 'Example News'],
])('%j is shared as published by %s', async (given, source) => {
  const article = await publishArticle(ctx, { article: { title: 'Tides again', ...given }, by: 'api' });
  expect(slackCard(ctx, article, false).source).toBe(source);
});

test('a time ahead waits; a time that is over is told beside its field', async () => {
  expect((await share(['C1'], { at: '2026-03-01T00:00:00.000Z' }))?.errors?.at).toContain('over');
  await share(['C1'], { at: '2026-03-02T09:00:00.000Z' });
  await announceArticles(ctx, FAR);
  expect(world.posts).toEqual([]);
  world.advance(3_700);
  await announceArticles(ctx, FAR);
  expect(world.posts.length).toBe(1);
});

test('an address that is longer than a web address may be is refused in words', async () => {
  const url = `https://else.example.org/${'a'.repeat(2_600)}`;
  const told = await workspace.type(ctx, `announce ${url}`, 'UANA');
  expect(told.text).toContain('too long. Nothing was announced.');
});

test('Undo takes back what waits and what is out, within ten minutes', async () => {
  await share(['C1', 'C2']);
  await ctx.db.prepare(`UPDATE announcement SET not_before = '2026-03-02T12:00:00.000Z' WHERE channel_id = 'C2'`).all();
  await announceArticles(ctx, FAR);
  const shown = card();
  world.advance(60);
  expect((await press('Undo', shown)).text).toContain('Undone by <@UANA>');
  expect((await press('Undo', shown)).text).toContain('Nothing of it is left');
  await announceArticles(ctx, FAR);
  expect(world.removals.map(({ channel }) => channel)).toEqual(['C1']);
  expect((await posts()).map(({ state }) => state)).toEqual(['withdrawn', 'skipped']);
  await share(['C1']);
  const late = card();
  world.advance(601);
  expect((await press('Undo', late)).text).toContain('Undo works for 10 minutes');
});

test('the menu on a post edits its words, copies its link, and hides it with Undo', async () => {
  await share(['CNEWS']);
  await announceArticles(ctx, FAR);
  const [row] = await rows('SELECT public_id FROM announcement');
  const menu = (choice: string) => workspace.press(ctx, 'post.menu', `${choice} ${row?.public_id}`, 'UANA');
  expect((await menu('copy')).text).toContain('https://news.example.com/articles/how-tides-work');
  await menu('edit');
  await submit(workspace, ctx, { typed: { text: 'Other words.' } });
  await announceArticles(ctx, FAR);
  expect(world.posts.at(-1)).toMatchObject({ note: { card: { extract: 'Other words.' } } });
  const hidden = await menu('hide');
  expect(hidden).toMatchObject({ response_type: 'ephemeral', replace_original: false });
  await announceArticles(ctx, FAR);
  expect(world.removals.length).toBe(1);
  expect((await press('Undo', hidden.blocks)).text).toContain('comes back');
  await announceArticles(ctx, FAR);
  expect(await posts()).toEqual([{ channel_id: 'CNEWS', state: 'posted', text: 'Other words.' }]);
});

test('a post carries picture, topics and menu, has the whole in words, and is inert and small at its worst', () => {
  const worst = {
    title: HOSTILE,
    extract: HOSTILE.repeat(3),
    kindLabel: HOSTILE,
    source: HOSTILE,
    publishedAt: world.now,
    url: `https://a.example/${'a'.repeat(3_000)}`,
    image: { url: 'https://a.example/i.png', alt: HOSTILE.repeat(5) },
    updatedAt: world.now,
    topics: Array.from({ length: 20 }, () => HOSTILE),
    postId: articleId,
  };
  const { text, blocks } = noteMessage({ kind: 'article', card: worst });
  const modal = {
    id: 'x',
    hash: 'x',
    callback_id: '',
    private_metadata: '',
    title: { text: '' },
    blocks: blocks as never,
  };
  expect(limitBreaches(modal).filter((breach) => breach !== 'inputs without submit')).toEqual([]);
  // Alternative text is plain: nothing in it is a mention, and what turns its direction is gone.
  expect(JSON.stringify(blocks)).not.toContain('\u202e');
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(JSON.stringify([text, blocks.filter(({ type }) => type !== 'image')])).not.toMatch(
    /<!channel>|<https:\/\/evil/,
  );
  const plain = articleBlocks({ ...worst, title: 'T', topics: ['Ocean'], extract: 'E', source: 'S', kindLabel: 'K' });
  expect(JSON.stringify(plain)).toContain('Ocean');
});
