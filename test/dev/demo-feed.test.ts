import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Parser from 'rss-parser';
import { expect, test, vi } from 'vitest';
import { dataFolder, sharedStandIns, startStandIns } from './running-stand-ins.ts';

const standIns = sharedStandIns();

async function items(feedUrl: string): Promise<Record<string, unknown>[]> {
  const parser = new Parser({ customFields: { item: ['dc:language', 'source', 'media:content'] } });
  const feed = await parser.parseString(await (await fetch(feedUrl)).text());
  return feed.items as unknown as Record<string, unknown>[];
}

test('the demo feed is a dozen complete items, newest first, in two languages', async () => {
  const running = standIns();
  const found = await items(running.feedUrl);
  expect(found).toHaveLength(12);
  for (const item of found) {
    for (const field of ['guid', 'title', 'link', 'isoDate', 'creator', 'content', 'content:encoded', 'dc:language']) {
      expect(item[field], `${String(item.title)}: ${field}`).toBeTruthy();
    }
  }
  const times = found.map((item) => String(item.isoDate));
  expect(times).toEqual([...times].sort().reverse());
  expect(new Set(found.map((item) => item['dc:language']))).toEqual(new Set(['en', 'zh-Hans']));
  expect(found.filter((item) => item.source).length).toBeGreaterThanOrEqual(4);
});

test('pictures and articles that the feed names are served', async () => {
  const running = standIns();
  const found = await items(running.feedUrl);
  const pictures = found.flatMap((item) =>
    item['media:content'] ? [item['media:content'] as { $: { url: string } }] : [],
  );
  expect(pictures.length).toBeGreaterThanOrEqual(6);
  for (const picture of pictures) {
    const response = await fetch(picture.$.url);
    expect(response.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 675]);
    expect(bytes.length).toBeLessThan(80 * 1024);
  }
  for (const item of found) {
    const page = await (await fetch(String(item.link))).text();
    expect(page).toContain('<h1>');
  }
});

test('an unchanged feed answers 304 to either validator', async () => {
  const running = standIns();
  const full = await fetch(running.feedUrl);
  const etag = full.headers.get('etag') ?? '';
  const modified = full.headers.get('last-modified') ?? '';
  expect(full.headers.get('cache-control')).toBe('max-age=5');
  expect((await fetch(running.feedUrl, { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect((await fetch(running.feedUrl, { headers: { 'if-modified-since': modified } })).status).toBe(304);
  expect((await fetch(running.feedUrl, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('one more item comes half a minute after the feed was first read, and a restart keeps it', async () => {
  const folder = dataFolder();
  const startedAt = new Date(Date.now() - 29_000).toISOString();
  writeFileSync(join(folder, 'demo-feed.json'), JSON.stringify({ startedAt }));
  const before = await startStandIns(folder, { DEMO_LATE_SECONDS: '3600' });
  const early = await fetch(before.feedUrl);
  await before.kill('SIGKILL');
  const first = await startStandIns(folder);
  const late = await vi.waitFor(
    async () => {
      const found = await items(first.feedUrl);
      expect(found).toHaveLength(13);
      return found[0];
    },
    { timeout: 10_000, interval: 100 },
  );
  expect(late).toMatchObject({ guid: 'newsdesk-demo:week-in-five-numbers' });
  expect(Date.parse(String(late?.isoDate))).toBe(Math.floor((Date.parse(startedAt) + 30_000) / 1000) * 1000);
  const changed = await fetch(first.feedUrl, { headers: { 'if-none-match': early.headers.get('etag') ?? '' } });
  expect(changed.status).toBe(200);
  await first.kill('SIGKILL');
  const second = await startStandIns(folder);
  expect((await items(second.feedUrl)).map(({ guid }) => guid)).toContain('newsdesk-demo:week-in-five-numbers');
});

test('a feed file of the user is served under its own name, and nothing else is', async () => {
  const folder = dataFolder();
  const file = join(folder, 'own feed.xml');
  writeFileSync(file, '<rss version="2.0"><channel><title>Own</title></channel></rss>');
  const running = await startStandIns(folder, { FEED_FILE: file });
  expect(await (await fetch(running.fileUrl ?? '')).text()).toContain('<title>Own</title>');
  expect((await fetch(`${running.pagesUrl}/file/demo-feed.json`)).status).toBe(404);
});
