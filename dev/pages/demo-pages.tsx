import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Context, Hono } from 'hono';
import { raw } from 'hono/html';
import { openEditions, type PublishedItem } from '../demo/edition.ts';
import { articleHtml, renderRss } from '../demo/rss.ts';
import { readDevFile } from '../project-files.ts';

export type DemoPagesParts = { origin: string; statePath: string; feedFile: string | null; lateAfterSeconds: number };

/** The demo feed with its pictures and articles, and beside it one feed file of the user's own. */
export function demoPages({ origin, statePath, feedFile, lateAfterSeconds }: DemoPagesParts): Hono {
  const app = new Hono();
  const editions = openEditions(statePath, lateAfterSeconds);

  app.get('/demo/feed.xml', (c) => {
    const edition = editions.now();
    const type = 'application/rss+xml; charset=utf-8';
    return conditional(c, { body: renderRss(edition, origin), type, changedAt: new Date(edition.changedAt) });
  });

  app.get('/demo/pictures/:name', async (c) => {
    const picture = await readDevFile('demo/pictures', c.req.param('name'));
    if (!picture) return c.notFound();
    return c.body(new Uint8Array(picture.bytes), 200, {
      'content-type': picture.type,
      'cache-control': 'max-age=3600',
    });
  });

  app.get('/demo/articles/:slug', (c) => {
    const item = editions.now().items.find(({ slug }) => slug === c.req.param('slug'));
    return item ? c.html(<DemoArticle item={item} />) : c.notFound();
  });

  app.get('/demo/', (c) => c.redirect('/demo/feed.xml'));

  app.get('/file/:name', async (c) => {
    if (!feedFile || c.req.param('name') !== basename(feedFile)) return c.notFound();
    const type = feedFile.endsWith('.json') ? 'application/feed+json' : 'application/xml';
    return conditional(c, { body: await readFile(feedFile), type, changedAt: (await stat(feedFile)).mtime });
  });
  return app;
}

/** Answers with validators, or 304 where the caller has this very state (RFC 9110 §13). */
function conditional(c: Context, { body, type, changedAt }: { body: string | Buffer; type: string; changedAt: Date }) {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'last-modified': changedAt.toUTCString(), 'cache-control': 'max-age=5' };
  const known = c.req.header('if-none-match');
  const since = Date.parse(c.req.header('if-modified-since') ?? '');
  const isUnchanged =
    known === undefined ? Math.floor(changedAt.getTime() / 1000) * 1000 <= since : known.includes(etag);
  if (isUnchanged) return c.body(null, 304, headers);
  return c.body(typeof body === 'string' ? body : new Uint8Array(body), 200, { ...headers, 'content-type': type });
}

function DemoArticle({ item }: { item: PublishedItem }) {
  return (
    <html lang={item.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{item.title}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/demo-article.css" />
      </head>
      <body>
        <article>
          <p class="over">{[item.outlet, item.kind].filter(Boolean).join(' · ')}</p>
          <h1>{item.title}</h1>
          <p class="meta">
            {item.author},{' '}
            <time datetime={item.publishedAt}>
              {new Date(item.publishedAt).toLocaleDateString(item.language, { dateStyle: 'long' })}
            </time>
          </p>
          {item.picture && (
            <figure>
              <img src={`/demo/pictures/${item.picture.file}`} alt="" width={1200} height={675} />
              <figcaption>{item.picture.caption}</figcaption>
            </figure>
          )}
          <p class="lead">{item.summary}</p>
          {raw(articleHtml(item))}
        </article>
      </body>
    </html>
  );
}
