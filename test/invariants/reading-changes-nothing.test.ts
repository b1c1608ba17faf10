import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { confirmLink, detailsLink, preferencesLink, unsubscribeLink } from '../../src/services/links.ts';
import { ask, askExample } from './ask.ts';
import { REQUESTS } from './requests.ts';
import { dump, idOf, SMALL, wholeNewsroom } from './whole-newsroom.ts';

const READS = Object.entries(REQUESTS).filter(([route]) => route.startsWith('GET '));
/** Tables in which a reader, or what they chose, agreed to or were sent, stands. */
const OF_READERS = [
  'subscriber',
  'subscription',
  'consent',
  'suppression',
  'message',
  'address_change',
  'leave_reason',
];
/** How mail scanners, link previews and prefetching browsers ask. */
const CALLERS: Record<string, string>[] = [
  { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (prefetch)', 'sec-purpose': 'prefetch' },
  { accept: '*/*', 'user-agent': 'Barracuda Sentinel' },
];

const house = await wholeNewsroom(SMALL);
await ask(house.ctx, '/health');
let before = await dump(house.ctx);

test.each(READS)('%s and its HEAD, with valid tokens, change nothing', async (_route, example) => {
  const { ctx } = house;
  const own = typeof example.init === 'function' ? example.init(ctx) : (example.init ?? {});
  for (const [n, caller] of CALLERS.entries()) {
    const headers = { ...own.headers, ...caller };
    expect((await askExample(ctx, example, { method: 'HEAD', headers })).text).toBe('');
    const { status } = await askExample(ctx, example, { headers });
    // What is made to change something may say on the second call that it is done.
    if (example.status !== null && (n === 0 || !example.writes)) expect(status).toBe(example.status ?? 200);
  }
  const after = await dump(ctx);
  const expected = before;
  before = after;
  expect(without(after, example.writes)).toEqual(without(expected, example.writes));
});

test.each(READS.filter(([, { status, writes }]) => writes && status !== null))(
  'a HEAD of %s writes nothing at all',
  async (_route, example) => {
    const { ctx } = await wholeNewsroom(SMALL);
    await ask(ctx, '/health');
    const untouched = await dump(ctx);
    const own = typeof example.init === 'function' ? example.init(ctx) : (example.init ?? {});
    const { headers } = own;
    if (!example.writes?.includes('audit')) {
      await askExample(ctx, example, { method: 'HEAD', ...(headers ? { headers } : {}) });
      expect(await dump(ctx)).toEqual(untouched);
    }
    await askExample(ctx, example);
    expect(await dump(ctx)).not.toEqual(untouched);
  },
);

test('what a GET may write at all holds nothing of a reader', () => {
  const written = READS.flatMap(([, { writes }]) => writes ?? []);
  expect(written.filter((table) => OF_READERS.includes(table))).toEqual([]);
});

test('every act that a form posts does nothing as a GET or HEAD with the same words in its address', async () => {
  const { ctx } = await wholeNewsroom(SMALL);
  await ask(ctx, '/health');
  const before = await dump(ctx);
  for (const path of linksOf(ctx)) {
    for (const words of ['act=leave', 'act=erase&sure=yes', 'act=save&frequency=daily', 'List-Unsubscribe=One-Click']) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']) {
        await ask(ctx, `${path}&${words}&_method=POST`, { method, headers: { 'x-http-method-override': 'POST' } });
      }
    }
  }
  expect(await dump(ctx)).toEqual(before);
  // The same links do act when they are posted, so the above tried something.
  for (const path of linksOf(ctx).slice(0, 2)) await ask(ctx, path, { method: 'POST' });
  expect(await dump(ctx)).not.toEqual(before);
});

function linksOf(ctx: Context): string[] {
  const until = new Date(Date.parse(ctx.now()) + 3_600_000).toISOString();
  const links = [
    confirmLink(ctx, idOf.reader(2), 1),
    unsubscribeLink(ctx, idOf.reader(1)),
    preferencesLink(ctx, idOf.reader(1)),
    detailsLink(ctx, idOf.reader(1), until),
  ];
  return links.map((link) => link.slice('https://news.example.com'.length));
}

function without(all: Record<string, unknown[]>, tables: readonly string[] = []): Record<string, unknown[]> {
  return Object.fromEntries(Object.entries(all).filter(([table]) => !tables.includes(table)));
}
