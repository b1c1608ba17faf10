import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import type { Context } from '../../src/services/context.ts';
import { askAboutFloods } from '../../src/services/feeds/hold-flood.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { openWorkspace, type Shown } from '../support/slack-workspace.ts';

const FEED = 'https://press.example.org/feed.xml';
const SITE = 'https://press.example.org/';
const FAR = '2026-12-01T00:00:00.000Z';
let workspace: Awaited<ReturnType<typeof openWorkspace>>;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

const titles = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) =>
    anItem({ title: `${name} ${n}`, publishedAt: `2026-03-02T07:0${n % 10}:00.000Z` }),
  );

async function newsroom(): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  world.feeds.set(FEED, aDocument(titles('Item', 4)));
  return { ctx, world };
}

async function addStaff(ctx: Context, userId: string, role: string): Promise<void> {
  await ctx.db
    .prepare(`INSERT INTO staff (slack_user_id, role, state, added_by, created_at) VALUES (?1, ?2, 'active', 'x', 'x')`)
    .bind(userId, role)
    .all();
}

type Button = { action_id: string; value: string; label: string };

/** Every button of a message, in order. */
function buttons(shown: { blocks?: unknown[] }): Button[] {
  const blocks = (shown.blocks ?? []) as { accessory?: unknown; elements?: unknown[] }[];
  return blocks
    .flatMap((block) => [block.accessory, ...(block.elements ?? [])])
    .flatMap((element) => {
      const button = element as { type?: string; action_id: string; value: string; text: { text: string } } | undefined;
      return button?.type === 'button'
        ? [{ action_id: button.action_id, value: button.value, label: button.text.text }]
        : [];
    });
}

async function pressLabel(ctx: Context, shown: Shown, label: string, userId = 'UANA'): Promise<Shown> {
  const button = buttons(shown).find((one) => one.label === label);
  if (!button) throw new Error(`No button says "${label}".`);
  return workspace.press(ctx, button.action_id, button.value, userId);
}

const posted = (world: World) => world.posts.flatMap(({ note }) => (note.kind === 'article' ? [note.card.title] : []));
const allText = (shown: Shown) => JSON.stringify(shown);

test('feeds add says what the baseline is; "newest three" announces them once, whoever presses how often', async () => {
  const { ctx, world } = await newsroom();
  const added = await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  expect(added.text).toContain('Its 4 present articles stand in the newsroom and are not announced (newest: “Item 3”');
  const [one, three] = await Promise.all([
    pressLabel(ctx, added, 'Also announce the newest one'),
    pressLabel(ctx, added, 'Also announce the newest three'),
  ]);
  expect([one.replace_original, three.replace_original]).toEqual([true, true]);
  await pollFeeds(ctx, FAR);
  const again = await pressLabel(ctx, added, 'Also announce the newest three');
  expect(again.text).toContain('nothing of *Example feed* to announce');
  for (let round = 0; round < 2; round += 1) await announceArticles(ctx, FAR);
  expect(posted(world).sort()).toEqual(['Item 1', 'Item 2', 'Item 3']);
});

test('a site with one feed is added by its address, with or without https://', async () => {
  const { ctx, world } = await newsroom();
  world.feeds.set(SITE, {
    kind: 'failed',
    reason: 'not_a_feed',
    message: 'This is an HTML page.',
    retryAfterSeconds: null,
    page: { announced: [FEED], usual: [] },
  });
  world.feeds.set('https://press.example.org', world.feeds.get(SITE) ?? aDocument([]));
  expect((await workspace.type(ctx, 'feeds add press.example.org here', 'UANA')).text).toContain('is connected');
  expect((await workspace.type(ctx, `feeds add ${SITE} here`, 'UANA')).text).toContain('known already');
  const { results } = await ctx.db.prepare('SELECT url FROM feed').all();
  expect(results).toEqual([{ url: FEED }]);
});

test('a site with several feeds shows each with its newest article and a button that adds it', async () => {
  const { ctx, world } = await newsroom();
  const other = 'https://press.example.org/results.xml';
  world.feeds.set(other, aDocument([anItem({ title: '<!channel> results' })], { title: 'Results & more' }));
  world.feeds.set(SITE, {
    kind: 'failed',
    reason: 'not_a_feed',
    message: 'This is an HTML page.',
    retryAfterSeconds: null,
    page: { announced: [FEED, other, 'https://press.example.org/dead.xml'], usual: [] },
  });
  const choice = await workspace.type(ctx, `feeds add ${SITE} here`, 'UANA');
  expect(choice.text).toContain('has 2 feeds');
  expect(choice.response_type).toBe('ephemeral');
  expect(allText(choice)).toContain('“Item 3”');
  expect(allText(choice)).toContain('Results &amp; more');
  expect(allText(choice)).not.toContain('<!channel>');
  expect(buttons(choice).map(({ label, value }) => [label, value])).toEqual([
    ['Add this feed', FEED],
    ['Add this feed', other],
  ]);
  expect((await ctx.db.prepare('SELECT url FROM feed').all()).results).toEqual([]);
  const second = buttons(choice)[1];
  const refused = await workspace.press(ctx, second?.action_id ?? '', second?.value ?? '', 'UBEN');
  expect(refused).toMatchObject({ replace_original: false, text: expect.stringContaining('Only editors') });
  const added = await workspace.press(ctx, second?.action_id ?? '', second?.value ?? '', 'UANA');
  expect(added).toMatchObject({ replace_original: true, text: expect.stringContaining('Results &amp; more') });
  const { results } = await ctx.db
    .prepare('SELECT f.url, r.channel_id FROM feed f JOIN route r ON r.feed_id = f.id')
    .all();
  expect(results).toEqual([{ url: other, channel_id: 'CNEWS' }]);
});

test('a site without a feed is refused with what to try', async () => {
  const { ctx, world } = await newsroom();
  world.feeds.set(SITE, {
    kind: 'failed',
    reason: 'not_a_feed',
    message: 'This is an HTML page.',
    retryAfterSeconds: null,
    page: { announced: [], usual: ['https://press.example.org/feed'] },
  });
  expect((await workspace.type(ctx, `feeds add ${SITE} here`, 'UANA')).text).toBe(
    'That page has no feed I can find. Try the address of its RSS or Atom feed.',
  );
});

test('a feed is paused, resumed and removed by name, number or address, each with an Undo that works once', async () => {
  const { ctx, world } = await newsroom();
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await pollFeeds(ctx, FAR);
  const state = async () => (await ctx.db.prepare('SELECT state FROM feed').all()).results[0]?.state;
  const paused = await workspace.type(ctx, 'feeds pause example', 'UANA');
  expect(paused.text).toContain('is paused');
  expect(await state()).toBe('paused');
  expect((await workspace.type(ctx, 'feeds pause #1', 'UANA')).text).toContain('was paused already');
  expect((await pressLabel(ctx, paused, 'Undo')).text).toContain('is followed again');
  expect(await state()).toBe('active');
  expect((await pressLabel(ctx, paused, 'Undo')).text).toContain('Nothing was undone');

  world.advance(60);
  const removed = await workspace.type(ctx, `feeds rm <${FEED}>`, 'UANA');
  expect(removed.text).toContain('is removed');
  expect(allText(await workspace.type(ctx, 'feeds', 'UANA'))).toContain('feeds resume 1');
  world.advance(60);
  expect((await pressLabel(ctx, paused, 'Undo')).text).toContain('Nothing was undone');
  expect((await workspace.type(ctx, 'feeds resume 1', 'UANA')).text).toContain('is followed again');
  expect((await pressLabel(ctx, removed, 'Undo')).text).toContain('was changed again since');
  expect(await state()).toBe('active');
  expect((await workspace.type(ctx, 'feeds pause nothing like it', 'UANA')).text).toContain('No feed is called');
  expect((await workspace.type(ctx, 'feeds pause', 'UANA')).text).toContain('Say which feed');
});

test('a removed feed is restored within 30 days; later it is added anew, with a silent baseline', async () => {
  const { ctx, world } = await newsroom();
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await pollFeeds(ctx, FAR);
  await workspace.type(ctx, 'feeds remove 1', 'UANA');
  world.advance(31 * 86_400);
  expect((await workspace.type(ctx, 'feeds resume 1', 'UANA')).text).toContain('over 30 days ago');
  expect(allText(await workspace.type(ctx, 'feeds', 'UANA'))).not.toContain('Removed');
  const meanwhile = anItem({ title: 'Meanwhile', publishedAt: '2026-03-20T00:00:00.000Z' });
  world.feeds.set(FEED, aDocument([meanwhile, ...titles('Item', 4)]));
  expect((await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA')).text).toContain('5 present articles');
  await pollFeeds(ctx, FAR);
  await announceArticles(ctx, FAR);
  expect(posted(world)).toEqual([]);
});

test('words that fit two feeds change neither and name both', async () => {
  const { ctx, world } = await newsroom();
  world.feeds.set('https://b.example.org/', aDocument([], { title: 'Example two' }));
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await workspace.type(ctx, 'feeds add https://b.example.org/ here', 'UANA');
  expect((await workspace.type(ctx, 'feeds pause example', 'UANA')).text).toMatch(/#1 Example feed.*#2 Example two/);
  expect((await workspace.type(ctx, 'feeds pause "Example two"', 'UANA')).text).toContain('*Example two* is paused');
  const { results } = await ctx.db.prepare('SELECT state FROM feed ORDER BY id').all();
  expect(results).toEqual([{ state: 'active' }, { state: 'paused' }]);
});

test('each feed of the list says where its articles are announced now, and who added it', async () => {
  const { ctx } = await newsroom();
  const list = async () => allText(await workspace.type(ctx, 'feeds', 'UANA'));
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await addRoute(ctx, { settings: defaultRouteSettings('CALL', null), by: 'api' });
  await addRoute(ctx, { settings: defaultRouteSettings('CNEWS', null), by: 'api' });
  expect(await list()).toContain('→ <#CNEWS>, <#CALL>. Added by <@UANA>.');
  for (const number of [1, 2, 3]) await workspace.type(ctx, `channels pause ${number}`, 'UANA');
  expect(await list()).toContain('→ the newsroom only. Added by <@UANA>.');
});

test('the list has buttons that act in place; viewers see it without them and may not press', async () => {
  const { ctx } = await newsroom();
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await addStaff(ctx, 'UVIEW', 'viewer');
  expect(buttons(await workspace.type(ctx, 'feeds', 'UVIEW'))).toEqual([]);
  const list = await workspace.type(ctx, 'feeds', 'UANA');
  expect(buttons(list).map(({ label }) => label)).toEqual(['Check now', 'Pause', 'Edit…', 'Remove']);
  expect((await pressLabel(ctx, list, 'Pause', 'UVIEW')).text).toContain('Only editors');
  expect(allText(await pressLabel(ctx, list, 'Check now'))).toContain('Checking *Example feed* now');
  const paused = await pressLabel(ctx, list, 'Pause');
  expect(buttons(paused).map(({ label }) => label)).toEqual(['Undo', 'Resume', 'Edit…', 'Remove']);
  const resumed = await pressLabel(ctx, paused, 'Resume');
  expect(buttons(resumed).map(({ label }) => label)).toEqual(['Undo', 'Check now', 'Pause', 'Edit…', 'Remove']);
  const removed = await pressLabel(ctx, resumed, 'Remove');
  expect(buttons(removed).map(({ label }) => label)).toEqual(['Undo']);
  const { results } = await ctx.db
    .prepare(`SELECT act, detail FROM audit WHERE subject NOT LIKE 'staff%' AND detail <> '{}' ORDER BY id`)
    .all();
  expect(results).toEqual([
    { act: 'feed.added', detail: '{"feed":"Example feed"}' },
    { act: 'feed.checked', detail: '{"feed":"Example feed"}' },
    { act: 'feed.paused', detail: '{"feed":"Example feed","from":"active","to":"paused"}' },
    { act: 'feed.resumed', detail: '{"feed":"Example feed","from":"paused","to":"active"}' },
    { act: 'feed.removed', detail: '{"feed":"Example feed","from":"active","to":"removed"}' },
  ]);
});

test('a long list comes in pages that stay under what a message holds', async () => {
  const { ctx } = await newsroom();
  await workspace.type(ctx, 'status', 'UANA');
  for (let n = 0; n < 23; n += 1) {
    await ctx.db
      .prepare(
        `INSERT INTO feed (public_id, url, title, state, start_with, kind, text_right, image_right, time_zone,
           poll_floor_seconds, next_poll_at, last_error, failing_since, added_by, created_at)
         VALUES (?1, ?2, ?3, 'active', 'none', 'coverage', 'extract', 'none', 'UTC', 300, 'x', ?3,
           '2026-03-01T00:00:00.000Z', 'api', 'x')`,
      )
      .bind(`feed${n}`, `https://f${n}.example.org/${'a'.repeat(200)}`, '&'.repeat(500))
      .all();
  }
  let page = await workspace.type(ctx, 'feeds', 'UANA');
  const sizes: number[] = [];
  for (;;) {
    sizes.push(buttons(page).filter(({ label }) => label === 'Remove').length);
    expect(page.blocks?.length).toBeLessThanOrEqual(50);
    expect(allText(page).length).toBeLessThan(20_000);
    if (!buttons(page).some(({ label }) => label === 'Next feeds')) break;
    page = await pressLabel(ctx, page, 'Next feeds');
  }
  expect(sizes).toEqual([10, 10, 3]);
});

async function flooded(): Promise<{ ctx: Context; world: World; question: Shown }> {
  const { ctx, world } = await newsroom();
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await pollFeeds(ctx, FAR);
  world.advance(3_600);
  world.feeds.set(FEED, aDocument(titles('Wave', 34).map((item) => ({ ...item, title: `${item.title} <!here>` }))));
  await pollFeeds(ctx, FAR);
  await askAboutFloods(ctx);
  const note = world.posts.at(-1)?.note;
  if (note?.kind !== 'flood') throw new Error('Nobody was asked.');
  const { noteMessage } = await import('../../src/slack/blocks/note.ts');
  return { ctx, world, question: noteMessage(note) };
}

test('the question about a flood says how many, names some and escapes them', async () => {
  const { question } = await flooded();
  expect(allText(question)).toContain("*Example feed* brought 34 new articles at once. I've held them");
  expect(allText(question)).toContain('and 29 more');
  expect(allText(question)).not.toContain('<!here>');
  expect(question.text).toContain('34 new articles');
  expect(buttons(question).map(({ label }) => label)).toEqual([
    'Publish and announce',
    'Publish without announcing',
    'Drop them',
  ]);
});

test('two press at the same moment: one decision counts, both see who made it', async () => {
  const { ctx, world, question } = await flooded();
  await addStaff(ctx, 'UBEN', 'editor');
  await addStaff(ctx, 'UVIEW', 'viewer');
  expect((await pressLabel(ctx, question, 'Drop them', 'UVIEW')).text).toContain('Only editors');
  workspace.shown.length = 0;
  await Promise.all([
    pressLabel(ctx, question, 'Publish and announce', 'UANA'),
    pressLabel(ctx, question, 'Drop them', 'UBEN'),
  ]);
  const texts = workspace.shown.map(({ text }) => text ?? '');
  expect(texts.length).toBe(2);
  expect(texts.filter((text) => text.includes('settled before')).length).toBe(1);
  const isAnnounced = texts.every((text) => text.includes('published and announced by <@UANA>'));
  const isDropped = texts.every((text) => text.includes('dropped by <@UBEN>'));
  expect([isAnnounced, isDropped].filter(Boolean).length).toBe(1);
  expect(workspace.shown.every((shown) => shown.replace_original && buttons(shown).length === 0)).toBe(true);
  await announceArticles(ctx, FAR);
  expect(posted(world).length).toBe(isAnnounced ? 34 : 0);
});

test('the queue lists what is held and what awaits approval, and settles both in place', async () => {
  const { ctx, world } = await flooded();
  expect((await workspace.type(ctx, 'queue', 'UNOBODY')).text).toContain('no role');
  await ctx.db.prepare('UPDATE route SET needs_approval = 1').all();
  world.advance(3_600);
  world.feeds.set(FEED, aDocument([...titles('Item', 4), anItem({ title: 'Single', publishedAt: world.now })]));
  await pollFeeds(ctx, FAR);
  const queue = await workspace.type(ctx, 'queue', 'UANA');
  expect(queue.text).toBe('34 held articles, 1 post to approve.');
  expect(allText(queue)).toContain('*Single* for <#CNEWS>');
  const dropped = await pressLabel(ctx, queue, 'Drop them');
  expect(dropped.text).toContain('34 articles of *Example feed*: dropped by <@UANA>');
  expect(buttons(dropped).map(({ label }) => label)).toEqual(['Approve', 'Edit…', 'Reject…']);
  await announceArticles(ctx, FAR);
  expect(posted(world)).toEqual([]);
  const approved = await pressLabel(ctx, dropped, 'Approve');
  expect(approved.text).toContain('Approved by <@UANA>');
  expect(buttons(approved)).toEqual([]);
  expect((await pressLabel(ctx, dropped, 'Reject…')).text).toContain('Approved by <@UANA>');
  await announceArticles(ctx, FAR);
  expect(posted(world)).toEqual(['Single']);
  expect((await workspace.type(ctx, 'queue', 'UANA')).text).toBe('Nothing waits for a decision.');
});

test('a red button asks before it pauses all; its answer, the list and the log follow the same feeds again', async () => {
  const { ctx } = await newsroom();
  await addStaff(ctx, 'UVIEW', 'viewer');
  expect((await workspace.type(ctx, 'feeds pause all', 'UANA')).text).toContain('nothing to pause');
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  const question = await workspace.type(ctx, 'feeds pause all', 'UANA');
  expect(question.text).toContain('1 feed is followed now. Nothing is paused yet.');
  expect(allText(question)).toContain(
    '"style":"danger","confirm":{"title":{"type":"plain_text","text":"Pause the one feed',
  );
  expect((await pressLabel(ctx, question, 'Pause all feeds', 'UVIEW')).text).toContain('Only editors');
  const paused = await pressLabel(ctx, question, 'Pause all feeds');
  expect(paused.text).toContain('1 feed is paused by <@UANA>');
  expect((await pressLabel(ctx, question, 'Pause all feeds')).text).toBe(
    'No feed is followed now. Nothing was paused.',
  );
  expect(buttons(await workspace.type(ctx, 'feeds', 'UANA')).at(-1)?.label).toBe('Resume all');
  expect((await pressLabel(ctx, paused, 'Resume all')).text).toContain('1 feed is followed again, by <@UANA>');
  expect((await workspace.type(ctx, 'feeds resume all', 'UANA')).text).toContain('Nothing was resumed');
  await pressLabel(ctx, question, 'Pause all feeds');
  const log = await workspace.type(ctx, 'log', 'UANA');
  expect(allText(log)).toContain('all feeds paused (1)');
  expect((await pressLabel(ctx, log, 'Undo')).text).toContain('Undone by <@UANA>: all feeds paused (1)');
});
