import { Hono } from 'hono';
import { sendDocument } from './conditional.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { atomFeed } from './feeds-out/atom.ts';
import { jsonFeed } from './feeds-out/json-feed.ts';
import { type NewsFeed, readNewsFeed } from './feeds-out/news-feed.ts';
import { rssFeed } from './feeds-out/rss.ts';

type Format = { path: string; contentType: string; write: (news: NewsFeed, selfUrl: string) => string };

const RSS: Format = { path: '/feed.xml', contentType: 'application/rss+xml; charset=utf-8', write: rssFeed };
const ATOM: Format = { path: '/atom.xml', contentType: 'application/atom+xml; charset=utf-8', write: atomFeed };
const JSON_FEED: Format = { path: '/feed.json', contentType: 'application/feed+json; charset=utf-8', write: jsonFeed };

/** The newest articles for feed readers and other programs, open to scripts of every origin. */
export const feedsOutRoutes = new Hono<HttpEnv>()
  .get(RSS.path, (c) => sendFeed(c, RSS))
  .get(ATOM.path, (c) => sendFeed(c, ATOM))
  .get(JSON_FEED.path, (c) => sendFeed(c, JSON_FEED));

async function sendFeed(c: HttpContext, { path, contentType, write }: Format): Promise<Response> {
  const { ctx } = c.var;
  const news = await readNewsFeed(ctx);
  const body = write(news, `${ctx.config.brand.baseUrl}${path}`);
  return sendDocument(c, { body, contentType, lastModified: news.updatedAt });
}
