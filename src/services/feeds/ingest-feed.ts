import { insertAnnouncements } from '../../db/announcements/announcements.ts';
import { refileArticles } from '../../db/articles/article-categories.ts';
import {
  findByKeys,
  insertArticleKeys,
  insertArticleSources,
  insertArticles,
  isKeyTaken,
  type KnownArticle,
  type NewArticle,
  type NewKey,
  updateArticles,
} from '../../db/articles/articles.ts';
import type { Statement } from '../../db/database.ts';
import type { Feed, PollRecord } from '../../db/feeds/feeds.ts';
import { type ArticleKey, keysOf, recognise } from '../../domain/article-key.ts';
import type { FeedDocument, FeedItem } from '../../domain/feed-item.ts';
import { planAnnouncements } from '../announcements/plan-announcements.ts';
import { indexStatements } from '../articles/search-index.ts';
import type { Context } from '../context.ts';
import { articlesFromItems, editOf } from './articles-from-items.ts';
import { feedRequest, pollRecord, pollStatements, recordFailure } from './record-poll.ts';
import { planRefiled, refilingOf } from './refile-articles.ts';

export type IngestResult = { added: number; edited: number; held: number; announced: number };

const NOTHING: IngestResult = { added: 0, edited: 0, held: 0, announced: 0 };

/**
 * Polls one feed and stores what it brought, all in one transaction with the feed's validators: new articles with their
 * keys, edits, what it files them under, and an announcement per article and channel. Running it twice on the same document changes nothing.
 */
export async function ingestFeed(ctx: Context, feed: Feed): Promise<IngestResult> {
  const answer = await ctx.feeds.read(feedRequest(feed, ctx.now()));
  if (answer.kind === 'failed') {
    await recordFailure(ctx, feed, answer);
    return NOTHING;
  }
  const poll = pollRecord(ctx, feed, answer);
  if (answer.kind === 'unchanged' || answer.bodyHash === feed.bodyHash) {
    await ctx.db.batch(pollStatements(ctx, feed, poll));
    return NOTHING;
  }
  for (let tries = 1; ; tries += 1) {
    try {
      return await storeDocument(ctx, feed, answer.document, poll);
    } catch (error) {
      // Another feed brought the same story at the same moment: look again, it is known now.
      if (!isKeyTaken(error) || tries === 3) throw error;
    }
  }
}

type Sorted = {
  fresh: { item: FeedItem; keys: ArticleKey[] }[];
  known: { item: FeedItem; keys: ArticleKey[]; article: KnownArticle }[];
  /** Keys that name an article already. */
  taken: ReadonlySet<string>;
};

async function storeDocument(
  ctx: Context,
  feed: Feed,
  document: FeedDocument,
  poll: PollRecord,
): Promise<IngestResult> {
  const sorted = await sortItems(ctx, feed, document);
  const articles = await articlesFromItems(
    ctx,
    feed,
    sorted.fresh.map((entry) => entry.item),
    document,
  );
  const edits = sorted.known.flatMap(({ item, article }) => editOf(feed, item, article));
  const refilings = sorted.known.flatMap(({ item, article }) => refilingOf(feed, item, article));
  const announcements = [
    ...(await planAnnouncements(ctx, feed, articles)),
    ...(await planRefiled(ctx, feed, { refilings, itemCount: document.items.length })),
  ];
  const keys = newKeys(feed, sorted, articles);
  const sources = [
    ...sorted.fresh.map(({ item }, n) => ({ feedId: feed.id, publicId: articles[n]?.publicId ?? '', url: item.url })),
    ...sorted.known.map(({ item, article }) => ({ feedId: feed.id, publicId: article.publicId, url: item.url })),
  ];
  const statements: Statement[] = [
    ...insertArticles(ctx.db, articles),
    ...insertArticleKeys(ctx.db, keys),
    ...insertArticleSources(ctx.db, sources, poll.now),
    insertAnnouncements(ctx.db, announcements, poll.now),
    ...updateArticles(ctx.db, edits, poll.now),
    ...refileArticles(ctx.db, refilings),
    ...indexStatements(ctx, [...articles, ...edits]),
    ...pollStatements(ctx, feed, { ...poll, hasNew: articles.length > 0 }),
  ];
  await ctx.db.batch(statements);
  const held = articles.filter((article) => article.state === 'held').length;
  const result = { added: articles.length, edited: edits.length, held, announced: announcements.length };
  ctx.log.info('feed.ingested', { feed: feed.publicId, ...result });
  return result;
}

async function sortItems(ctx: Context, feed: Feed, document: FeedDocument): Promise<Sorted> {
  const entries = document.items.map((item) => ({ item, keys: keysOf(item) }));
  const times = new Map<string, number>();
  for (const { key } of entries.flatMap((entry) => entry.keys)) times.set(key, (times.get(key) ?? 0) + 1);
  const rows = await findByKeys(ctx.db, feed.id, [...times.keys()]);
  const idOf = new Map(rows.map((row) => [row.key, row.id]));
  const articleOf = new Map(rows.map((row) => [row.id, row]));
  const sorted: Sorted = { fresh: [], known: [], taken: new Set(idOf.keys()) };
  const inDocument = new Set<string>();
  const edited = new Set<number>();
  for (const entry of entries) {
    const id = recognise(entry.keys, idOf, times);
    const article = id === null ? undefined : articleOf.get(id);
    if (article) {
      if (!edited.has(article.id)) sorted.known.push({ ...entry, article });
      edited.add(article.id);
    } else {
      // The first of two items with one id is the article; the normaliser tells real doubles apart before.
      const strongest = entry.keys[0]?.key ?? '';
      if (!inDocument.has(strongest)) sorted.fresh.push(entry);
      inDocument.add(strongest);
    }
  }
  return sorted;
}

/** The keys to store: those nobody has yet, each for the first item of the document that carries it. */
function newKeys(feed: Feed, sorted: Sorted, articles: readonly NewArticle[]): NewKey[] {
  const entries = [
    ...sorted.fresh.map(({ keys }, n) => ({ keys, publicId: articles[n]?.publicId ?? '' })),
    ...sorted.known.map(({ keys, article }) => ({ keys, publicId: article.publicId })),
  ];
  const seen = new Set(sorted.taken);
  return entries.flatMap(({ keys, publicId }) =>
    keys.flatMap(({ key, kind, isGlobal }) => {
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ feedId: isGlobal ? 0 : feed.id, key, kind, publicId }];
    }),
  );
}
