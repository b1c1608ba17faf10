import { createProgress } from '../scripts/progress.ts';
import { readBare } from './bare-parser.ts';
import { rowsPerUnchangedPoll } from './count-rows.ts';
import { median, round, tell } from './figures.ts';
import type { BenchOptions } from './options.ts';
import { type SampleFeed, sampleFeeds } from './sample-feeds.ts';

const CONTEXT = {
  documentUrl: 'https://press.example.com/feed/',
  timeZone: 'UTC',
  now: new Date('2026-03-02T08:00:00Z'),
};
const WARM_UP_ROUNDS = 8;
const DEFAULT_SECONDS = 20;

type Reader = { name: 'ours' | 'content' | 'bare'; read(feed: SampleFeed): Promise<number> };

/** Loaded after the bare parser, which keeps what the library is before our reader changes it. */
async function readers(): Promise<Reader[]> {
  const { readDocument } = await import('../src/feeds/read-document.ts');
  return [
    {
      name: 'ours',
      read: async ({ bytes, contentType }) => (await readDocument(bytes, contentType, CONTEXT)).items.length,
    },
    {
      name: 'content',
      read: async ({ bytes, contentType }) => {
        const { items } = await readDocument(bytes, contentType, CONTEXT);
        return items.filter(({ contentHtml }) => contentHtml !== null).length;
      },
    },
    { name: 'bare', read: ({ bytes }) => readBare(bytes) },
  ];
}

/** Milliseconds of one pass over all feeds. Throws where a reader loses items, for then its speed says nothing. */
async function pass(reader: Reader, feeds: readonly SampleFeed[]): Promise<number> {
  const from = performance.now();
  for (const feed of feeds) {
    const found = await reader.read(feed);
    if (found !== feed.items) throw new Error(`${reader.name} found ${found} items in "${feed.name}".`);
  }
  return performance.now() - from;
}

type Times = Record<Reader['name'], number[]>;

/** Milliseconds of rounds of each reader in turn, in an order that rotates, for so many seconds and at least three rounds. */
async function measure(all: readonly Reader[], feeds: readonly SampleFeed[], seconds: number): Promise<Times> {
  using progress = createProgress('Rounds', null);
  for (let n = 0; n < WARM_UP_ROUNDS; n += 1) {
    for (const reader of all) await pass(reader, feeds);
    progress.step(0, `warming up, ${n + 1} of ${WARM_UP_ROUNDS}`);
  }
  const times: Times = { ours: [], content: [], bare: [] };
  const from = performance.now();
  for (let [left, rounds] = [seconds, 0]; left > 0 || rounds < 3; rounds += 1) {
    const order = all.map((_, n) => all[(n + rounds) % all.length]).filter((reader) => reader !== undefined);
    for (const reader of order) times[reader.name].push(await pass(reader, feeds));
    left = seconds - (performance.now() - from) / 1000;
    progress.step(1, left > 0 ? `${Math.ceil(left)} s left` : '');
  }
  return times;
}

/**
 * Bytes to articles beside rss-parser alone, which gives raw fields only, in one run, the middle rounds compared.
 * `ratioWithContent` also asks every article for its sanitised full text, which polls need only for what is new and may be
 * shown in full.
 */
export async function benchIngest(options: BenchOptions): Promise<Record<string, unknown>> {
  const feeds = sampleFeeds();
  const megabytes = feeds.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
  const times = await measure(await readers(), feeds, options.seconds ?? DEFAULT_SECONDS);
  tell(`${feeds.length} feeds, ${round(megabytes, 2)} MB, ${times.ours.length} rounds`);
  const speed = (name: Reader['name']) => megabytes / (median(times[name]) / 1000);
  return {
    mbPerSecond: round(speed('ours'), 2),
    bareMbPerSecond: round(speed('bare'), 2),
    ratio: round(speed('ours') / speed('bare'), 3),
    ratioWithContent: round(speed('content') / speed('bare'), 3),
    itemsPerSecond: Math.round(feeds.reduce((sum, { items }) => sum + items, 0) / (median(times.ours) / 1000)),
    rowsPerUnchangedPoll: await rowsPerUnchangedPoll(),
  };
}
