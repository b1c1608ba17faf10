import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { lastActAt, undoAct } from '../../src/services/desk/undo-act.ts';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { changeEveryFeed } from '../../src/services/feeds/change-every-feed.ts';
import { changeFeed, type FeedAct, findFeedByName } from '../../src/services/feeds/change-feed.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';
import { FEED_TERMS } from '../support/feed-terms.ts';

const ANA = 'slack:UANA';
const BEN = 'slack:UBEN';
const PLAIN = {
  ...FEED_TERMS,
  kind: 'news',
  addedBy: ANA,
} as const;
const SUBJECT = 'feed:all';

/** Four feeds: 1 to 3 are followed, 4 was paused by hand. */
async function fourFeeds() {
  const { ctx, world } = await testContext();
  for (const n of [1, 2, 3, 4]) {
    const url = `https://press.example.org/${n}.xml`;
    world.feeds.set(url, aDocument([anItem({ title: `Item ${n}` })], { title: `Feed ${n}` }));
    await addFeed(ctx, { url, ...PLAIN });
  }
  await byHand(ctx, 4, 'pause');
  return { ctx, world };
}

async function byHand(ctx: Context, number: number, act: FeedAct): Promise<void> {
  const { publicId } = await findFeedByName(ctx, `#${number}`);
  await changeFeed(ctx, { publicId, act, by: BEN });
}

async function states(ctx: Context): Promise<string> {
  const { results } = await ctx.db.prepare('SELECT state FROM feed ORDER BY id').all();
  return results.map(({ state }) => state).join(' ');
}

async function entries(ctx: Context) {
  const { results } = await ctx.db.prepare(`SELECT * FROM audit WHERE subject = '${SUBJECT}' ORDER BY id`).all();
  return results.map(({ actor, act, at, detail }) => ({ actor, act, at: String(at), detail: String(detail) }));
}

const all = (ctx: Context, act: 'pause' | 'resume', by = ANA) => changeEveryFeed(ctx, { act, by });

test('all are resumed that were paused with all, and none that was paused by hand', async () => {
  const { ctx } = await fourFeeds();
  expect(await all(ctx, 'resume')).toBe(0);
  expect(await all(ctx, 'pause')).toBe(3);
  expect(await states(ctx)).toBe('paused paused paused paused');
  const { results } = await ctx.db.prepare('SELECT public_id FROM feed WHERE id < 4 ORDER BY id').all();
  const [paused] = await entries(ctx);
  expect(paused).toMatchObject({ actor: ANA, act: 'feed.all_paused' });
  expect(JSON.parse(paused?.detail ?? '').feeds.sort()).toEqual(results.map((row) => row.public_id).sort());
  expect(await all(ctx, 'resume', BEN)).toBe(3);
  expect(await states(ctx)).toBe('active active active paused');
  expect(await all(ctx, 'resume')).toBe(0);
});

test('pressed twice or by two at once, the second changes nothing and leaves no entry', async () => {
  const { ctx } = await fourFeeds();
  expect((await Promise.all([all(ctx, 'pause'), all(ctx, 'pause', BEN)])).sort()).toEqual([0, 3]);
  expect((await Promise.all([all(ctx, 'resume'), all(ctx, 'resume', BEN)])).sort()).toEqual([0, 3]);
  expect((await entries(ctx)).map(({ act }) => act)).toEqual(['feed.all_paused', 'feed.all_resumed']);
});

test('what somebody did by hand in between stands, and a second pause of all adds to the first', async () => {
  const { ctx } = await fourFeeds();
  await all(ctx, 'pause');
  await byHand(ctx, 1, 'resume');
  await byHand(ctx, 2, 'resume');
  await byHand(ctx, 2, 'pause');
  expect(await all(ctx, 'pause')).toBe(1);
  expect(await all(ctx, 'resume')).toBe(2);
  expect(await states(ctx)).toBe('active paused active paused');
});

test('the log takes a pause of all back, and the resume too, unless something came after', async () => {
  const { ctx, world } = await fourFeeds();
  await all(ctx, 'pause');
  const [paused] = await entries(ctx);
  const undo = async (at: string) => {
    const entry = await lastActAt(ctx, { subject: SUBJECT, at });
    return entry && undoAct(ctx, entry, BEN);
  };
  world.advance(60);
  expect(await undo(paused?.at ?? '')).toBe(true);
  expect(await states(ctx)).toBe('active active active paused');
  expect(await undo(paused?.at ?? '')).toBe(null);
  await byHand(ctx, 3, 'remove');
  expect(await undo((await entries(ctx))[1]?.at ?? '')).toBe(true);
  expect(await states(ctx)).toBe('paused paused removed paused');
});
