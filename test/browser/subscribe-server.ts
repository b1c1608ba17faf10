import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Context } from '../../src/services/context.ts';
import { SettingsShape } from '../../src/services/newsroom-settings.ts';
import { askApp } from '../http/app.ts';
import { testContext, type World } from '../support/context.ts';

export type SubscribeServer = {
  ctx: Context;
  world: World;
  /** The newsroom's address, and that of a company's page on another origin, under a strict policy. */
  base: string;
  site: string;
  /** The same page on an origin that the newsroom does not know. */
  unknownSite: string;
  close(): Promise<void>;
};

async function listen(listener: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** A company's page: "early" has the script above the form's place, and for a topic that is not there; else a language. */
function companyPage(base: string, name: string): string {
  const isEarly = name === 'early';
  const locale = isEarly ? 'en' : name;
  const attributes = isEarly
    ? 'data-target="#place" data-topics="gone"'
    : `data-locale="${locale}" data-topics="science"`;
  const script = `<script src="${base}/embed.js" data-source="footer" ${attributes}></script>`;
  return (
    `<!doctype html><html lang="${locale}"><title>Company</title>${isEarly ? script : ''}<main><h1>Company</h1>` +
    `${isEarly ? '<div id="place"></div>' : script}</main></html>`
  );
}

/**
 * The newsroom's own routes, and a site of another origin that embeds the form in `/LOCALE`, and in `/early` by a script above
 * the form's place, for a topic that is not there.
 */
export async function serveSubscribe(): Promise<SubscribeServer> {
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end();
  let base = '';
  const site = await listen((request, response) => {
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src ${base}/embed.js; connect-src ${base}; form-action ${base}`,
    };
    response.writeHead(200, headers).end(companyPage(base, /^\/(\w[\w-]*)/.exec(request.url ?? '')?.[1] ?? 'en'));
  });
  const newsroom = await listen((request, response) => answer(request, response));
  base = `http://127.0.0.1:${newsroom.port}`;
  const siteUrl = `http://localhost:${site.port}`;
  const { ctx: bare, world } = await testContext({ BASE_URL: base, SIGNUP_ORIGINS: siteUrl });
  const ctx: Context = { ...bare, settings: SettingsShape.parse({ signup: { perNetworkHour: 1000 } }) };
  const ask = askApp(ctx);
  answer = getRequestListener(async (request) => {
    const { pathname, search } = new URL(request.url);
    const { headers, method } = request;
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: await request.arrayBuffer() };
    return ask(pathname + search, { method, headers, ...body });
  });
  await ctx.db
    .prepare(
      `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at)
       VALUES ('t0', 'science', 'Science', 'public', 'active', 0, ?1)`,
    )
    .bind(ctx.now())
    .all();
  const servers = [site.server, newsroom.server];
  return {
    ...{ ctx, world, base, site: siteUrl, unknownSite: `http://127.0.0.1:${site.port}` },
    close: async () => {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
