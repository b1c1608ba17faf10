import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { type DemoPagesParts, demoPages } from './pages/demo-pages.tsx';
import { type MailboxPagesParts, mailboxPages } from './pages/mailbox-pages.tsx';
import { type OauthDoorParts, oauthDoor } from './pages/oauth-door.tsx';
import { type SlackDoorParts, slackDoor } from './pages/slack-door.ts';
import { type SlackPagesParts, slackPages } from './pages/slack-pages.tsx';
import { type ViewDoorParts, viewDoor } from './pages/view-door.tsx';
import { readDevFile } from './project-files.ts';

export type PagesParts = { port: number } & SlackPagesParts &
  SlackDoorParts &
  ViewDoorParts &
  OauthDoorParts &
  DemoPagesParts & { mailbox: MailboxPagesParts };

/** Serves every page of the stand-ins on 127.0.0.1. Rejects where the port is taken. */
export async function servePages(parts: PagesParts): Promise<Server> {
  const app = new Hono();
  app.use(async (c, next) => {
    // A mail's sandboxed frame loads its pictures with the origin "null": reading is free.
    const origin = c.req.method === 'GET' ? undefined : c.req.header('origin');
    if (isForeign(c.req.header('host'), origin, parts.port)) return c.text('Only from this machine', 403);
    await next();
  });
  app.get('/', (c) => c.redirect('/slack'));
  // The door comes first: its fixed paths would otherwise be read as channel names.
  app.route('/', slackDoor(parts));
  app.route('/', viewDoor(parts));
  app.route('/', oauthDoor(parts));
  app.route('/', slackPages(parts));
  app.route('/', mailboxPages(parts.mailbox));
  app.route('/', demoPages(parts));
  app.get('/assets/:name', async (c) => {
    const asset = await readDevFile('assets', c.req.param('name'));
    return asset ? c.body(new Uint8Array(asset.bytes), 200, { 'content-type': asset.type }) : c.notFound();
  });
  app.onError((error, c) => {
    console.error('stand-in page:', error);
    return c.json({ error: error.message }, 500);
  });

  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.port, '127.0.0.1', resolve);
  });
  return server;
}

/** Web pages of other origins must not act here, nor reach here under a name of their own (DNS rebinding). */
function isForeign(host: string | undefined, origin: string | undefined, port: number): boolean {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(host ?? '')) return true;
  return origin !== undefined && !own.some((name) => origin === `http://${name}`);
}
