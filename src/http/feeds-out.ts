import { Hono } from 'hono';
import type { NewsFilter } from '../db/articles/newsroom-articles.ts';
import type { PublicTopic } from '../db/articles/topics.ts';
import { languageOf, nearestLocale } from '../domain/locale.ts';
import { readFacets } from '../services/articles/newsroom-pages.ts';
import { sendDocument } from './conditional.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { atomFeed } from './feeds-out/atom.ts';
import { jsonFeed } from './feeds-out/json-feed.ts';
import { type NewsFeed, readNewsFeed } from './feeds-out/news-feed.ts';
import { rssFeed } from './feeds-out/rss.ts';
import { readNewsQuery, writePlace } from './news-query.ts';
import { MessagePage } from './pages/message-page.tsx';
import { sendPage, shellOf } from './shell.ts';

type Format = {
  file: string;
  contentType: string;
  write: (news: NewsFeed, selfUrl: string, nextUrl: string | null) => string;
};

const FORMATS: readonly Format[] = [
  { file: 'feed.xml', contentType: 'application/rss+xml; charset=utf-8', write: rssFeed },
  { file: 'atom.xml', contentType: 'application/atom+xml; charset=utf-8', write: atomFeed },
  { file: 'feed.json', contentType: 'application/feed+json; charset=utf-8', write: jsonFeed },
];
const NEWEST = 30;

/**
 * The newest articles for feed readers and other programs, of everything or of one topic, open to scripts of every origin.
 * `lang` keeps to one language, `kind` and `topic` narrow as on the pages, `count` (up to 30) and `before` go through all.
 */
export const feedsOutRoutes = new Hono<HttpEnv>();
for (const format of FORMATS) {
  feedsOutRoutes.get(`/${format.file}`, (c) => sendFeed(c, format, null));
  feedsOutRoutes.get(`/topics/:slug/${format.file}`, async (c) => {
    const { topics } = await readFacets(c.var.ctx);
    const topic = topics.find(({ slug }) => slug === c.req.param('slug'));
    if (topic) return sendFeed(c, format, topic);
    return sendPage(c, MessagePage({ shell: shellOf(c), status: 404 }), { status: 404, cache: 'public' });
  });
}

async function sendFeed(c: HttpContext, format: Format, topic: PublicTopic | null): Promise<Response> {
  const { ctx } = c.var;
  const { before, choice, filter, isPossible } = readNewsQuery(c, { facets: await readFacets(ctx), topic });
  const chosen = nearestLocale(c.req.query('lang'));
  const language = chosen ?? ctx.config.locales[0] ?? 'en';
  const count = Math.min(NEWEST, Number(/^\d{1,2}$/.exec(c.req.query('count') ?? '')?.[0] ?? NEWEST) || NEWEST);
  const wish = { filter: { ...filter, language: chosen && languageOf(chosen) }, before, limit: count, language, topic };
  const news = await readNewsFeed(ctx, isPossible ? wish : { ...wish, filter: nothing(wish.filter) });
  const asked = new URLSearchParams();
  if (chosen) asked.set('lang', chosen);
  if (choice.kind) asked.set('kind', choice.kind);
  if (choice.topic) asked.set('topic', choice.topic);
  if (choice.year) asked.set('year', String(choice.year));
  if (count < NEWEST) asked.set('count', String(count));
  const address = `${ctx.config.brand.baseUrl}/${topic ? `topics/${topic.slug}/` : ''}${format.file}`;
  const selfUrl = withQuery(address, asked);
  const next = news.nextPlace && new URLSearchParams([...asked, ['before', writePlace(news.nextPlace)]]);
  if (news.hubUrl) c.header('Link', `<${news.hubUrl}>; rel="hub", <${selfUrl}>; rel="self"`);
  const body = format.write(news, selfUrl, next && withQuery(address, next));
  return sendDocument(c, { body, contentType: format.contentType, lastModified: news.updatedAt });
}

function withQuery(address: string, asked: URLSearchParams): string {
  return asked.size > 0 ? `${address}?${asked}` : address;
}

/** A filter that no article passes: a topic that is none was asked for. */
function nothing(filter: NewsFilter): NewsFilter {
  return { ...filter, topicId: -1 };
}
