import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { openCommandWorld } from './command-world.ts';

let newsroom: Awaited<ReturnType<typeof openCommandWorld>>;
let ctx: Context;
let world: World;

beforeAll(async () => {
  newsroom = await openCommandWorld(() => ctx);
});
afterAll(() => newsroom.close());
beforeEach(async () => {
  ({ ctx, world } = await testContext());
});

const run = (...args: string[]) => newsroom.start('feeds', args).ended;

function writeList(urls: readonly string[]): void {
  const outlines = urls.map((url) => `<outline text="${url}" xmlUrl="${url}"/>`).join('\n');
  writeFileSync(
    join(newsroom.folder, 'list.opml'),
    `<opml><body><outline text="Folder">\n${outlines}\n</outline></body></opml>`,
  );
}

const GOOD = ['https://a.example.org/feed', 'https://b.example.org/feed', 'https://c.example.org/feed'];

test('import adds every feed silently, goes on after a failure, says so and ends with 1; again it adds none', async () => {
  for (const url of GOOD) world.feeds.set(url, aDocument([anItem({ title: url })], { title: `Feed ${url[8]}` }));
  writeList([GOOD[0] ?? '', 'https://dead.example.org/', GOOD[1] ?? '', GOOD[2] ?? '']);
  const dry = await run('import', 'list.opml', '--dry-run');
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('4 of 4 feeds would be added') });
  expect((await ctx.db.prepare('SELECT id FROM feed').all()).results).toEqual([]);

  const first = await run('import', 'list.opml', '--channel', 'CNEWS');
  expect(first.code).toBe(1);
  expect(first.out).toContain('added  Feed a (1 article, none announced)');
  expect(first.out).toContain('FAILED https://dead.example.org/ (line 3, https://dead.example.org/): No such feed.');
  expect(first.out).toContain('[4/4]');
  expect(first.out).toContain('3 added, 0 known already, 1 failed.');
  const { results } = await ctx.db
    .prepare('SELECT f.start_with, r.channel_id FROM feed f JOIN route r ON r.feed_id = f.id')
    .all();
  expect(results).toEqual(GOOD.map(() => ({ start_with: 'none', channel_id: 'CNEWS' })));
  writeList(GOOD);
  expect(await run('import', 'list.opml')).toMatchObject({ code: 0, out: expect.stringContaining('3 known already') });
});

test('export writes what import takes', async () => {
  for (const url of GOOD) world.feeds.set(url, aDocument([], { title: 'Q&A <b>', link: 'https://site.example.org/' }));
  writeList(GOOD);
  await run('import', 'list.opml');
  const { out } = await run('export');
  expect(await run('export', 'out.opml')).toMatchObject({ code: 0, out: '3 feeds are in out.opml.\n' });
  expect(readFileSync(join(newsroom.folder, 'out.opml'), 'utf8')).toBe(out);
  ({ ctx, world } = await testContext());
  for (const url of GOOD) world.feeds.set(url, aDocument([]));
  const again = await run('import', 'out.opml');
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('3 added') });
});

test.for<[string, string[], number, string]>([
  ['no command', [], 2, 'Usage'],
  ['no file', ['import'], 2, 'Usage'],
  ['a file that is not there', ['import', 'none.opml'], 1, 'There is no file none.opml.'],
  ['a token that is wrong', ['export', '--token', 'wrong'], 1, 'refuses the token'],
  [
    'a newsroom that does not run',
    ['export', '--base', 'http://127.0.0.1:9'],
    1,
    'does not answer at http://127.0.0.1:9',
  ],
])('%s is told in a sentence', async ([, args, code, message]) => {
  expect(await run(...args)).toMatchObject({ code, err: expect.stringContaining(message) });
});
