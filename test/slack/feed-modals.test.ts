import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { TRY_FILTERS_ACTION } from '../../src/slack/views/try-filters.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { lastModal, limitBreaches, pressIn, submit } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

const FEED = 'https://press.example.org/feed.xml';
const HOSTILE = '<!channel> <https://evil.example|x> &amp;amp; \u202e'.repeat(80);
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
  const items = Array.from({ length: 5 }, (_, n) =>
    anItem({ title: `Item ${n}`, publishedAt: `2026-03-02T07:0${n}:00.000Z`, categories: n === 0 ? ['Events'] : [] }),
  );
  world.feeds.set(FEED, aDocument(items));
});

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await ctx.db.prepare(sql).all()).results;
}
const shownNow = () => JSON.stringify(lastModal(workspace));

test('the form shows the last three items, and adds the feed with its route as it was filled in', async () => {
  await workspace.type(ctx, `feeds add ${FEED}`, 'UANA');
  const modal = lastModal(workspace);
  expect(limitBreaches(modal)).toEqual([]);
  expect([...shownNow().matchAll(/\|(Item \d)>/g)].map((match) => match[1])).toEqual(['Item 4', 'Item 3', 'Item 2']);
  await submit(workspace, ctx, {
    typed: {
      startWith: 'newest_1',
      mode: 'approval',
      include: 'tide, 潮汐，moon',
      exclude: 'advert',
      kinds: ['event'],
      images: ['compact'],
      title: 'Press',
      timeZone: 'Europe/Berlin',
      textRight: 'link',
    },
  });
  expect(await rows('SELECT title, time_zone, text_right, start_with, added_by FROM feed')).toEqual([
    { title: 'Press', time_zone: 'Europe/Berlin', text_right: 'link', start_with: 'newest_1', added_by: 'slack:UANA' },
  ]);
  expect(await rows('SELECT channel_id, mode, needs_approval, shows_images, is_compact, filters FROM route')).toEqual([
    {
      channel_id: 'CNEWS',
      mode: 'each',
      needs_approval: 1,
      shows_images: 0,
      is_compact: 1,
      filters: '{"includeWords":["tide","潮汐","moon"],"excludeWords":["advert"],"kinds":["event"]}',
    },
  ]);
  const intro = workspace.calls.find(({ method }) => method === 'chat.postMessage');
  expect(intro?.fields).toMatchObject({ channel: 'CNEWS' });
  expect(intro?.fields.text).toContain('<@UANA> connected *Press* to this channel');
});

test('without an address the form asks for one; what is no feed, and a feed that refuses, are told; "anyway" takes it', async () => {
  await workspace.type(ctx, 'feeds add', 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  world.feeds.set('https://shop.example.org', {
    kind: 'failed',
    reason: 'refused',
    message: 'The feed answered 403 (forbidden).',
    retryAfterSeconds: null,
  });
  await submit(workspace, ctx, { typed: { url: 'https://shop.example.org' } });
  expect(shownNow()).toContain('403');
  const answer = await submit(workspace, ctx, { typed: { anyway: ['yes'] } });
  if (!answer?.view) throw new Error('The form did not go on.');
  const modal = { ...lastModal(workspace), ...answer.view, id: 'V9', hash: 'h9' };
  await submit(workspace, ctx, { modal });
  expect(await rows('SELECT url, title FROM feed')).toEqual([
    { url: 'https://shop.example.org', title: 'shop.example.org' },
  ]);
});

test('a channel without the bot, a zone that is none and a feed that posts there already are told beside their fields', async () => {
  await workspace.type(ctx, `feeds add ${FEED}`, 'UANA');
  expect((await submit(workspace, ctx, { typed: { timeZone: 'Mars/Base' } }))?.errors?.timeZone).toContain('time zone');
  workspace.refusals.set('conversations.info', 'channel_not_found');
  await submit(workspace, ctx, { typed: {} });
  const form = lastModal(workspace);
  const index = form.blocks.findIndex(({ block_id: id }) => id === 'channel');
  expect(JSON.stringify(form.blocks[index - 1])).toContain('/invite @newsdesk');
  expect(await rows('SELECT id FROM feed')).toEqual([]);
  workspace.refusals.clear();
  await submit(workspace, ctx, { modal: form });
  expect((await rows('SELECT id FROM feed')).length).toBe(1);
  await workspace.type(ctx, `feeds add ${FEED}`, 'UANA');
  expect((await submit(workspace, ctx, { typed: {} }))?.errors?.channel).toMatch(
    /posts to that channel already, since 2026-\d\d-\d\d\. Change it with \/newsdesk channels edit 1\./,
  );
});

test('hostile and endless feeds leave the form within Slack’s limits and inert', async () => {
  world.feeds.set(
    FEED,
    aDocument(
      Array.from({ length: 30 }, (_, n) =>
        anItem({ title: HOSTILE, summary: HOSTILE, categories: [HOSTILE, `c${n}`] }),
      ),
      { title: HOSTILE },
    ),
  );
  await workspace.type(ctx, `feeds add ${FEED}`, 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  const sections = JSON.stringify(lastModal(workspace).blocks.filter(({ type }) => type !== 'input'));
  expect(sections).not.toContain('<!channel>');
  expect(sections).not.toContain('<https://evil');
});

test('a feed is edited by a form, and Undo takes the edit back once', async () => {
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await workspace.type(ctx, 'feeds edit Example', 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  const wrong = await submit(workspace, ctx, { typed: { pollFloor: 'often' } });
  expect(wrong?.errors?.pollFloor).toContain('minutes');
  world.advance(5);
  await submit(workspace, ctx, { typed: { title: 'Renamed', pollFloor: '30', imageRight: 'own' } });
  expect(await rows('SELECT title, poll_floor_seconds, image_right FROM feed')).toEqual([
    { title: 'Renamed', poll_floor_seconds: 1800, image_right: 'own' },
  ]);
  const told = workspace.calls.findLast(({ method }) => method === 'chat.postEphemeral');
  const [, row] = JSON.parse(told?.fields.blocks ?? '[]') as { elements: { action_id: string; value: string }[] }[];
  const undo = row?.elements[0];
  world.advance(5);
  const press = () => workspace.press(ctx, undo?.action_id ?? '', undo?.value ?? '', 'UANA');
  expect((await press()).text).toContain('is as it was');
  expect((await press()).text).toContain('Nothing was undone');
  expect(await rows('SELECT title, poll_floor_seconds, image_right FROM feed')).toEqual([
    { title: 'Example feed', poll_floor_seconds: 300, image_right: 'none' },
  ]);
});

test('a feed that is known gets another channel, with its newest article to approve where that is wished', async () => {
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await pollFeeds(ctx, '2026-03-02T23:00:00.000Z');
  await workspace.type(ctx, `feeds add ${FEED}`, 'UANA');
  await submit(workspace, ctx, { typed: { channel: 'COTHER', startWith: 'newest_1', mode: 'approval' } });
  expect(shownNow()).toContain('was followed already');
  expect(await rows(`SELECT state FROM announcement WHERE channel_id = 'COTHER'`)).toEqual([
    { state: 'awaiting_approval' },
  ]);
  expect(JSON.stringify(workspace.calls.filter(({ method }) => method === 'chat.postMessage'))).toContain(
    'once somebody approves them',
  );
});

test('the feed’s own categories and an hour are offered, tried, kept with each article and used', async () => {
  await workspace.type(ctx, `feeds add ${FEED}`, 'UANA');
  const form = lastModal(workspace);
  const typed = { includeCategories: ['Events'], mode: 'daily', time: '17:30' };
  const tried = await pressIn(workspace, ctx, { actionId: TRY_FILTERS_ACTION, modal: form, typed });
  expect(JSON.stringify(tried.blocks)).toContain('*1 of the last 5*');
  expect(JSON.stringify(tried.blocks)).toContain('Item 0');
  await submit(workspace, ctx, { modal: form, typed });
  await pollFeeds(ctx, '2026-03-02T23:00:00.000Z');
  expect(await rows('SELECT mode, at_time, filters FROM route')).toEqual([
    { mode: 'daily', at_time: '17:30', filters: '{"includeCategories":["Events"]}' },
  ]);
  expect(await rows(`SELECT title FROM article WHERE categories = '["Events"]'`)).toEqual([{ title: 'Item 0' }]);

  await workspace.type(ctx, 'channels edit 1', 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  expect(shownNow()).toContain('it would have got 1 of the last 5');
  await submit(workspace, ctx, { typed: { includeCategories: [], excludeCategories: ['Events'] } });
  expect(shownNow()).toContain('It would have got 4 of the last 5');
});

test.each<[string, Record<string, string>, string]>([
  ['the one that is picked', { pick: '1' }, 'Second feed'],
  ['another address typed in its place', { url: FEED }, 'Example feed'],
])('of several feeds of a page, %s is read', async (_, typed, title) => {
  const other = 'https://press.example.org/second.xml';
  world.feeds.set(other, aDocument([anItem({ title: 'Other' })], { title: 'Second feed' }));
  world.feeds.set('https://press.example.org', {
    kind: 'failed',
    reason: 'not_a_feed',
    message: 'That is a page.',
    retryAfterSeconds: null,
    page: { announced: [FEED, other], usual: [] },
  });
  await workspace.type(ctx, 'feeds add', 'UANA');
  await submit(workspace, ctx, { typed: { url: 'https://press.example.org' } });
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  await submit(workspace, ctx, { typed });
  expect(shownNow()).toContain(`*${title}*`);
});

test('whatever words the form of a new feed takes, the form of its channel keeps', async () => {
  await workspace.type(ctx, `feeds add ${FEED}`, 'UANA');
  const words = Array.from({ length: 30 }, (_, n) => `a word of thirty characters ${n + 10}`);
  await submit(workspace, ctx, { typed: { include: words.join(', '), exclude: 'advert' } });
  const before = await rows('SELECT filters FROM route');
  expect(JSON.parse(String(before[0]?.filters))).toEqual({ includeWords: words, excludeWords: ['advert'] });
  await workspace.type(ctx, 'channels edit 1', 'UANA');
  await submit(workspace, ctx);
  expect(await rows('SELECT filters FROM route')).toEqual(before);
  const tooMany = [...words, 'one more'].join(', ');
  const told = { include: 'Give at most 30 words of up to 40 characters.' };
  for (const form of ['channels edit 1', `feeds add ${FEED}`]) {
    await workspace.type(ctx, form, 'UANA');
    const include = tooMany;
    expect(
      await submit(workspace, ctx, { typed: { include, ...(form.startsWith('f') ? { channel: 'COTHER' } : {}) } }),
    ).toMatchObject({ errors: told });
  }
});

test('what is taken unread has to be an address all the same', async () => {
  const unread = { kind: 'failed' as const, reason: 'refused' as const, message: 'No.', retryAfterSeconds: null };
  world.feeds.set('https://shop.example.org', unread);
  await workspace.type(ctx, 'feeds add https://shop.example.org', 'UANA');
  const answer = await submit(workspace, ctx, { typed: { url: 'https://no address', anyway: ['yes'] } });
  expect(answer).toMatchObject({ errors: { url: expect.stringContaining('address') } });
});

test('the form of a channel has a switch for threads, off at first, and the list of channels says where it is on', async () => {
  await workspace.type(ctx, `feeds add ${FEED}`, 'UANA');
  await submit(workspace, ctx);
  const threads = () => rows('SELECT threads FROM route');
  expect(await threads()).toEqual([{ threads: 'off' }]);
  expect((await workspace.type(ctx, 'channels', 'UANA')).text).not.toContain('threads');
  for (const [choice, words] of [
    ['thread', 'each article by itself · in threads by day'],
    ['broadcast', 'each article by itself · in threads by day and in the channel'],
  ] as const) {
    await workspace.type(ctx, 'channels edit 1', 'UANA');
    expect(limitBreaches(lastModal(workspace))).toEqual([]);
    await submit(workspace, ctx, { typed: { threads: choice } });
    expect(JSON.stringify(await workspace.type(ctx, 'channels', 'UANA'))).toContain(words);
  }
  // Saved untouched, it stays.
  await workspace.type(ctx, 'channels edit 1', 'UANA');
  await submit(workspace, ctx);
  expect(await threads()).toEqual([{ threads: 'broadcast' }]);
  await workspace.type(ctx, 'channels edit 1', 'UANA');
  await submit(workspace, ctx, { typed: { mode: 'daily' } });
  expect(JSON.stringify(await workspace.type(ctx, 'channels', 'UANA'))).not.toContain('threads');
});
