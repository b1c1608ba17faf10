import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import type { Context } from '../../src/services/context.ts';
import { testContext, type World } from '../support/context.ts';
import { close, lastModal, limitBreaches, pressIn, submit, suggested } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

const FAR = '2026-12-01T00:00:00.000Z';
const PAGE = 'https://paper.example.org/tides';
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
  workspace.shown.length = 0;
  workspace.refusals.clear();
});

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await ctx.db.prepare(sql).all()).results;
}

type Button = { action_id: string; value: string; label: string };
function buttonsOf(blocks: unknown): Button[] {
  return (
    (blocks ?? []) as { elements?: { type?: string; action_id: string; value: string; text: { text: string } }[] }[]
  )
    .flatMap((block) => block.elements ?? [])
    .filter(({ type }) => type === 'button')
    .map((button) => ({ action_id: button.action_id, value: button.value, label: button.text.text }));
}
const lastCard = () => {
  const call = workspace.calls.findLast(({ method }) => method === 'chat.postEphemeral');
  if (!call) throw new Error('Nobody was shown a card.');
  return { text: call.fields.text ?? '', blocks: JSON.parse(call.fields.blocks ?? '[]') as unknown[] };
};
async function pressCard(label: string, from: { blocks?: unknown[] } = lastCard(), userId = 'UANA') {
  const button = buttonsOf(from.blocks).find((one) => one.label === label);
  if (!button) throw new Error(`No button says "${label}" among ${buttonsOf(from.blocks).map((b) => b.label)}.`);
  return workspace.press(ctx, button.action_id, button.value, userId);
}

async function publish(typed = {}) {
  await workspace.type(ctx, 'post', 'UANA');
  return submit(workspace, ctx, { typed: { title: 'How tides work', body: 'The moon pulls.', ...typed } });
}

test('the form opens with a loading view within the trigger, then stands in its place by its hash', async () => {
  await workspace.type(ctx, 'post', 'UANA');
  const views = workspace.calls.filter(({ method }) => method.startsWith('views.'));
  expect(views.map(({ method }) => method)).toEqual(['views.open', 'views.update']);
  expect(views[0]?.fields.view).toContain('Loading');
  expect(views[0]?.fields.trigger_id).toBe('1.2');
  expect(views[1]?.fields.hash).toMatch(/^h\d+$/);
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  expect(workspace.shown).toEqual([]);
});

test('an article is published, and its card says where it stands', async () => {
  const answer = await publish({
    kind: 'science',
    emailMode: 'alert',
    documents: 'Report | https://a.example/r.pdf | en',
  });
  expect(answer?.response_action).toBe('update');
  expect(await rows('SELECT title, kind, email_mode, created_by, documents FROM article')).toEqual([
    {
      title: 'How tides work',
      kind: 'science',
      email_mode: 'alert',
      created_by: 'slack:UANA',
      documents: '[{"title":"Report","url":"https://a.example/r.pdf","language":"en"}]',
    },
  ]);
  expect(lastCard().text).toMatch(/Site: since .* Slack: not shared .* Email: alert/);
  expect(JSON.stringify(lastModal(workspace))).toContain('Published by <@UANA>');
  expect(lastCard().text).toContain('No channel is set to get it: press *Share in Slack…*');
});

const WRONG: [string, Record<string, string | string[] | null>, string, string][] = [
  ['no headline', { title: ' ' }, 'title', 'Give the headline'],
  ['a document without address', { documents: 'Report' }, 'documents', 'has none'],
  ['an event without start', { eventPlace: 'Hall' }, 'eventStart', 'when the event starts'],
  ['a picture without address', { imageAlt: 'A wave' }, 'imageUrl', 'address of the picture'],
  ['an address that is none', { url: 'javascript:alert(1)' }, 'url', 'complete http'],
];
test.each(WRONG)('%s is told beside its field, and nothing is published', async (_, typed, field, words) => {
  const answer = await publish(typed);
  expect(answer?.response_action).toBe('errors');
  expect(answer?.errors?.[field]).toContain(words);
  expect(await rows('SELECT id FROM article')).toEqual([]);
});

test('a slow refusal brings the filled form back with the error above its field; corrected, it goes through', async () => {
  await publish({ url: PAGE });
  await publish({ url: PAGE, title: 'Second' });
  const form = lastModal(workspace);
  const index = form.blocks.findIndex(({ block_id: id }) => id === 'url');
  expect(JSON.stringify(form.blocks[index - 1])).toContain('in the newsroom already');
  expect(JSON.stringify(form)).toContain('"initial_value":"Second"');
  await submit(workspace, ctx, { modal: form, typed: { url: 'https://other.example.org/' } });
  expect((await rows('SELECT title FROM article ORDER BY id')).map(({ title }) => title)).toEqual([
    'How tides work',
    'Second',
  ]);
});

test('a submit that comes twice, one after the other or at once, publishes once', async () => {
  await workspace.type(ctx, 'post', 'UANA');
  const modal = lastModal(workspace);
  const sent = { modal, typed: { title: 'Once' } };
  await Promise.all([submit(workspace, ctx, sent), submit(workspace, ctx, sent)]);
  const again = await submit(workspace, ctx, sent);
  expect(JSON.stringify(again)).toContain('sent a moment ago');
  expect(await rows('SELECT title FROM article')).toEqual([{ title: 'Once' }]);
});

test('who may only read can neither open the form nor send one that stands open', async () => {
  await workspace.type(ctx, 'post', 'UANA');
  const modal = lastModal(workspace);
  await ctx.db
    .prepare(
      `INSERT INTO staff (slack_user_id, role, state, added_by, created_at) VALUES ('UVIEW', 'viewer', 'active', 'x', 'x')`,
    )
    .all();
  expect((await workspace.type(ctx, 'post', 'UVIEW')).text).toContain('Only editors');
  const answer = await submit(workspace, ctx, { modal, typed: { title: 'Mine' }, userId: 'UVIEW' });
  expect(answer?.response_action).toBe('push');
  expect(JSON.stringify(answer)).toContain('Only editors');
  expect(await rows('SELECT id FROM article')).toEqual([]);
});

test('a closed form is kept as a draft, offered at the next opening, and dropped by "Start afresh"', async () => {
  await workspace.type(ctx, 'post', 'UANA');
  await close(workspace, ctx, { typed: { title: 'Half a thought', topics: [] } }).catch(() =>
    close(workspace, ctx, { typed: { title: 'Half a thought' } }),
  );
  await workspace.type(ctx, 'post', 'UANA');
  const form = lastModal(workspace);
  expect(JSON.stringify(form)).toContain('Half a thought');
  expect(JSON.stringify(form)).toContain('This is your draft');
  const fresh = await pressIn(workspace, ctx, { actionId: 'article.fresh' });
  expect(JSON.stringify(fresh)).not.toContain('Half a thought');
  const ids = (modal: typeof form) => modal.blocks.flatMap(({ element }) => element?.action_id ?? []);
  expect(ids(fresh).filter((id) => ids(form).includes(id))).toEqual([]);
  expect(await rows('SELECT * FROM article_draft')).toEqual([]);
});

test('an empty form that is closed does not cover a draft', async () => {
  await workspace.type(ctx, 'post', 'UANA');
  const modal = lastModal(workspace);
  await close(workspace, ctx, { modal, typed: { title: 'Kept' } });
  await close(workspace, ctx, { modal });
  expect((await rows('SELECT form FROM article_draft'))[0]?.form).toContain('Kept');
});

test('coverage is filled in from its page; a page that cannot be read leaves the form to be filled by hand', async () => {
  world.pages.set(PAGE, {
    kind: 'page',
    page: {
      url: PAGE,
      headline: 'Tides <!channel>',
      outlet: 'The Paper',
      authors: ['A. Writer'],
      publishedAt: '2026-03-01T08:00:00.000Z',
      updatedAt: null,
      language: 'en',
      image: null,
      extract: 'What the moon does.',
      missing: ['image'],
    },
  });
  await workspace.type(ctx, `post ${PAGE}`, 'UANA');
  const form = JSON.stringify(lastModal(workspace));
  for (const part of ['"initial_value":"The Paper"', 'does not say: image', '"value":"coverage"'])
    expect(form).toContain(part);
  await submit(workspace, ctx, { typed: {} });
  expect(await rows('SELECT outlet, kind, text_right, image_right FROM article')).toEqual([
    { outlet: 'The Paper', kind: 'coverage', text_right: 'extract', image_right: 'none' },
  ]);
  expect(JSON.stringify(lastCard())).not.toContain('<!channel>');
  await workspace.type(ctx, 'post https://silent.example.org/', 'UANA');
  expect(JSON.stringify(lastModal(workspace))).toContain('No such page.');
});

test('the preview shows the card as readers see it, or what is missing; a picture Slack cannot load is left out', async () => {
  await workspace.type(ctx, 'post', 'UANA');
  const modal = lastModal(workspace);
  const typed = { title: 'Seen <!here>', body: 'Words', imageUrl: 'https://a.example/i.png', imageAlt: 'A wave' };
  const preview = await pressIn(workspace, ctx, { actionId: 'article.preview', modal, typed });
  expect(workspace.calls.at(-1)?.method).toBe('views.push');
  expect(JSON.stringify(preview)).toContain('https://a.example/i.png');
  expect(JSON.stringify(preview)).not.toContain('<!here>');
  expect(limitBreaches(preview)).toEqual([]);
  expect(JSON.stringify(await pressIn(workspace, ctx, { actionId: 'article.preview', modal }))).toContain(
    'Not ready yet',
  );
  expect(await rows('SELECT id FROM article')).toEqual([]);
});

test('the preview tells the text by paragraphs, and once where the extract is all of it', async () => {
  await workspace.type(ctx, 'post', 'UANA');
  const modal = lastModal(workspace);
  const look = async (typed: Record<string, string>) =>
    JSON.stringify(
      await pressIn(workspace, ctx, { actionId: 'article.preview', modal, typed: { title: 'T', ...typed } }),
    );
  expect(await look({ extract: 'In short.', body: 'First *part*.\n\n&lt;Second&gt; part.' })).toMatch(
    /In short\..*First \u2060\*\u2060part\u2060\*\u2060\.\\n.*Second/,
  );
  expect((await look({ body: 'All of it.' })).match(/All of it/g)).toHaveLength(1);
});

test('an edit from the card changes what was changed only, and Undo takes it back once', async () => {
  await publish({ documents: 'Report | https://a.example/r.pdf' });
  await pressCard('Edit…');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  await submit(workspace, ctx, { typed: {} });
  expect(lastCard().text).toContain('Nothing was changed');
  await pressCard('Edit…');
  world.advance(5);
  await submit(workspace, ctx, { typed: { title: 'How tides really work' } });
  expect(await rows('SELECT title, revision, documents FROM article')).toEqual([
    {
      title: 'How tides really work',
      revision: 2,
      documents: '[{"title":"Report","url":"https://a.example/r.pdf","language":null}]',
    },
  ]);
  const card = lastCard();
  world.advance(5);
  expect((await pressCard('Undo', card)).text).toContain('it reads as before');
  expect((await rows('SELECT title FROM article'))[0]).toEqual({ title: 'How tides work' });
  expect((await pressCard('Undo', card)).text).toContain('Nothing was undone');
});

test('two people edit at once: the second is told, with what they typed', async () => {
  await publish();
  const card = lastCard();
  await pressCard('Edit…', card);
  const first = lastModal(workspace);
  await pressCard('Edit…', card);
  const second = lastModal(workspace);
  await submit(workspace, ctx, { modal: first, typed: { title: 'First' } });
  await submit(workspace, ctx, { modal: second, typed: { title: 'Second' } });
  expect(JSON.stringify(lastModal(workspace))).toContain('edited meanwhile');
  expect((await rows('SELECT title FROM article'))[0]).toEqual({ title: 'First' });
});

test('withdrawing takes posts away; Undo brings article and post back', async () => {
  await publish();
  await pressCard('Share in Slack…');
  await submit(workspace, ctx, { typed: { channels: ['CNEWS'] } });
  await announceArticles(ctx, FAR);
  const ts = world.posts.at(-1)?.ts;
  const withdrawn = await pressCard('Withdraw');
  expect(withdrawn.text).toContain('was withdrawn by <@UANA>');
  world.advance(5);
  expect((await pressCard('Withdraw')).text).toContain('withdrawn already');
  await announceArticles(ctx, FAR);
  expect(world.removals).toEqual([{ channel: 'CNEWS', ts, by: 'slack:UANA' }]);
  expect((await pressCard('Undo', withdrawn)).text).toContain('stands in the newsroom again');
  expect((await pressCard('Undo', withdrawn)).text).toContain('Nothing was undone');
  const before = world.posts.length;
  await announceArticles(ctx, FAR);
  expect(world.posts.length).toBe(before + 1);
  expect(
    await rows('SELECT a.state AS article, n.state FROM article a JOIN announcement n ON n.article_id = a.id'),
  ).toEqual([{ article: 'published', state: 'posted' }]);
});

test('a post with replies is rewritten, and put right by Undo without a second post', async () => {
  await publish();
  await pressCard('Share in Slack…');
  await submit(workspace, ctx, { typed: { channels: ['CNEWS'] } });
  await announceArticles(ctx, FAR);
  world.removalOutcomes.push({ kind: 'rewritten' });
  const withdrawn = await pressCard('Withdraw');
  await announceArticles(ctx, FAR);
  const ts = world.removals[0]?.ts;
  world.advance(5);
  await pressCard('Undo', withdrawn);
  await announceArticles(ctx, FAR);
  expect(world.posts.at(-1)).toMatchObject({ ts, note: { kind: 'article' } });
  expect(await rows('SELECT state, wish, ts FROM announcement')).toEqual([{ state: 'posted', wish: null, ts }]);
});

test('"Translation of" finds recent articles by their words and joins the twins; the card shows both', async () => {
  await publish();
  const [found] = await suggested(workspace, ctx, 'article.twin', 'tides');
  expect(found?.text.text).toBe('[en] How tides work');
  expect(await suggested(workspace, ctx, 'article.twin', 'volcano')).toEqual([]);
  await publish({ title: '潮汐如何运作', language: 'zh-Hans', translationOf: found?.value ?? '' });
  const groups = await rows('SELECT DISTINCT translation_group FROM article');
  expect(groups.length).toBe(1);
  const card = JSON.stringify(lastCard());
  expect(card).toContain('How tides work');
  expect(card).toContain('潮汐如何运作');
});
