import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listPublished } from '../../src/db/articles/articles.ts';
import { findRedirectTarget } from '../../src/db/articles/redirects.ts';
import type { Context } from '../../src/services/context.ts';
import { testContext } from '../support/context.ts';
import { openCommandWorld } from './command-world.ts';

let world: Awaited<ReturnType<typeof openCommandWorld>>;
let ctx: Context;
/** What the old site has at a path; `undefined` where it has nothing. */
let oldSite: Map<string, string | Buffer>;
/** Called before a page of the old site is answered. */
let onPage: (path: string) => Promise<void>;
/** Called before each request to the newsroom is answered. */
let onRequest: (path: string, response: ServerResponse) => boolean | Promise<boolean>;

beforeAll(async () => {
  world = await openCommandWorld(
    () => ctx,
    async (request, response) => {
      const path = request.url ?? '/';
      if (path.startsWith('/api/')) return onRequest(path, response);
      await onPage(path);
      const page = oldSite.get(path);
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page);
      return true;
    },
  );
});
afterAll(() => world.close());
beforeEach(async () => {
  ({ ctx } = await testContext());
  oldSite = new Map();
  onRequest = () => false;
  onPage = async () => {};
});

const start = (...args: string[]) => world.start('articles', args);

function writeCsv(lines: readonly string[], bytes?: Uint8Array): string {
  writeFileSync(join(world.folder, 'old.csv'), bytes ?? lines.join('\n'));
  return 'old.csv';
}

async function stored() {
  return listPublished(ctx.db, { before: null, limit: 1000, now: ctx.now() });
}

test('a CSV file comes in once, with its dates and paths; a dry run stores nothing', async () => {
  const file = writeCsv([
    'Title,URL,path,published_at,body',
    '"Results, 2019",https://old.example.org/r,/ir/r.html,17 May 2019,"First line.\n\nSecond line."',
    'Undated,https://old.example.org/u,,,',
    ',https://old.example.org/n,,2019-01-01,',
    'Again,https://www.old.example.org/r/,,2019-05-17,',
    'Plain,,/plain,2018-03-01T09:00:00+08:00,',
    `Long,,/long,2018-03-01,${'x'.repeat(200_001)}`,
  ]);
  const dry = await start('import', file, '--dry-run', '--zone', 'Asia/Shanghai').ended;
  expect(dry.code).toBe(1);
  expect(dry.out.trim().split('\n')).toEqual([
    'refused  line 5: published_at: Give the original date.',
    'refused  line 9: body: Give a body of at most 200,000 characters.',
    'refused  line 7: It has the same address or path as line 2.',
    'refused  line 6: title: Give the headline: 1 to 300 characters.',
    '2 new, 0 known already, 4 refused.',
    'This was a dry run: nothing was stored.',
  ]);
  expect(dry.err).toMatch(/^Looked at: 3 of 3 \(100%\), \d+ a (?:second|minute)\n$/);
  expect(await stored()).toEqual([]);

  const real = await start('import', file, '--zone', 'Asia/Shanghai').ended;
  expect(real.out).toContain('2 new, 0 known already, 4 refused.');
  expect((await stored()).map(({ title, publishedAt, kind }) => [title, publishedAt, kind])).toEqual([
    ['Results, 2019', '2019-05-16T16:00:00.000Z', 'press_release'],
    ['Plain', '2018-03-01T01:00:00.000Z', 'press_release'],
  ]);
  expect(await findRedirectTarget(ctx.db, ['/ir/r.html'], ctx.now())).toBe('results-2019');
  expect((await start('import', file).ended).out).toContain('0 new, 2 known already, 4 refused.');
});

/** The bytes of a text in GBK, found by decoding every pair of bytes. */
function toGbk(text: string): Uint8Array {
  const decoder = new TextDecoder('gbk');
  const bytesOf = new Map<string, number[]>();
  for (let high = 0xb0; high <= 0xf7; high += 1) {
    for (let low = 0xa1; low <= 0xfe; low += 1) bytesOf.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  }
  return Uint8Array.from([...text].flatMap((character) => bytesOf.get(character) ?? [character.charCodeAt(0)]));
}

test('semicolons and Chinese encodings are read', async () => {
  const title = '公司公布二期临床试验达到主要终点';
  const extract = '公司今天在上海公布其二期临床试验达到主要终点并将向监管机构递交上市申请';
  const file = writeCsv([], toGbk(`title;path;published_at;extract\n${title};/a;2019-05-17;${extract}\n`));
  expect((await start('import', file).ended).out).toContain('1 new');
  expect((await stored())[0]).toMatchObject({ title, extract });
});

test('a file too short to guess by is read in the encoding the person names; a name that is none is refused', async () => {
  const file = writeCsv([], toGbk('title;path;published_at\n新药;/a;2019-05-17\n'));
  const unknown = await start('import', file, '--encoding', 'gbk-9').ended;
  expect([unknown.code, unknown.err]).toEqual([
    1,
    'There is no encoding "gbk-9". Examples: gb18030, big5, windows-1252.\n',
  ]);
  expect((await start('import', file, '--encoding', 'gb18030').ended).out).toContain('1 new');
  expect((await stored()).map(({ title }) => title)).toEqual(['新药']);
});

test.each([
  [['import', 'nowhere.csv'], 1, 'There is no file nowhere.csv.'],
  [['import'], 2, 'published_at  original date'],
  [['import', 'one.csv', 'two.csv'], 2, "Unexpected argument 'two.csv'."],
  [['export'], 2, 'Usage: npm run articles'],
])('says what is wrong with %j', async (args, code, message) => {
  const ended = await start(...args).ended;
  expect([ended.code, ended.err.includes(message)]).toEqual([code, true]);
});

test.each([
  ['an unknown column', 'title,published_at,autor\n', 'There is no column "autor"'],
  ['a missing column', 'title,path\n', 'lacks the column published_at'],
  ['an open quote', 'title,published_at\n"open,2019-01-01\n', 'is not CSV'],
])('refuses a file with %s', async (_name, text, message) => {
  const ended = await start('import', writeCsv([text])).ended;
  expect([ended.code, ended.err.includes(message)]).toEqual([1, true]);
});

function oldPage(title: string, date: string): string {
  return `<html lang="en"><head><title>${title}</title><meta property="article:published_time" content="${date}">
    <meta name="description" content="What this page of the old site says in a sentence."></head></html>`;
}

test('a sitemap is followed through its index, and its pages come in once', async () => {
  oldSite = new Map<string, string | Buffer>([
    ['/sitemap.xml', `<sitemapindex><sitemap><loc>${world.base}/news.xml.gz</loc></sitemap></sitemapindex>`],
    [
      '/news.xml.gz',
      gzipSync(
        `<urlset>${['/news/1', '/news/2?a=1&amp;b=2', '/news/3', '/about', '/news/gone'].map((path) => `<url><loc>${world.base}${path}</loc></url>`).join('')}</urlset>`,
      ),
    ],
    ['/news/1', oldPage('Story one', '2019-01-01T00:00:00Z')],
    ['/news/2?a=1&b=2', oldPage('Story two', '2020-01-01T00:00:00Z')],
    ['/news/3', '<html><title>Undated</title></html>'],
  ]);
  const args = ['import', `${world.base}/sitemap.xml`, '--only', '/news/'];
  const first = await start(...args).ended;
  expect(first.out.trim().split('\n')).toEqual([
    expect.stringContaining(`${world.base}/news/3: The page names no date.`),
    expect.stringContaining(`${world.base}/news/gone: The site has no page`),
    '2 new, 0 known already, 2 refused.',
  ]);
  expect((await stored()).map(({ title, publishedAt }) => [title, publishedAt])).toEqual([
    ['Story two', '2020-01-01T00:00:00.000Z'],
    ['Story one', '2019-01-01T00:00:00.000Z'],
  ]);
  expect(await findRedirectTarget(ctx.db, ['/news/2?a=1&b=2'], ctx.now())).toBe('story-two');
  // What is known is not read again.
  oldSite.delete('/news/1');
  expect((await start(...args).ended).out).toContain('0 new, 2 known already, 2 refused.');
});

const MANY = ['title,path,published_at', ...Array.from({ length: 500 }, (_, n) => `Story ${n},/old/${n},2019-01-01`)];

test('trouble that passes is waited out, and nothing comes in twice', async () => {
  let count = 0;
  onRequest = (_path, response) => {
    count += 1;
    if (count % 2 === 0) return false;
    response.writeHead(503).end('{}');
    return true;
  };
  const { out } = await start('import', writeCsv(MANY.slice(0, 151))).ended;
  expect(out).toContain('150 new, 0 known already, 0 refused.');
  expect((await stored()).length).toBe(150);
});

test('Ctrl-C ends behind the batch under way, and the next run goes on from there', async () => {
  const file = writeCsv(MANY);
  let count = 0;
  const running = start('import', file);
  onRequest = async () => {
    count += 1;
    if (count === 2) {
      const isHeard = new Promise<void>((resolve) => {
        running.child.stderr.on('data', (chunk) => String(chunk).includes('Stopping') && resolve());
      });
      running.child.kill('SIGINT');
      await isHeard;
    }
    return false;
  };
  const stopped = await running.ended;
  expect(stopped.code).toBe(130);
  expect(stopped.out).toContain('Stopped with 300 of 500 left.');
  expect((await stored()).length).toBe(200);
  expect((await start('import', file).ended).out).toContain('300 new, 200 known already, 0 refused.');
});

test('Ctrl-C while a sitemap is read ends before anything is stored, and while pages are read behind those under way', async () => {
  const pages = Array.from({ length: 20 }, (_, n) => `<url><loc>${world.base}/news/${n}</loc></url>`).join('');
  oldSite = new Map([
    ['/sitemap.xml', `<sitemapindex><sitemap><loc>${world.base}/news.xml</loc></sitemap></sitemapindex>`],
    ['/news.xml', `<urlset>${pages}</urlset>`],
    ...Array.from({ length: 20 }, (_, n) => [`/news/${n}`, oldPage(`Story ${n}`, '2019-01-01')] as const),
  ]);
  const stopAt = async (path: string) => {
    const running = start('import', `${world.base}/sitemap.xml`);
    onPage = async (asked) => {
      if (asked !== path) return;
      const isHeard = new Promise<void>((resolve) => {
        running.child.stderr.on('data', (chunk) => String(chunk).includes('Stopping') && resolve());
      });
      running.child.kill('SIGINT');
      await isHeard;
    };
    return running.ended;
  };
  const early = await stopAt('/sitemap.xml');
  expect([early.code, early.out]).toEqual([130, 'Stopped before the first article. Nothing was stored.\n']);
  expect(await stored()).toEqual([]);
  const late = await stopAt('/news/5');
  const { length } = await stored();
  expect([late.code, late.out]).toEqual([130, expect.stringContaining(`Stopped with ${20 - length} of 20 left.`)]);
  expect(length).toBeGreaterThan(4);
  expect(length).toBeLessThan(10);
});

test('an import that Newsdesk leaves alone says what came in by then, and how to go on', async () => {
  let count = 0;
  onRequest = (_path, response) => {
    count += 1;
    if (count < 3) return false;
    response.writeHead(403).end('{}');
    return true;
  };
  const { code, err, out } = await start('import', writeCsv(MANY)).ended;
  expect([code, out]).toEqual([
    1,
    '200 new, 0 known already, 0 refused.\nStopped with 300 of 500 left. Run the same command again to go on.\n',
  ]);
  expect(err).toContain('refuses the token');
});

test('a wrong token is told, not tried again', async () => {
  const { code, err } = await start('import', writeCsv(MANY), '--token', 'wrong').ended;
  expect([code, err.includes('refuses the token')]).toEqual([1, true]);
});
