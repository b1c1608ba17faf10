import { Hono } from 'hono';
import * as z from 'zod';
import { findStaffArticle, listArticlesAfter, type StaffArticle } from '../db/articles/staff-articles.ts';
import { listTopicSlugs } from '../db/articles/topics.ts';
import { ArticleChangesShape, ArticleShape, FromPageShape } from '../services/articles/article-input.ts';
import { editArticle } from '../services/articles/edit-article.ts';
import { importArticles } from '../services/articles/import-articles.ts';
import { publishArticle } from '../services/articles/publish-article.ts';
import { articleFromPage, readPage } from '../services/articles/read-page.ts';
import { withdrawArticle } from '../services/articles/withdraw-article.ts';
import type { Context } from '../services/context.ts';
import { articleLink } from '../services/links.ts';
import { readInput } from '../services/read-input.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';
import { wrongQuery } from './wrong-query.ts';

const BY = 'api';
const PAGE_SIZE = 100;

const text = z.string('Give each field of a row as text.').nullish();
export const ImportShape = z.strictObject({
  isDryRun: z.boolean('Say true or false.').default(false),
  rows: z
    .array(
      z.strictObject({
        line: z.int('Give each row the number of its line.'),
        title: text,
        url: text,
        path: text,
        publishedAt: z.iso.datetime('Give each date in UTC, for example 2019-05-17T00:00:00Z.').nullish(),
        language: text,
        kind: text,
        extract: text,
        body: text,
        image: text,
        outlet: text,
      }),
      'Give rows as a list.',
    )
    .max(200, 'Send at most 200 rows at a time.'),
});

/** Articles for scripts; the route above it checks the token. */
export const articleApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/articles', async (c) => {
    const { ctx } = c.var;
    const after = c.req.query('after') ?? null;
    // An empty page would say that there are no more.
    if (after !== null && !(await findStaffArticle(ctx.db, after)))
      throw wrongQuery('after', 'Give the id of an article of this newsroom.');
    const found = await listArticlesAfter(ctx.db, after, PAGE_SIZE + 1);
    const shown = found.slice(0, PAGE_SIZE);
    const next = found.length > PAGE_SIZE ? (shown.at(-1)?.publicId ?? null) : null;
    return c.json({ articles: await toJson(ctx, shown), next });
  })
  .post('/api/v1/articles', async (c) => {
    const { ctx } = c.var;
    const body = await readJson(c, z.unknown());
    const isPage = typeof body === 'object' && body !== null && 'url' in body && !('title' in body);
    const { article, missing } = isPage
      ? await fromPage(ctx, body)
      : { article: readInput(ArticleShape, body), missing: [] };
    const published = await publishArticle(ctx, { article, by: BY });
    const [json] = await toJson(ctx, [published]);
    return c.json({ ...json, ...(isPage ? { missing } : {}) }, 201);
  })
  .post('/api/v1/articles/import', async (c) => {
    const { rows, isDryRun } = await readJson(c, ImportShape);
    return c.json({ rows: await importArticles(c.var.ctx, { rows, isDryRun, by: BY }) });
  })
  .patch('/api/v1/articles/:id', async (c) => {
    const { ctx } = c.var;
    const changes = await readJson(c, ArticleChangesShape);
    const [json] = await toJson(ctx, [await editArticle(ctx, { publicId: c.req.param('id'), changes, by: BY })]);
    return c.json(json ?? null);
  })
  .delete('/api/v1/articles/:id', async (c) => {
    const { ctx } = c.var;
    const reason = c.req.query('reason')?.slice(0, 300) ?? null;
    const done = await withdrawArticle(ctx, { publicId: c.req.param('id'), reason, by: BY });
    const [json] = await toJson(ctx, [done.article]);
    return c.json({ ...json, skippedAnnouncements: done.skipped });
  });

async function fromPage(ctx: Context, body: unknown) {
  const given = readInput(FromPageShape, body);
  const { page } = await readPage(ctx, given.url);
  return { article: articleFromPage(ctx, page, given), missing: page.missing };
}

async function toJson(ctx: Context, articles: readonly StaffArticle[]) {
  const slugs = await listTopicSlugs(ctx.db, [...new Set(articles.flatMap(({ topicIds }) => topicIds))]);
  return articles.map((article) => {
    const { publicId, id: _, slug, bodyHtml, textRight, imageRight, topicIds, contentHash: __, ...rest } = article;
    const { eventStartsAt, eventEndsAt, eventPlace, eventUrl, ...fields } = rest;
    return {
      id: publicId,
      link: articleLink(ctx, slug),
      slug,
      ...fields,
      body: bodyHtml,
      rights: { text: textRight, image: imageRight },
      event:
        eventStartsAt === null
          ? null
          : { startsAt: eventStartsAt, endsAt: eventEndsAt, place: eventPlace, url: eventUrl },
      topics: topicIds.flatMap((id) => slugs.get(id) ?? []),
    };
  });
}
