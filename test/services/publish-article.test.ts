import { expect, test } from 'vitest';
import { listPublished, listTranslations } from '../../src/db/articles/articles.ts';
import { findStaffArticle } from '../../src/db/articles/staff-articles.ts';
import { listNews } from '../../src/db/mailings/had-stories.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { editArticle } from '../../src/services/articles/edit-article.ts';
import { articleFromPage, readPage } from '../../src/services/articles/read-page.ts';
import { withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';
import { actsOn, addTopic, FAR, publish, routeEverything } from './staff-articles.ts';

const FEED = 'https://press.example.org/feed.xml';
const STORY = 'https://paper.example.org/story';

async function feedBrings(ctx: Context, world: World, ...items: ReturnType<typeof anItem>[]): Promise<void> {
  world.advance(600);
  world.feeds.set(FEED, aDocument(items));
  await pollFeeds(ctx, FAR);
  await announceArticles(ctx, FAR);
}

async function follow(ctx: Context, world: World): Promise<void> {
  world.feeds.set(FEED, aDocument([anItem({ title: 'Baseline' })]));
  await addFeed(ctx, {
    url: FEED,
    ...FEED_TERMS,
    channelId: 'CNEWS',
  });
  await pollFeeds(ctx, FAR);
}

function titlesPosted(world: World): (string | false)[] {
  return world.posts.map(({ note }) => note.kind === 'article' && note.card.title);
}

async function outNow(ctx: Context): Promise<string[]> {
  return (await listPublished(ctx.db, { before: null, limit: 50, now: ctx.now() })).map(({ title }) => title);
}

test('an article by staff is stored with all it carries, cleaned, and announced in channels that take everything', async () => {
  const { ctx, world } = await testContext();
  await routeEverything(ctx);
  await addTopic(ctx, 'oncology');
  const stored = await publish(ctx, {
    body: 'First paragraph.\n\nSecond <b>one</b><script>alert(1)</script>.',
    image: { url: 'https://img.example.org/a.jpg', alt: 'A', caption: 'C', credit: 'P' },
    topics: ['oncology'],
    documents: [{ title: 'Slides', url: 'https://a.example.org/s.pdf', language: 'en' }],
    event: { startsAt: '2026-05-01T01:00:00.000Z', place: 'Shanghai' },
    emailMode: 'none',
  });
  expect(stored).toMatchObject({
    slug: 'we-did-it',
    state: 'published',
    textRight: 'full',
    imageRight: 'own',
    publishedAt: world.now,
    releasedAt: world.now,
    embargoUntil: null,
    documents: [{ title: 'Slides', url: 'https://a.example.org/s.pdf', language: 'en' }],
    eventStartsAt: '2026-05-01T01:00:00.000Z',
    eventPlace: 'Shanghai',
    emailMode: 'none',
    revision: 1,
  });
  expect(stored.topicIds.length).toBe(1);
  expect(stored.bodyHtml).not.toContain('script');
  expect(stored.extract).toContain('First paragraph.');
  await announceArticles(ctx, FAR);
  expect(titlesPosted(world)).toEqual(['We did it']);
  expect(await actsOn(ctx, `article:${stored.publicId}`)).toEqual(['slack:UANA article.published']);
});

test('press coverage shows an extract and no picture unless staff say otherwise', async () => {
  const { ctx } = await testContext();
  expect(await publish(ctx, { kind: 'coverage' })).toMatchObject({ textRight: 'extract', imageRight: 'none' });
  expect(await publish(ctx, { kind: 'coverage', rights: { image: 'licensed' } })).toMatchObject({
    textRight: 'extract',
    imageRight: 'licensed',
  });
});

test('an article of an address that is here already is refused with where it is', async () => {
  const { ctx } = await testContext();
  const first = await publish(ctx, { url: `${STORY}?utm_source=a` });
  await expect(publish(ctx, { url: 'https://www.paper.example.org/story/' })).rejects.toMatchObject({
    code: 'conflict',
    fields: { url: expect.stringContaining(first.publicId) },
  });
  expect((await outNow(ctx)).length).toBe(1);
});

test('a feed that brings the address later joins the article: one article, no second post, and the words of staff stay', async () => {
  const { ctx, world } = await testContext();
  await routeEverything(ctx);
  await follow(ctx, world);
  const stored = await publish(ctx, { url: STORY, title: 'In our words' });
  for (const title of ['In theirs', 'In theirs, edited', 'In theirs, edited again']) {
    await feedBrings(ctx, world, anItem({ key: 'guid-1', url: `${STORY}?utm_source=feed`, title }));
  }
  expect(await outNow(ctx)).toEqual(['In our words', 'Baseline']);
  expect(titlesPosted(world)).toEqual(['In our words']);
  expect(await findStaffArticle(ctx.db, stored.publicId)).toMatchObject({ revision: 1, title: 'In our words' });
});

test('an edit is a revision that posts follow; the feed that brought an article leaves it alone from then on', async () => {
  const { ctx, world } = await testContext();
  await follow(ctx, world);
  await feedBrings(ctx, world, anItem({ key: 'k', url: STORY, title: 'Teh story' }));
  const [article] = await listPublished(ctx.db, { before: null, limit: 1, now: ctx.now() });
  const publicId = article?.publicId ?? '';
  const edited = await editArticle(ctx, { publicId, changes: { title: 'The story' }, by: 'slack:UANA' });
  expect(edited).toMatchObject({ title: 'The story', revision: 2, slug: article?.slug });
  await announceArticles(ctx, FAR);
  await feedBrings(ctx, world, anItem({ key: 'k', url: STORY, title: 'Teh story, longer' }));
  expect(titlesPosted(world)).toEqual(['Teh story', 'The story']);
  expect(world.posts[1]?.ts).toBe(world.posts[0]?.ts);
  expect(await findStaffArticle(ctx.db, publicId)).toMatchObject({ title: 'The story', revision: 2 });
  expect(await actsOn(ctx, `article:${publicId}`)).toEqual(['slack:UANA article.edited']);
});

test('a change that readers do not see is no revision, and its feed still edits the article', async () => {
  const { ctx, world } = await testContext();
  await follow(ctx, world);
  await feedBrings(ctx, world, anItem({ key: 'k', url: STORY, title: 'Story' }));
  const [article] = await listPublished(ctx.db, { before: null, limit: 1, now: ctx.now() });
  const publicId = article?.publicId ?? '';
  expect(await editArticle(ctx, { publicId, changes: { emailMode: 'none' }, by: 'api' })).toMatchObject({
    revision: 1,
    emailMode: 'none',
  });
  await editArticle(ctx, { publicId, changes: { emailMode: 'none' }, by: 'api' });
  expect(await actsOn(ctx, `article:${publicId}`)).toEqual(['api article.edited']);
  await feedBrings(ctx, world, anItem({ key: 'k', url: STORY, title: 'Story, edited' }));
  expect(await findStaffArticle(ctx.db, publicId)).toMatchObject({ title: 'Story, edited', revision: 2 });
});

test('an edit names what is wrong, what is stale and what is gone', async () => {
  const { ctx } = await testContext();
  const one = await publish(ctx, { title: 'One', url: STORY });
  const two = await publish(ctx, { title: 'Two' });
  const edit = (publicId: string, changes: Parameters<typeof editArticle>[1]['changes']) =>
    editArticle(ctx, { publicId, changes, by: 'api' });
  await expect(edit('nobody', {})).rejects.toMatchObject({ code: 'not_found' });
  await expect(edit(two.publicId, { url: STORY })).rejects.toMatchObject({ code: 'conflict' });
  await expect(edit(two.publicId, { revision: 7, title: 'x' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(edit(two.publicId, { topics: ['none'] })).rejects.toMatchObject({
    fields: { topics: expect.any(String) },
  });
  await expect(edit(two.publicId, { embargoUntil: FAR })).rejects.toMatchObject({
    fields: { embargoUntil: expect.stringContaining('public already') },
  });
  expect(await edit(one.publicId, { url: `${STORY}/moved` })).toMatchObject({ url: `${STORY}/moved` });
  // The old address still leads to it, and it may have it back.
  await expect(publish(ctx, { url: STORY })).rejects.toMatchObject({ code: 'conflict' });
  expect(await edit(one.publicId, { url: STORY })).toMatchObject({ url: STORY, revision: 3 });
});

test('two edits of different fields at once both stand', async () => {
  const { ctx } = await testContext();
  const { publicId } = await publish(ctx, { extract: 'Before' });
  await Promise.all([
    editArticle(ctx, { publicId, changes: { title: 'New title' }, by: 'slack:UANA' }),
    editArticle(ctx, { publicId, changes: { extract: 'New extract' }, by: 'slack:UBEN' }),
  ]);
  expect(await findStaffArticle(ctx.db, publicId)).toMatchObject({
    title: 'New title',
    extract: 'New extract',
    revision: 3,
  });
});

test('a translation joins the story of its twin, and only in another language', async () => {
  const { ctx } = await testContext();
  const english = await publish(ctx, { title: 'Story' });
  const chinese = await publish(ctx, { title: '故事', language: 'zh-CN', translationOf: english.publicId });
  expect((await listTranslations(ctx.db, english, ctx.now())).map(({ title }) => title)).toEqual(['故事']);
  await expect(publish(ctx, { title: 'Again', translationOf: english.publicId })).rejects.toMatchObject({
    fields: { translationOf: expect.stringContaining('same language') },
  });
  await expect(publish(ctx, { translationOf: 'nobody' })).rejects.toMatchObject({
    fields: { translationOf: expect.any(String) },
  });
  await editArticle(ctx, { publicId: chinese.publicId, changes: { translationOf: null }, by: 'api' });
  expect(await listTranslations(ctx.db, english, ctx.now())).toEqual([]);
});

test('nothing passes an embargo: no list, twin, digest or post before it; all of them after', async () => {
  const { ctx, world } = await testContext();
  await routeEverything(ctx);
  const twin = await publish(ctx, { title: '孪生', language: 'zh-CN', announce: false, emailMode: 'none' });
  const embargoUntil = '2026-03-02T10:00:00.000Z';
  const stored = await publish(ctx, {
    embargoUntil,
    translationOf: twin.publicId,
    publishedAt: '2026-03-01T00:00:00.000Z',
  });
  expect(stored).toMatchObject({ embargoUntil, publishedAt: embargoUntil, releasedAt: embargoUntil });
  // Not even an edit or a moved embargo lets it out.
  await editArticle(ctx, { publicId: stored.publicId, changes: { title: 'We did it well' }, by: 'api' });
  await editArticle(ctx, {
    publicId: stored.publicId,
    changes: { publishedAt: '2026-03-02T09:00:00.000Z' },
    by: 'api',
  });
  for (let n = 0; n < 3; n += 1) {
    await announceArticles(ctx, FAR);
    expect(await outNow(ctx)).toEqual(['孪生']);
    expect(await listTranslations(ctx.db, twin, ctx.now())).toEqual([]);
    expect(await listNews(ctx.db, { now: ctx.now(), since: '', audience: {}, limit: 20 })).toEqual([]);
    expect(world.posts).toEqual([]);
    world.advance(2000);
  }
  world.advance(3600);
  await announceArticles(ctx, FAR);
  expect(await outNow(ctx)).toEqual(['We did it well', '孪生']);
  expect(titlesPosted(world)).toEqual(['We did it well']);
  const news = await listNews(ctx.db, { now: ctx.now(), since: '', audience: {}, limit: 20 });
  expect(news.map(({ article }) => article.title)).toEqual(['We did it well']);
  // What readers never saw before is not called updated.
  expect(await findStaffArticle(ctx.db, stored.publicId)).toMatchObject({ revision: 1 });
});

test('an embargo can be moved and lifted before it ends, and posts go out then', async () => {
  const { ctx, world } = await testContext();
  await routeEverything(ctx);
  const { publicId } = await publish(ctx, { publishedAt: '2026-03-02T10:00:00.000Z' });
  const change = (changes: Parameters<typeof editArticle>[1]['changes']) =>
    editArticle(ctx, { publicId, changes, by: 'api' });
  expect(await change({ embargoUntil: '2026-03-05T10:00:00.000Z' })).toMatchObject({
    embargoUntil: '2026-03-05T10:00:00.000Z',
  });
  world.advance(24 * 3600);
  await announceArticles(ctx, FAR);
  expect(world.posts).toEqual([]);
  expect(await change({ embargoUntil: null })).toMatchObject({
    embargoUntil: null,
    releasedAt: world.now,
    publishedAt: world.now,
  });
  await announceArticles(ctx, FAR);
  expect(titlesPosted(world)).toEqual(['We did it']);
});

test('a withdrawn article is gone: no post, no list, no return by its feed, no edit; a second time changes nothing', async () => {
  const { ctx, world } = await testContext();
  await routeEverything(ctx);
  await routeEverything(ctx, 'CASK', 1);
  await follow(ctx, world);
  const { publicId } = await publish(ctx, { url: STORY });
  const first = await withdrawArticle(ctx, { publicId, reason: 'Wrong figures', by: 'slack:UANA' });
  expect(first).toMatchObject({ isNew: true, skipped: 2, article: { state: 'withdrawn' } });
  await announceArticles(ctx, FAR);
  await feedBrings(ctx, world, anItem({ key: 'g', url: STORY, title: 'Back again' }));
  await feedBrings(ctx, world, anItem({ key: 'g', url: STORY, title: 'Back again, edited' }));
  expect(await outNow(ctx)).toEqual(['Baseline']);
  expect(world.posts).toEqual([]);
  expect(await findStaffArticle(ctx.db, publicId)).toMatchObject({ state: 'withdrawn' });
  const again = await withdrawArticle(ctx, { publicId, reason: null, by: 'slack:UBEN' });
  expect(again).toMatchObject({ isNew: false, skipped: 0 });
  await expect(editArticle(ctx, { publicId, changes: { title: 'x' }, by: 'api' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(withdrawArticle(ctx, { publicId: 'nobody', reason: null, by: 'api' })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await actsOn(ctx, `article:${publicId}`)).toEqual([
    'slack:UANA article.published',
    'slack:UANA article.withdrawn',
  ]);
});

test('an article of a feed that is withdrawn stays so when the feed repeats and edits it', async () => {
  const { ctx, world } = await testContext();
  await follow(ctx, world);
  await feedBrings(ctx, world, anItem({ key: 'k', url: STORY, title: 'Story' }));
  const [article] = await listPublished(ctx.db, { before: null, limit: 1, now: ctx.now() });
  await withdrawArticle(ctx, { publicId: article?.publicId ?? '', reason: null, by: 'api' });
  await feedBrings(ctx, world, anItem({ key: 'k', url: STORY, title: 'Story, edited' }));
  expect(await outNow(ctx)).toEqual(['Baseline']);
});

const PAGE = {
  url: STORY,
  headline: 'Their headline',
  outlet: null,
  authors: ['Ann', 'Li'],
  publishedAt: '2026-03-01T00:00:00.000Z',
  updatedAt: null,
  language: 'en',
  image: null,
  extract: 'Their opening.',
  missing: ['outlet' as const, 'image' as const],
};

test('coverage is taken from a page, what is given by hand wins, and a known address is told', async () => {
  const { ctx, world } = await testContext();
  world.pages.set('https://paper.example.org/amp/story', { kind: 'page', page: PAGE });
  const { page, knownAs } = await readPage(ctx, 'https://paper.example.org/amp/story');
  expect(knownAs).toBeNull();
  const input = articleFromPage(ctx, page, { extract: 'Our own words.' });
  expect(input).toMatchObject({
    kind: 'coverage',
    title: 'Their headline',
    outlet: 'paper.example.org',
    author: 'Ann, Li',
    extract: 'Our own words.',
    publishedAt: '2026-03-01T00:00:00.000Z',
  });
  const stored = await publish(ctx, input);
  expect((await readPage(ctx, 'https://paper.example.org/amp/story')).knownAs).toBe(stored.publicId);
  expect(articleFromPage(ctx, { ...PAGE, publishedAt: FAR }, {}).publishedAt).toBeUndefined();
  expect(() => articleFromPage(ctx, { ...PAGE, headline: null }, {})).toThrow('names no headline');
  await expect(readPage(ctx, 'https://nowhere.example.org/')).rejects.toMatchObject({
    fields: { url: 'No such page.' },
  });
});
