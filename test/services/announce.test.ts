import { expect, test } from 'vitest';
import { countAnnouncements, listToAsk } from '../../src/db/announcements/announcements.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { decideUnknownPost } from '../../src/services/announcements/decide-unknown-post.ts';
import { editPostText } from '../../src/services/articles/article-posts.ts';
import { undoWithdrawal, withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2026-04-01T00:00:00.000Z';

async function feedWith(ctx: Context, world: World, count: number): Promise<void> {
  const image = {
    url: 'https://press.example.org/p.jpg',
    alt: null,
    caption: 'A laboratory',
    credit: null,
    width: null,
    height: null,
  };
  const items = Array.from({ length: count }, (_, n) =>
    anItem({ title: `Story ${n}`, publishedAt: `2026-03-01T00:00:0${n}.000Z`, image }),
  );
  world.feeds.set(FEED, aDocument(items));
  await addFeed(ctx, {
    url: FEED,
    channelId: 'CNEWS',
    startWith: 'newest_3',
    kind: 'coverage',
    textRight: 'extract',
    imageRight: 'licensed',
    needsApproval: false,
    pollFloorSeconds: 300,
    addedBy: 'api',
  });
  await pollFeeds(ctx, FAR);
}

const articlePosts = (world: World) => world.posts.filter(({ note }) => note.kind === 'article');

test('posts to one channel go out a second apart, oldest first', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 3);
  const start = Date.parse(world.now);
  await announceArticles(ctx, FAR);
  expect(articlePosts(world).map(({ note }) => note.kind === 'article' && note.card.title)).toEqual([
    'Story 0',
    'Story 1',
    'Story 2',
  ]);
  expect(Date.parse(world.now) - start).toBeGreaterThanOrEqual(2000);
});

test('killed between Slack taking a post and our record of it, the post becomes unknown, is asked about once and never repeated', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 1);
  const dying = { ...ctx, announcer: { ...ctx.announcer, post: () => Promise.reject(new Error('killed')) } };
  await announceArticles(dying, FAR).catch(() => null);
  expect(await countAnnouncements(ctx.db)).toEqual({ sending: 1 });

  await announceArticles(ctx, FAR);
  expect(articlePosts(world)).toEqual([]);
  world.advance(60);
  for (let round = 0; round < 3; round += 1) {
    await announceArticles(ctx, FAR);
    world.advance(600);
  }
  expect(await countAnnouncements(ctx.db)).toEqual({ unknown: 1 });
  expect(world.posts.map(({ channel, note }) => [channel, note.kind])).toEqual([['CREVIEW1', 'unknown_post']]);
});

test('who presses "post again" a moment after somebody else did, while it is being posted, has it posted once', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 1);
  const dying = { ...ctx, announcer: { ...ctx.announcer, post: () => Promise.reject(new Error('killed')) } };
  await announceArticles(dying, FAR).catch(() => null);
  world.advance(60);
  await announceArticles(ctx, FAR);
  const [question] = world.posts.flatMap(({ note }) => (note.kind === 'unknown_post' ? [note.announcementId] : []));
  const press = (by: string) => ({ publicId: question ?? '', decision: 'post_again' as const, by });
  // Between the second one's look and their decision the first one's has been made, and a tick has begun to post.
  const late: Context = {
    ...ctx,
    db: {
      prepare: (sql) => ctx.db.prepare(sql),
      async batch(statements) {
        await decideUnknownPost(ctx, press('slack:UANA'));
        await announceArticles(dying, FAR).catch(() => null);
        return ctx.db.batch(statements);
      },
    },
  };
  expect(await decideUnknownPost(late, press('slack:UBEN'))).toEqual({ isDecided: false, by: 'slack:UANA' });
  expect(await countAnnouncements(ctx.db)).toEqual({ sending: 1 });
});

test('staff settle an unknown post: the first decision counts, "post again" posts once more', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 1);
  world.postOutcomes.push({ kind: 'unanswered', code: 'timeout' });
  await announceArticles(ctx, FAR);
  const [question] = world.posts.filter(({ note }) => note.kind === 'unknown_post');
  const publicId = question?.note.kind === 'unknown_post' ? question.note.announcementId : '';
  expect(await listToAsk(ctx.db)).toEqual([]);

  const [first, second] = await Promise.all([
    decideUnknownPost(ctx, { publicId, decision: 'post_again', by: 'slack:UANA' }),
    decideUnknownPost(ctx, { publicId, decision: 'posted', by: 'slack:UBEN' }),
  ]);
  expect([first.isDecided, second.isDecided].filter(Boolean).length).toBe(1);
  const late = await decideUnknownPost(ctx, { publicId, decision: 'posted', by: 'slack:UBEN' });
  expect(late.isDecided).toBe(false);
  const winner = first.isDecided ? 'slack:UANA' : 'slack:UBEN';
  expect(late.by).toBe(winner);
  await announceArticles(ctx, FAR);
  expect(await countAnnouncements(ctx.db)).toEqual({ posted: 1 });
});

/** A post whose answer from Slack was lost, and that staff found in its channel. */
async function foundInItsChannel() {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 1);
  world.postOutcomes.push({ kind: 'unanswered', code: 'timeout' });
  await announceArticles(ctx, FAR);
  const [postId = ''] = world.posts.flatMap(({ note }) => (note.kind === 'unknown_post' ? [note.announcementId] : []));
  await decideUnknownPost(ctx, { publicId: postId, decision: 'posted', by: 'slack:UANA' });
  return { ctx, world, postId };
}

test('a post that staff found in its channel is not posted anew when its article is withdrawn and brought back', async () => {
  const { ctx, world } = await foundInItsChannel();
  const { results } = await ctx.db.prepare('SELECT public_id FROM article').all();
  const act = { publicId: String(results[0]?.public_id), by: 'slack:UANA' };
  const { withdrawnAt } = await withdrawArticle(ctx, { ...act, reason: null });
  await announceArticles(ctx, FAR);
  expect(await undoWithdrawal(ctx, { ...act, withdrawnAt: withdrawnAt ?? '' })).toBe(true);
  world.advance(60);
  await announceArticles(ctx, FAR);
  expect(articlePosts(world)).toHaveLength(1);
  expect(await countAnnouncements(ctx.db)).toEqual({ posted: 1 });
});

test('nor when staff write other words for it, which cannot reach it', async () => {
  const { ctx, world, postId } = await foundInItsChannel();
  expect(await editPostText(ctx, { postId, text: 'Other words.', by: 'slack:UANA' })).toMatchObject({
    isChanged: false,
  });
  world.advance(60);
  await announceArticles(ctx, FAR);
  expect(articlePosts(world)).toHaveLength(1);
});

test('a rate limit is waited for, then everything goes out once', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 3);
  world.postOutcomes.push(
    { kind: 'posted', ts: '1.1' },
    { kind: 'refused', code: 'rate_limited', retryAfterSeconds: 30 },
  );
  await announceArticles(ctx, FAR);
  expect(await countAnnouncements(ctx.db)).toEqual({ pending: 2, posted: 1 });
  await announceArticles(ctx, FAR);
  world.advance(31);
  await announceArticles(ctx, FAR);
  expect(await countAnnouncements(ctx.db)).toEqual({ posted: 3 });
  const taken = articlePosts(world).filter(({ ts }) => ts !== null);
  expect(new Set(taken.map(({ note }) => note.kind === 'article' && note.card.title)).size).toBe(3);
});

test('a rate limit in the middle of edits is waited for by every holder, and each edit is made once', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 3);
  await announceArticles(ctx, FAR);
  await ctx.db.prepare(`UPDATE article SET revision = 2, content_hash = 'edited' || id`).all();
  await ctx.db.prepare(`UPDATE announcement SET state = 'withdrawn', wish = 'remove' WHERE id = 1`).all();
  const asked: string[] = [];
  const limited = { kind: 'refused', code: 'rate_limited', retryAfterSeconds: 30 } as const;
  const slack = {
    ...ctx.announcer,
    async update(_channel: string, ts: string) {
      asked.push(ts);
      return asked.length === 1 ? limited : { kind: 'posted' as const, ts };
    },
  };
  for (let round = 0; round < 3; round += 1) await announceArticles({ ...ctx, announcer: slack }, FAR);
  world.advance(29);
  await announceArticles({ ...ctx, announcer: slack }, FAR);
  expect(asked).toHaveLength(1);
  world.advance(2);
  await announceArticles({ ...ctx, announcer: slack }, FAR);
  await announceArticles({ ...ctx, announcer: slack }, FAR);
  expect([asked.length, new Set(asked).size, world.removals.length]).toEqual([3, 2, 1]);
});

test('a picture Slack refuses costs the picture, not the post', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 1);
  world.postOutcomes.push({ kind: 'refused', code: 'invalid_blocks', retryAfterSeconds: null });
  await announceArticles(ctx, FAR);
  const images = articlePosts(world).map(({ note }) => note.kind === 'article' && note.card.image !== null);
  expect(images).toEqual([true, false]);
  expect(await countAnnouncements(ctx.db)).toEqual({ posted: 1 });
});

test('a channel that is gone pauses its routes and loses no settings', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 1);
  world.postOutcomes.push({ kind: 'refused', code: 'is_archived', retryAfterSeconds: null });
  await announceArticles(ctx, FAR);
  const { results } = await ctx.db.prepare('SELECT state, paused_reason FROM route').all();
  expect(results).toEqual([{ state: 'paused', paused_reason: 'is_archived' }]);
  expect(await countAnnouncements(ctx.db)).toEqual({ pending: 1 });
});

test('two holders at once never post one article twice', async () => {
  const { ctx, world } = await testContext();
  await feedWith(ctx, world, 3);
  await Promise.all([announceArticles(ctx, FAR), announceArticles(ctx, FAR), announceArticles(ctx, FAR)]);
  expect(articlePosts(world).length).toBe(3);
});
