import { clearIndex, indexArticles, listTextsAfter } from '../../db/articles/search-words.ts';
import type { Statement } from '../../db/database.ts';
import { searchWords } from '../../domain/search-words.ts';
import type { Context } from '../context.ts';

/** What an article says, as far as readers find it by that. */
export type ArticleTexts = {
  publicId: string;
  title: string;
  outlet: string | null;
  author: string | null;
  extract: string;
  bodyHtml: string | null;
};

const PAGE = 50;

/** Statements that index articles, for the end of the batch that stores them. */
export function indexStatements({ db }: Pick<Context, 'db'>, articles: readonly ArticleTexts[]): Statement[] {
  return indexArticles(
    db,
    articles.map(({ publicId, title, outlet, author, extract, bodyHtml }) => ({
      publicId,
      words: searchWords([title, outlet, author, extract, textOf(bodyHtml)]),
    })),
  );
}

/** Enough to cut words from; entities of letters are rare in sanitised text. */
function textOf(html: string | null): string {
  return (html ?? '').slice(0, 20_000).replace(/<[^>]*>|&#?\w+;/g, ' ');
}

/** Makes the whole index anew, after a restore or when the way of cutting words changed. Returns how many articles it holds. */
export async function rebuildSearchIndex(ctx: Pick<Context, 'db'>): Promise<number> {
  await ctx.db.batch(clearIndex(ctx.db));
  let count = 0;
  for (let afterId = 0; ; ) {
    const page = await listTextsAfter(ctx.db, afterId, PAGE);
    if (page.length > 0) await ctx.db.batch(indexStatements(ctx, page));
    count += page.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return count;
    afterId = last.id;
  }
}
