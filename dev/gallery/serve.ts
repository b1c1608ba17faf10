import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { streamChanges } from '../pages/live.ts';
import { readDevFile } from '../project-files.ts';
import { galleryPage } from './page.ts';
import type { watchMails } from './watch.ts';

type Mails = Awaited<ReturnType<typeof watchMails>>;

/** The samples' pictures stand on a host that is none; these stand for them. */
const LOGO = readFileSync(join(import.meta.dirname, 'picture.svg'));
const [EVENT, OTHER] = ['conference-panel', 'lab-bench'].map((name) =>
  readFileSync(join(import.meta.dirname, `../demo/pictures/${name}.png`)),
);
const SAMPLE_PICTURE = /https:\/\/news\.laekna\.example\/media\/([\w-]+)[^"]*/g;

/**
 * A mail as a reader's program in light or dark would show it: the query about the scheme is answered in the style sheet,
 * for a frame cannot have another scheme than the browser.
 */
function inScheme(html: string, scheme: string | undefined): string {
  const shown = html.replaceAll(SAMPLE_PICTURE, '/pictures/$1');
  if (scheme !== 'light' && scheme !== 'dark') return shown;
  return shown
    .replaceAll('(prefers-color-scheme:dark)', scheme === 'dark' ? 'all' : 'not all')
    .replaceAll('color-scheme:light dark', `color-scheme:${scheme}`);
}

/** Serves the gallery on 127.0.0.1. Rejects where the port is taken. */
export async function serveGallery(mails: Mails, port: number): Promise<Server> {
  const app = new Hono();
  app.use(async (c, next) => {
    // A page of another origin must not reach this one under a name of its own (DNS rebinding).
    const host = c.req.header('host');
    if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return c.text('Only from this machine', 403);
    await next();
  });
  app.get('/', (c) => {
    const { mail = 'digest', locale = 'all', data = 'usual' } = c.req.query();
    return c.html(galleryPage(mails.gallery(), { mail, locale, data }));
  });
  app.get('/mails/:id', (c) => {
    const shown = mails.gallery().variants.find(({ id }) => id === c.req.param('id'));
    // The samples include what an attacker would send.
    c.header('content-security-policy', "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox");
    return shown ? c.html(inScheme(shown.html, c.req.query('scheme'))) : c.notFound();
  });
  app.get('/pictures/:name', (c) => {
    const name = c.req.param('name');
    if (name === 'logo') return c.body(new Uint8Array(LOGO), 200, { 'content-type': 'image/svg+xml' });
    const picture = name.startsWith('summit') ? EVENT : OTHER;
    return c.body(new Uint8Array(picture ?? []), 200, { 'content-type': 'image/png' });
  });
  app.get('/changes', (c) => streamChanges(c, mails.changes));
  app.get('/assets/:name', async (c) => {
    const asset = await readDevFile('assets', c.req.param('name'));
    return asset ? c.body(new Uint8Array(asset.bytes), 200, { 'content-type': asset.type }) : c.notFound();
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
