import { indexArticles, listTextsAfter } from '../../db/articles/search-words.ts';
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

/** Articles of one batch, and of one call: on the smallest plan of D1 a request may run 50 statements. */
const PAGE = 50;
const PAGES = 4;

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

/**
 * Indexes the next articles behind the id `after` anew, after a restore or when the way of cutting words changed. Returns the
 * id to go on behind, null once all are done. The same call twice changes nothing.
 */
export async function rebuildSearchIndex(ctx: Pick<Context, 'db'>, after: number): Promise<number | null> {
  let last = after;
  for (let page = 0; page < PAGES; page += 1) {
    const articles = await listTextsAfter(ctx.db, last, PAGE);
    if (articles.length > 0) await ctx.db.batch(indexStatements(ctx, articles));
    last = articles.at(-1)?.id ?? last;
    if (articles.length < PAGE) return null;
  }
  return last;
}
