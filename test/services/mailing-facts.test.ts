import { expect, test } from 'vitest';
import { listShownArticles } from '../../src/db/mailings/shown-articles.ts';
import { draftDigest } from '../../src/services/mailings/send-digest.ts';
import { testContext } from '../support/context.ts';
import { addArticles, addReader } from './mailing-world.ts';

test('only articles with an event have facts of one', async () => {
  const { ctx } = await testContext();
  await addReader(ctx, 'ana');
  await addArticles(ctx, ['One', 'Two']);
  await ctx.db
    .prepare(`UPDATE article SET event_starts_at = '2026-05-01T08:00:00.000Z', event_place = 'Hall 5' WHERE id = 1`)
    .all();
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA' });
  const shown = await listShownArticles(ctx.db, mailing.id);
  expect(new Map(shown.map(({ id, event }) => [id, event]))).toEqual(
    new Map([
      [1, { startsAt: '2026-05-01T08:00:00.000Z', endsAt: null, place: 'Hall 5', url: null }],
      [2, null],
    ]),
  );
});
