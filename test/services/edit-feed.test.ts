import { expect, test } from 'vitest';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { editFeed, undoFeedEdit } from '../../src/services/feeds/edit-feed.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const FEED = 'https://press.example.org/feed.xml';

async function aFeed() {
  const { ctx, world } = await testContext();
  world.feeds.set(FEED, aDocument([anItem()]));
  const { feed } = await addFeed(ctx, {
    url: FEED,
    ...FEED_TERMS,
  });
  return { ctx, world, publicId: feed.publicId };
}

test('an edit changes what it names, is audited, and Undo takes back the last one only', async () => {
  const { ctx, world, publicId } = await aFeed();
  const first = await editFeed(ctx, { publicId, changes: { title: 'A', pollFloorSeconds: 600 }, by: 'slack:U1' });
  expect(first.feed).toMatchObject({ title: 'A', pollFloorSeconds: 600, kind: 'coverage' });
  world.advance(1);
  const second = await editFeed(ctx, { publicId, changes: { kind: 'science' }, by: 'slack:U2' });
  expect((await editFeed(ctx, { publicId, changes: { kind: 'science' }, by: 'slack:U2' })).editedAt).toBeNull();
  world.advance(1);
  const undo = (editedAt: string | null) => undoFeedEdit(ctx, { publicId, editedAt: editedAt ?? '', by: 'slack:U1' });
  expect((await undo(first.editedAt)).isUndone).toBe(false);
  expect(await undo(second.editedAt)).toMatchObject({ isUndone: true, feed: { kind: 'coverage', title: 'A' } });
  expect((await undo(second.editedAt)).isUndone).toBe(false);
});

test('two edits at the same moment: one counts, the other is told', async () => {
  const { ctx, publicId } = await aFeed();
  const edits = ['A', 'B'].map((title) => editFeed(ctx, { publicId, changes: { title }, by: title }));
  const settled = await Promise.allSettled(edits);
  expect(settled.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  const { results } = await ctx.db.prepare(`SELECT COUNT(*) AS count FROM audit WHERE act = 'feed.edited'`).all();
  expect(results).toEqual([{ count: settled.filter(({ status }) => status === 'fulfilled').length }]);
});
