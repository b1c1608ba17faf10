import { beforeEach, expect, test } from 'vitest';
import type { RouteSettings } from '../../src/db/announcements/route-settings.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings, editRoute } from '../../src/services/announcements/change-route.ts';
import { planSummaries } from '../../src/services/announcements/summarise-channels.ts';
import { announceArticle, editPostText } from '../../src/services/articles/article-posts.ts';
import { editArticle } from '../../src/services/articles/edit-article.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import type { ArticleCard } from '../../src/services/ports.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2027-01-01T00:00:00.000Z';
const by = 'slack:UANA';
const image = { url: 'https://press.example.org/lab.jpg', alt: 'A laboratory' };
let ctx: Context;
let world: World;

beforeEach(async () => {
  // It is 16:00 in the newsroom.
  ({ ctx, world } = await testContext());
});

async function connect(channelId: string, settings: Partial<RouteSettings>) {
  const all = { ...defaultRouteSettings(channelId, null), ...settings };
  return (await addRoute(ctx, { settings: all, by })).route;
}

async function publish(title: string) {
  const article = { title, kind: 'press_release', body: 'What the trial found.', image };
  const published = await publishArticle(ctx, { article: article as never, by });
  await announceArticles(ctx, FAR);
  return published;
}

/** What a channel's message shows now, by its latest version. */
function shown(channel: string): ArticleCard {
  const note = world.posts.findLast((post) => post.channel === channel && post.note.kind === 'article')?.note;
  if (note?.kind !== 'article') throw new Error(`Nothing was announced in ${channel}.`);
  return note.card;
}

test('a channel that wants its posts compact gets the headline alone, and another one gets all of it', async () => {
  await connect('CFULL', {});
  await connect('CSHORT', { isCompact: true });
  await publish('Trial results');
  expect(shown('CFULL')).toMatchObject({ extract: 'What the trial found.', image });
  expect(shown('CSHORT')).toMatchObject({ title: 'Trial results', extract: '', image: null });
});

test('a post keeps its shape when its article is edited, and its channel gets the other one with the next article', async () => {
  const route = await connect('CSHORT', { isCompact: true });
  const { publicId, revision } = await publish('Trial results');
  await editRoute(ctx, { publicId: route.publicId, settings: { isCompact: false }, act: 'edited', by });
  world.advance(60);
  await editArticle(ctx, { publicId, changes: { title: 'Results of the trial', revision }, by });
  await announceArticles(ctx, FAR);
  expect(shown('CSHORT')).toMatchObject({ title: 'Results of the trial', extract: '', image: null });
  await publish('Next');
  expect(shown('CSHORT')).toMatchObject({ title: 'Next', extract: 'What the trial found.', image });
});

test('what staff write for a compact channel is shown, and what they announce there by hand comes whole', async () => {
  await connect('CSHORT', { isCompact: true });
  const { publicId } = await publish('Trial results');
  await editPostText(ctx, { postId: shown('CSHORT').postId ?? '', text: 'Ours, at last.', by });
  await announceArticles(ctx, FAR);
  expect(shown('CSHORT')).toMatchObject({ extract: 'Ours, at last.', image: null });
  await announceArticle(ctx, { publicId, channelIds: ['CHAND'], text: null, showsImage: true, at: null, by });
  await announceArticles(ctx, FAR);
  expect(shown('CHAND')).toMatchObject({ extract: 'What the trial found.', image });
});

test.each([true, false])('a summary is compact where all its routes are: %s', async (isCompact) => {
  const rhythm = {
    mode: 'daily',
    atTime: '17:00',
    weekday: 1,
    minimumCount: 1,
    showsImages: true,
    filters: {},
  } as const;
  await connect('CSUM', { ...rhythm, isCompact: true });
  world.feeds.set(FEED, aDocument([anItem({ title: 'Old' })]));
  await addFeed(ctx, {
    ...{ url: FEED, channelId: 'CSUM', startWith: 'none', kind: 'coverage', textRight: 'extract', imageRight: 'none' },
    ...{ needsApproval: false, pollFloorSeconds: 300, addedBy: 'api', route: { ...rhythm, isCompact } },
  });
  await publish('Trial results');
  world.advance(3700);
  await planSummaries(ctx);
  await announceArticles(ctx, FAR);
  const summaries = world.posts.flatMap(({ note }) => (note.kind === 'summary' ? [note.summary] : []));
  expect(summaries).toMatchObject([{ isCompact, cards: [{ title: 'Trial results' }] }]);
});
