import { findByKeys, findTakenSlugs, insertArticleKeys, isKeyTaken } from '../../db/articles/articles.ts';
import { findRedirected, insertRedirects, type NewRedirect } from '../../db/articles/redirects.ts';
import { insertStaffArticles, type NewStaffArticle } from '../../db/articles/staff-articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { addressKey } from '../../domain/article-key.ts';
import { AppError, wrongField } from '../../domain/errors.ts';
import { oldPath } from '../../domain/old-path.ts';
import { freeSlug } from '../../domain/slug.ts';
import type { Context } from '../context.ts';
import { readInput } from '../read-input.ts';
import { ArticleShape } from './article-input.ts';
import { keysOfArticle, newArticle } from './publish-article.ts';
import { indexStatements } from './search-index.ts';

/** One article of the past as a script gives it; `line` is told back. */
export type ImportRow = {
  line: number;
  title?: string | null | undefined;
  url?: string | null | undefined;
  /** Where it stood before: a path, or an address whose path counts. */
  path?: string | null | undefined;
  publishedAt?: string | null | undefined;
  language?: string | null | undefined;
  kind?: string | null | undefined;
  extract?: string | null | undefined;
  body?: string | null | undefined;
  image?: string | null | undefined;
  outlet?: string | null | undefined;
};

/** known: its address or old path is in the newsroom already, or stands on an earlier row. */
export type ImportOutcome = { line: number; outcome: 'new' | 'known' | 'refused'; reason: string | null };

export type ImportInput = { rows: readonly ImportRow[]; isDryRun: boolean; by: string };

type Judged = ImportOutcome & { article: NewStaffArticle | null; redirect: NewRedirect | null };

/**
 * Takes over a newsroom's past, up to a few hundred rows at a time: with their original dates and old paths, never announced
 * and never mailed. Rows whose address or old path is here already are left alone, so that running it again adds nothing.
 * A dry run only says what would happen.
 */
export async function importArticles(ctx: Context, input: ImportInput): Promise<ImportOutcome[]> {
  for (let tries = 1; ; tries += 1) {
    const judged = await judgeRows(ctx, input);
    try {
      if (!input.isDryRun) await store(ctx, judged, input.by);
      return judged.map(({ line, outcome, reason }) => ({ line, outcome, reason }));
    } catch (error) {
      // A feed brought one of them at this moment: look again, it is known now.
      if (!isKeyTaken(error) || tries === 3) throw error;
    }
  }
}

async function judgeRows(ctx: Context, { rows, by }: ImportInput): Promise<Judged[]> {
  const places = rows.map((row) => ({
    row,
    key: row.url ? addressKey(row.url.trim()) : null,
    path: row.path ? oldPath(row.path) : null,
  }));
  const known = await findKnown(ctx, places);
  const judged: Judged[] = [];
  for (const { row, key, path } of places) {
    const articleId = (key && known.get(key)) || (path && known.get(path)) || null;
    if (articleId !== null) {
      const redirect = path && !known.has(path) ? { path, articlePublicId: articleId } : null;
      judged.push({ line: row.line, outcome: 'known', reason: null, article: null, redirect });
    } else {
      judged.push(await judgeNew(ctx, { row, path, by }));
    }
    const id = articleId ?? judged.at(-1)?.article?.publicId;
    for (const place of [key, path]) if (place && id) known.set(place, id);
  }
  return judged;
}

/** Which article each address key and old path leads to already. Keys begin with "u:", paths with "/". */
async function findKnown(
  ctx: Context,
  places: readonly { key: string | null; path: string | null }[],
): Promise<Map<string, string>> {
  const keys = places.flatMap(({ key }) => key ?? []);
  const paths = places.flatMap(({ path }) => path ?? []);
  const [byKey, byPath] = [await findByKeys(ctx.db, 0, keys), await findRedirected(ctx.db, paths)];
  return new Map([
    ...byPath.map((found): [string, string] => [found.path, found.articlePublicId]),
    ...byKey.map((found): [string, string] => [found.key, found.publicId]),
  ]);
}

type Place = { row: ImportRow; path: string | null; by: string };

async function judgeNew(ctx: Context, { row, path, by }: Place): Promise<Judged> {
  try {
    const article = await newArticle(ctx, inputOf(ctx, row, path), by);
    const redirect = path ? { path, articlePublicId: article.publicId } : null;
    return { line: row.line, outcome: 'new', reason: null, article, redirect };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason = Object.entries(error.fields)
      .map(([field, message]) => `${field}: ${message}`)
      .join(' ');
    return { line: row.line, outcome: 'refused', reason: reason || error.message, article: null, redirect: null };
  }
}

function inputOf(ctx: Context, row: ImportRow, path: string | null) {
  if (row.path && path === null)
    throw wrongField('path', 'Give a path such as /news/2019/results.html, not the front page.');
  if (!row.url && path === null) throw wrongField('url', 'Give the address of the article, or its old path.');
  if (!row.publishedAt) throw wrongField('publishedAt', 'Give the original date.');
  if (row.publishedAt > ctx.now()) throw wrongField('publishedAt', 'The date lies ahead; only the past is imported.');
  return readInput(ArticleShape, {
    title: row.title ?? '',
    kind: row.kind || 'press_release',
    url: row.url || null,
    language: row.language || null,
    extract: row.extract || null,
    body: row.body || null,
    image: row.image ? { url: row.image } : null,
    outlet: row.outlet || null,
    publishedAt: row.publishedAt,
    emailMode: 'none',
    announce: false,
  });
}

async function store(ctx: Context, judged: readonly Judged[], by: string): Promise<void> {
  const articles = judged.flatMap(({ article }) => article ?? []);
  const redirects = judged.flatMap(({ redirect }) => redirect ?? []);
  if (articles.length === 0 && redirects.length === 0) return;
  const taken = await findTakenSlugs(
    ctx.db,
    articles.map(({ slug }) => slug),
  );
  const now = ctx.now();
  const slugged = articles.map((article) => ({ ...article, slug: freeSlug(article.slug, taken) }));
  await ctx.db.batch([
    insertStaffArticles(ctx.db, slugged),
    insertAudit(ctx.db, {
      at: now,
      actor: by,
      act: 'articles.imported',
      subject: `articles:${articles.length}`,
      detail: { ids: articles.map(({ publicId }) => publicId) },
    }),
    ...insertArticleKeys(ctx.db, articles.flatMap(keysOfArticle)),
    insertRedirects(ctx.db, redirects, now),
    ...indexStatements(ctx, slugged),
  ]);
  ctx.log.info('articles.imported', { count: articles.length, redirects: redirects.length });
}
