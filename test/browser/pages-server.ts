import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOCALES } from '../../src/domain/locale.ts';
import { contentPolicy, SCRIPT_PATH } from '../../src/http/pages/content-policy.ts';
import { DESK_SCRIPT, DESK_SCRIPT_PATH } from '../../src/http/pages/desk/desk-script.ts';
import { DESK_CSS, DESK_STYLE_PATH } from '../../src/http/pages/desk/desk-style.ts';
import { RUNNING_PATH } from '../../src/http/pages/desk/running.tsx';
import { NEWSROOM_SCRIPT } from '../../src/http/pages/newsroom-script.ts';
import { deskSamples } from '../http/pages/desk-samples.ts';
import { samplePages } from '../http/pages/sample-pages.ts';
import { BRAND, sampleShell } from '../http/pages/samples.ts';

export type PagesServer = {
  url: string;
  /** Every page in its language, as "en/newsroom". */
  names: string[];
  add(path: string, html: string): void;
  close(): Promise<void>;
};

/** Serves every sample page at /LOCALE/NAME with the header the routes send, and drawn pictures at /pictures/N.svg. */
export async function servePages(): Promise<PagesServer> {
  const pages = new Map<string, string>();
  let [policy, deskPolicy, embedPolicy] = ['', '', ''];
  const policyOf = (path: string) => {
    if (path.startsWith('/en/desk')) return deskPolicy;
    if (path.endsWith('/embed')) return embedPolicy;
    return path.endsWith('/mail') ? "default-src 'none'" : policy;
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const page = pages.get(path);
    if (path.startsWith('/pictures/')) {
      response
        .writeHead(200, { 'content-type': 'image/svg+xml' })
        .end(drawPicture(Number.parseInt(path.slice(10), 10)));
    } else if (path === SCRIPT_PATH) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(NEWSROOM_SCRIPT);
    } else if (path.endsWith('/qr.svg')) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(drawPicture(1));
    } else if (path === DESK_STYLE_PATH) {
      response.writeHead(200, { 'content-type': 'text/css' }).end(DESK_CSS);
    } else if (path === '/embed.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end();
    } else if (path === RUNNING_PATH) {
      response.writeHead(204).end();
    } else if (path === DESK_SCRIPT_PATH) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(DESK_SCRIPT);
    } else if (page === undefined) {
      response.writeHead(404).end();
    } else {
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policyOf(path),
      };
      response.writeHead(200, headers).end(page);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const brand = { ...BRAND, baseUrl: url };
  // another origin than the pages', as publishers' hosts are
  const picturesAt = `${url.replace('127.0.0.1', 'localhost')}/pictures`;
  policy = await contentPolicy(brand, true);
  deskPolicy = await contentPolicy(brand, false, { script: DESK_SCRIPT_PATH, style: DESK_STYLE_PATH });
  embedPolicy = await contentPolicy(brand, true, { script: '/embed.js' });
  pages.set('/archive/abc/mail', '<!doctype html><html lang="en"><title>Mail</title><h1>A newsletter</h1>');
  for (const locale of LOCALES) {
    for (const [name, html] of samplePages(locale, { brand, picturesAt })) pages.set(`/${locale}/${name}`, html);
  }
  for (const [name, html] of deskSamples(sampleShell('en', '/desk', brand))) pages.set(`/en/${name}`, html);
  return {
    url,
    names: [...pages.keys()].map((path) => path.slice(1)).filter((name) => !name.endsWith('/mail')),
    add: (path, html) => void pages.set(path, html),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A quiet scene of flasks, different for each number, so that lists can be judged by eye. */
function drawPicture(seed: number): string {
  const hue = 170 + ((seed * 47) % 80);
  const flask = (x: number, height: number, level: number) =>
    `<g transform="translate(${x} ${640 - height})"><path d="M60 0h80v${height * 0.4}l70 ${height * 0.6}H-10l70-${height * 0.6}z" fill="hsl(${hue} 30% 96% / .55)"/>` +
    `<path d="M${40 - level * 40} ${height * 0.62}h${120 + level * 80}L210 ${height}H-10z" fill="hsl(${hue + level * 40} 55% ${38 + level * 12}%)"/></g>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue} 35% 80%)"/>` +
    `<stop offset="1" stop-color="hsl(${hue + 25} 40% 52%)"/></linearGradient></defs><rect width="1200" height="800" fill="url(#g)"/>` +
    `<rect y="640" width="1200" height="160" fill="hsl(${hue} 25% 30%)"/><circle cx="${930 - seed * 60}" cy="240" r="150" fill="hsl(${hue} 40% 92% / .35)"/>` +
    `${flask(180, 300, 0.2)}${flask(470, 380, 0.5)}${flask(790, 260, 0.1)}</svg>`
  );
}
