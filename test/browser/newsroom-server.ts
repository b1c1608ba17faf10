import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { askApp } from '../http/app.ts';
import { testContext, type World } from '../support/context.ts';

export type NewsroomServer = { ctx: Context; world: World; base: string; site: string; close(): Promise<void> };

/** The newsroom's own routes with `count` articles in it, and a page of another origin that shows its news. */
export async function serveNewsroom(count: number): Promise<NewsroomServer> {
  let answer: Parameters<typeof createServer>[1];
  const newsroom = await listen((request, response) => answer?.(request, response));
  const base = `http://127.0.0.1:${portOf(newsroom)}`;
  const site = await listen((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${base}/embed.js; connect-src ${base}`,
    );
    response.end(
      `<!doctype html><html lang="en"><title>Company</title><main><h1>Company</h1>` +
        `<script src="${base}/embed.js" data-view="news" data-count="4" data-kind="results"></script></main></html>`,
    );
  });
  const { ctx, world } = await testContext({ BASE_URL: base });
  for (let n = 0; n < count; n += 1) {
    world.advance(60);
    const article = { kind: n % 2 ? 'results' : 'press_release', title: `Story ${n + 1}`, body: 'What it says.' };
    await publishArticle(ctx, { article: article as never, by: 'api' });
  }
  const ask = askApp(ctx);
  answer = getRequestListener(async (request) => {
    const { pathname, search } = new URL(request.url);
    const { headers, method } = request;
    const body = method === 'GET' ? {} : { body: await request.arrayBuffer() };
    return ask(pathname + search, { method, headers, redirect: 'manual', ...body });
  });
  return {
    ...{ ctx, world, base, site: `http://localhost:${portOf(site)}` },
    async close() {
      for (const server of [newsroom, site]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function listen(listener: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
