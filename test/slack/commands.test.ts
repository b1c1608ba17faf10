import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import type { Context } from '../../src/services/context.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { UNDO_ACTION } from '../../src/slack/blocks/mailing.ts';
import { POST_AGAIN_ACTION, POSTED_ACTION } from '../../src/slack/blocks/unknown-post.ts';
import { aDocument, anItem, mailedAddresses, testContext, type World } from '../support/context.ts';
import { lastModal } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2026-12-01T00:00:00.000Z';
let workspace: Awaited<ReturnType<typeof openWorkspace>>;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

async function newsroom(): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  world.feeds.set(FEED, aDocument([anItem({ title: 'One' }), anItem({ title: 'Two' })]));
  return { ctx, world };
}

async function addReader(ctx: Context, name: string): Promise<void> {
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       VALUES (?1, ?2, ?2, ?1, 'en', 'weekly', 'active', 'form', '2026-01-01T00:00:00.000Z')`,
    )
    .bind(name, `${name}@example.org`)
    .all();
}

test('help for nothing and for help; the nearest command for a slip', async () => {
  const { ctx } = await newsroom();
  for (const words of ['', 'help', '?', 'HELP']) {
    expect((await workspace.type(ctx, words, 'UBEN')).text).toContain('/newsdesk digest send');
  }
  expect((await workspace.type(ctx, 'fedes', 'UBEN')).text).toContain('Did you mean `/newsdesk feeds`?');
  const hostile = await workspace.type(ctx, '<!channel> `x` & more', 'UBEN');
  expect(hostile.text).not.toContain('<!channel>');
  expect(hostile.response_type).toBe('ephemeral');
});

test('the first admin to ask owns the newsroom; nobody else may act, whatever they try', async () => {
  const { ctx } = await newsroom();
  expect((await workspace.type(ctx, 'digest send', 'UBEN')).text).toContain('Only editors');
  expect((await workspace.type(ctx, 'status', 'UANA')).text).toContain('Readers');
  const { results } = await ctx.db.prepare('SELECT slack_user_id, role FROM staff').all();
  expect(results).toEqual([{ slack_user_id: 'UANA', role: 'owner' }]);
  for (const words of ['status', 'feeds', 'digest send', 'digest cancel', `feeds add ${FEED} here`, 'feeds check']) {
    expect((await workspace.type(ctx, words, 'UBEN')).text).toMatch(/no role|Only/);
  }
  await ctx.db.prepare(`UPDATE staff SET state = 'deactivated'`).all();
  await ctx.db
    .prepare(
      `INSERT INTO staff (slack_user_id, role, state, added_by, created_at) VALUES ('UEVE', 'owner', 'active', 'x', 'x')`,
    )
    .all();
  expect((await workspace.type(ctx, 'status', 'UANA')).text).toContain('no role');
});

test('feeds add connects the channel, says what it found, and refuses what is no feed', async () => {
  const { ctx, world } = await newsroom();
  expect((await workspace.type(ctx, `feeds add <${FEED}|press.example.org> here`, 'UANA')).text).toContain(
    '2 present articles',
  );
  expect((await workspace.type(ctx, `add ${FEED} here`, 'UANA')).text).toContain('known already');
  expect((await workspace.type(ctx, 'feeds add https://nothing.example.org/ here', 'UANA')).text).toBe('No such feed.');
  await workspace.type(ctx, 'feeds add', 'UANA');
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('Address of the feed or its site');
  await pollFeeds(ctx, FAR);
  world.advance(600);
  world.feeds.set(FEED, aDocument([anItem({ title: 'Three', publishedAt: world.now })]));
  await pollFeeds(ctx, FAR);
  await announceArticles(ctx, FAR);
  expect(world.posts.map(({ channel }) => channel)).toEqual(['CNEWS']);
  expect(JSON.stringify((await workspace.type(ctx, 'feeds', 'UANA')).blocks)).toContain('press.example.org');
});

test('digest send shows who gets what, holds, and Undo takes it back for good', async () => {
  const { ctx, world } = await newsroom();
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await ctx.db.prepare(`UPDATE feed SET start_with = 'newest_3'`).all();
  await pollFeeds(ctx, FAR);
  expect((await workspace.type(ctx, 'digest send', 'UANA')).text).toContain('Nobody has signed up');
  await addReader(ctx, 'ana');
  const held = await workspace.type(ctx, 'newsletter send', 'UANA');
  expect(held.text).toContain('*1 reader*');
  const publicId = /"value":"(\w+)"/.exec(JSON.stringify(held.blocks))?.[1] ?? '';
  expect((await workspace.press(ctx, UNDO_ACTION, publicId, 'UBEN')).text).toContain('Only editors');
  expect(await workspace.press(ctx, UNDO_ACTION, publicId, 'UANA')).toMatchObject({
    replace_original: true,
    text: expect.stringContaining('Nothing was sent'),
  });
  expect((await workspace.press(ctx, UNDO_ACTION, publicId, 'UANA')).text).toContain('Too late');
  world.advance(3600);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world)).toEqual([]);

  await workspace.type(ctx, 'digest send', 'UANA');
  expect((await workspace.type(ctx, 'digest send', 'UANA')).text).toContain('already on its way');
  world.advance(61);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world)).toEqual(['ana@example.org']);
  expect((await workspace.type(ctx, 'digest status', 'UANA')).text).toContain('taken 1 mail');
});

test('the first send ever asks for the number in words that say nothing was sent', async () => {
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl, COUNT_GUARD: 'on' });
  await addReader(ctx, 'ana');
  await addReader(ctx, 'ben');
  world.feeds.set(FEED, aDocument([anItem()]));
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await ctx.db.prepare(`UPDATE feed SET start_with = 'newest_1'`).all();
  await pollFeeds(ctx, FAR);
  expect((await workspace.type(ctx, 'digest send', 'UANA')).text).toMatch(/digest test[\s\S]*Nothing was sent yet/);
  expect((await workspace.type(ctx, 'digest test ana@example.com', 'UANA')).text).toContain('Nothing went to readers');
  expect((await workspace.type(ctx, 'digest send', 'UANA')).text).toMatch(
    /2 readers[\s\S]*digest send 2[\s\S]*Nothing was sent yet/,
  );
});

test('an unknown post is settled by one press; the second presser learns who was first', async () => {
  const { ctx, world } = await newsroom();
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await ctx.db.prepare(`UPDATE feed SET start_with = 'newest_1'`).all();
  await pollFeeds(ctx, FAR);
  world.postOutcomes.push({ kind: 'unanswered', code: 'timeout' });
  await announceArticles(ctx, FAR);
  const note = world.posts.at(-1)?.note;
  const id = note?.kind === 'unknown_post' ? note.announcementId : '';
  expect((await workspace.press(ctx, POSTED_ACTION, id, 'UANA')).text).toBe('<@UANA> chose *It was posted*.');
  expect((await workspace.press(ctx, POST_AGAIN_ACTION, id, 'UANA')).text).toContain('settled before by <@UANA>');
  await announceArticles(ctx, FAR);
  expect(world.posts.filter(({ note: posted }) => posted.kind === 'article').length).toBe(1);
});

test('a failure of ours tells the person so, with a reference and without details', async () => {
  const { ctx, world } = await newsroom();
  const broken: Context = { ...ctx, feeds: { read: () => Promise.reject(new Error('secret stack')) } };
  await workspace.type(ctx, 'status', 'UANA');
  const answer = await workspace.type(broken, `feeds add ${FEED} here`, 'UANA');
  expect(answer.text).toMatch(/wrong on my side \(ref \w{6}\).+tell <@UANA> that reference\.$/);
  expect(answer.text).not.toContain('secret');
  expect(world.log.join('\n')).toContain('slack.command_failed');
});
