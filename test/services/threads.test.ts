import { beforeEach, expect, test } from 'vitest';
import type { RouteSettings } from '../../src/db/announcements/route-settings.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings, editRoute } from '../../src/services/announcements/change-route.ts';
import { decideUnknownPost } from '../../src/services/announcements/decide-unknown-post.ts';
import type { RemovalOutcome } from '../../src/services/announcements/post-remover.ts';
import { announceArticle } from '../../src/services/articles/article-posts.ts';
import { editArticle } from '../../src/services/articles/edit-article.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { undoWithdrawal, withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import type { Context } from '../../src/services/context.ts';
import type { PostOutcome } from '../../src/services/ports.ts';
import { testContext, type World } from '../support/context.ts';

const FAR = '2027-01-01T00:00:00.000Z';
const by = 'slack:UANA';
let ctx: Context;
let world: World;

beforeEach(async () => {
  // It is 16:00 in the newsroom.
  ({ ctx, world } = await testContext());
});

async function connect(settings: Partial<RouteSettings>, channelId = 'CNEWS') {
  const all = { ...defaultRouteSettings(channelId, null), ...settings };
  return (await addRoute(ctx, { settings: all, by })).route;
}

async function publish(title: string, outcome?: PostOutcome) {
  if (outcome) world.postOutcomes.push(outcome);
  world.advance(60);
  const article = { title, kind: 'press_release', body: 'What the trial found.' };
  const published = await publishArticle(ctx, { article: article as never, by });
  await announceArticles(ctx, FAR);
  return published;
}

/** What Slack took, oldest first: the headline, and the headline of the post in whose thread it stands (null: the channel). */
function standing(channel = 'CNEWS') {
  const posts = world.posts.filter(
    (post) => post.channel === channel && post.ts !== null && post.note.kind === 'article',
  );
  const titleOf = (post: (typeof posts)[number] | undefined) =>
    post?.note.kind === 'article' ? post.note.card.title : '';
  return posts.map((post) => [
    titleOf(post),
    post.thread ? titleOf(posts.find(({ ts }) => ts === post.thread?.ts)) : null,
  ]);
}

test('a channel has no threads unless somebody wants them', async () => {
  await connect({});
  await publish('First');
  await publish('Second');
  expect(standing()).toEqual([
    ['First', null],
    ['Second', null],
  ]);
});

test.each([
  ['thread', false],
  ['broadcast', true],
] as const)(
  'with %s the first article of a day stands in the channel and the others in its thread',
  async (threads, isBroadcast) => {
    await connect({ threads });
    await connect({}, 'COTHER');
    for (const title of ['First', 'Second', 'Third']) await publish(title);
    expect(standing()).toEqual([
      ['First', null],
      ['Second', 'First'],
      ['Third', 'First'],
    ]);
    expect(standing('COTHER').map(([, thread]) => thread)).toEqual([null, null, null]);
    const replies = world.posts.flatMap(({ thread }) => (thread ? [thread.isBroadcast] : []));
    expect(replies).toEqual([isBroadcast, isBroadcast]);
  },
);

test('the next day, as the newsroom has it, begins anew', async () => {
  await connect({ threads: 'thread' });
  await publish('First');
  // 23:30 and 00:30 in the newsroom, one day in UTC.
  world.advance(7.4 * 3600);
  await publish('Late');
  world.advance(3600);
  await publish('Early');
  await publish('Next');
  expect(standing()).toEqual([
    ['First', null],
    ['Late', 'First'],
    ['Early', null],
    ['Next', 'Early'],
  ]);
});

test('what comes while the switch is off stands in the channel and takes no thread', async () => {
  const { publicId } = await connect({ threads: 'thread' });
  await publish('First');
  await editRoute(ctx, { publicId, settings: { threads: 'off' }, act: 'edited', by });
  await publish('Second');
  await editRoute(ctx, { publicId, settings: { threads: 'thread' }, act: 'edited', by });
  await publish('Third');
  expect(standing()).toEqual([
    ['First', null],
    ['Second', null],
    ['Third', 'First'],
  ]);
});

test.each<[string, RemovalOutcome, (string | null)[][]]>([
  ['gone, it comes back as a reply', { kind: 'deleted' }, [['First', 'Third']]],
  ['left above its replies, it comes back where it stood', { kind: 'rewritten' }, [['First', null]]],
])('the first article is withdrawn, and the next one begins a thread; %s', async (_, removal, back) => {
  world.removalOutcomes.push(removal);
  await connect({ threads: 'thread' });
  const { publicId } = await publish('First');
  await publish('Second');
  const { withdrawnAt } = await withdrawArticle(ctx, { publicId, reason: null, by });
  await publish('Third');
  await publish('Fourth');
  await undoWithdrawal(ctx, { publicId, withdrawnAt: withdrawnAt ?? '', by });
  await announceArticles(ctx, FAR);
  expect(standing()).toEqual([['First', null], ['Second', 'First'], ['Third', null], ['Fourth', 'Third'], ...back]);
});

test('a reply is edited and withdrawn by its own name', async () => {
  await connect({ threads: 'thread' });
  await publish('First');
  const { publicId, revision } = await publish('Second');
  const ts = world.posts.at(-1)?.ts;
  world.advance(60);
  await editArticle(ctx, { publicId, changes: { title: 'Second, put right', revision }, by });
  await announceArticles(ctx, FAR);
  expect(world.posts.at(-1)).toMatchObject({ ts, note: { card: { title: 'Second, put right' } } });
  await withdrawArticle(ctx, { publicId, reason: null, by });
  await announceArticles(ctx, FAR);
  expect(world.removals).toMatchObject([{ channel: 'CNEWS', ts }]);
});

test.each(['message_not_found', 'thread_locked', 'restricted_action_non_threadable_channel'])(
  'a thread that Slack refuses with %s: the article goes into the channel, once, and the next ones into its thread',
  async (code) => {
    await connect({ threads: 'thread' });
    await publish('First');
    await publish('Second', { kind: 'refused', code, retryAfterSeconds: null });
    await publish('Third');
    expect(standing()).toEqual([
      ['First', null],
      ['Second', null],
      ['Third', 'Second'],
    ]);
  },
);

test('a channel that answers so to a post of its own has it tried five times, not for ever', async () => {
  await connect({ threads: 'thread' });
  for (let n = 0; n < 9; n += 1)
    world.postOutcomes.push({ kind: 'refused', code: 'message_not_found', retryAfterSeconds: null });
  await publish('First');
  for (let n = 0; n < 9; n += 1) {
    world.advance(61);
    await announceArticles(ctx, FAR);
  }
  expect(world.posts.filter(({ note }) => note.kind === 'article')).toHaveLength(5);
});

test('a reply whose fate nobody knows is not repeated, and goes into the thread when staff have it posted again', async () => {
  await connect({ threads: 'thread' });
  await publish('First');
  await publish('Second', { kind: 'unanswered', code: 'timeout' });
  await publish('Third');
  expect(standing()).toEqual([
    ['First', null],
    ['Third', 'First'],
  ]);
  const [question] = world.posts.flatMap(({ note }) => (note.kind === 'unknown_post' ? [note.announcementId] : []));
  await decideUnknownPost(ctx, { publicId: question ?? '', decision: 'post_again', by });
  await announceArticles(ctx, FAR);
  expect(standing()).toEqual([
    ['First', null],
    ['Third', 'First'],
    ['Second', 'First'],
  ]);
});

test('a first article that staff found in Slack after its answer was lost takes no thread: nobody knows its name', async () => {
  await connect({ threads: 'thread' });
  await publish('First', { kind: 'unanswered', code: 'timeout' });
  const [question] = world.posts.flatMap(({ note }) => (note.kind === 'unknown_post' ? [note.announcementId] : []));
  await decideUnknownPost(ctx, { publicId: question ?? '', decision: 'posted', by });
  await publish('Second');
  await publish('Third');
  expect(standing()).toEqual([
    ['Second', null],
    ['Third', 'Second'],
  ]);
});

test('what staff announce by hand stands in the channel and takes no thread', async () => {
  const { publicId } = await publish('By hand');
  await announceArticle(ctx, { publicId, channelIds: ['CNEWS'], text: null, showsImage: false, at: null, by });
  await announceArticles(ctx, FAR);
  await connect({ threads: 'thread' });
  await publish('First');
  await publish('Second');
  expect(standing()).toEqual([
    ['By hand', null],
    ['First', null],
    ['Second', 'First'],
  ]);
});
