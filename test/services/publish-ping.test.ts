import { expect, test } from 'vitest';
import { editArticle } from '../../src/services/articles/edit-article.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import { tellHub } from '../../src/services/feeds/publish-ping.ts';
import { defaultSettings } from '../../src/services/newsroom-settings.ts';
import { testContext } from '../support/context.ts';

const HUB = 'https://hub.example.org/';

async function aPublisher() {
  const { ctx: base, world } = await testContext();
  const settings = defaultSettings();
  const ctx = { ...base, settings: { ...settings, pages: { ...settings.pages, hubUrl: HUB } } };
  await ctx.db
    .prepare(
      `INSERT INTO topic (id, public_id, slug, name, visibility, state, position, created_at) VALUES
       (1, 'topic1', 'liver', 'Liver', 'public', 'active', 1, '2026-01-01T00:00:00.000Z'),
       (2, 'topic2', 'board', 'Board', 'invite_only', 'active', 2, '2026-01-01T00:00:00.000Z')`,
    )
    .all();
  const publish = (article: object) =>
    publishArticle(ctx, { article: { kind: 'press_release', title: 'A title', ...article } as never, by: 'api' });
  await publish({ title: 'There before' });
  await tellHub(ctx);
  world.hubNews.length = 0;
  return { base, ctx, world, publish };
}

test('the hub is told once of what is published, edited and withdrawn, with the feeds that changed', async () => {
  const { ctx, world, publish } = await aPublisher();
  const { publicId } = await publish({ topics: ['liver', 'board'] });
  for (const change of [
    async () => {},
    () => editArticle(ctx, { publicId, changes: { title: 'Another title' } as never, by: 'api' }),
    () => withdrawArticle(ctx, { publicId, reason: null, by: 'api' }),
  ]) {
    await change();
    await Promise.all([tellHub(ctx), tellHub(ctx)]);
    await tellHub(ctx);
    expect(world.hubNews).toHaveLength(1);
    expect(world.hubNews.pop()).toEqual({
      hubUrl: HUB,
      feedUrls: ['', 'topics/liver/'].flatMap((path) =>
        ['feed.xml', 'atom.xml', 'feed.json'].map((file) => `${ctx.config.brand.baseUrl}/${path}${file}`),
      ),
    });
  }
});

test('what is under embargo is told when it is out, and not before', async () => {
  const { ctx, world, publish } = await aPublisher();
  const embargoUntil = new Date(Date.parse(world.now) + 3600_000).toISOString();
  await publish({ embargoUntil });
  await tellHub(ctx);
  expect(world.hubNews).toEqual([]);
  world.advance(3601);
  await tellHub(ctx);
  expect(world.hubNews).toHaveLength(1);
});

test('a hub that does not answer is not told again, and no hub is none', async () => {
  const { base, ctx, world, publish } = await aPublisher();
  await publish({});
  world.hubAnswers.push({ kind: 'unanswered', message: 'The hub cannot be reached.' });
  await tellHub(base);
  expect(world.hubNews).toEqual([]);
  await tellHub(ctx);
  await tellHub(ctx);
  expect(world.hubNews).toHaveLength(1);
});
