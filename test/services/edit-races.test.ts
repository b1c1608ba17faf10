import { expect, test } from 'vitest';
import { editArticle } from '../../src/services/articles/edit-article.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { testContext } from '../support/context.ts';

const BY = 'slack:UANA';

async function rows(ctx: Context, sql: string): Promise<Record<string, unknown>[]> {
  return (await ctx.db.prepare(sql).all()).results;
}

test('of an edit that comes a moment after another one nothing is stored: no address, no words to search by, no time', async () => {
  const { ctx } = await testContext();
  const article = { kind: 'press_release', title: 'First', embargoUntil: '2026-03-05T08:00:00.000Z' };
  const { publicId, revision } = await publishArticle(ctx, { article, by: BY });
  let isOver = false;
  const late: Context = {
    ...ctx,
    db: {
      prepare: (sql) => ctx.db.prepare(sql),
      async batch(statements) {
        if (!isOver) {
          isOver = true;
          await editArticle(ctx, { publicId, by: 'slack:UBEN', changes: { title: 'Faster' } });
          await ctx.db.prepare('UPDATE article SET revision = revision + 1').all();
        }
        return ctx.db.batch(statements);
      },
    },
  };
  const changes = { title: 'Slower', url: 'https://press.example.org/slower', embargoUntil: null, revision };
  await expect(editArticle(late, { publicId, by: BY, changes })).rejects.toMatchObject({ code: 'conflict' });
  expect(await rows(ctx, 'SELECT title, url, embargo_until IS NULL AS isOut FROM article')).toEqual([
    { title: 'Faster', url: null, isOut: 0 },
  ]);
  expect(await rows(ctx, 'SELECT key FROM article_key')).toEqual([]);
  expect(await rows(ctx, `SELECT word FROM search_word WHERE word IN ('faster', 'slower')`)).toEqual([
    { word: 'faster' },
  ]);
});
