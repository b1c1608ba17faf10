import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalUrl, keysOf, recognise } from '../../src/domain/article-key.ts';
import { anItem } from '../support/context.ts';

test.each([
  ['https://www.Example.org/News/', 'example.org/News'],
  ['http://example.org/News#top', 'example.org/News'],
  ['https://example.org', 'example.org'],
  ['https://example.org:443/a', 'example.org/a'],
  ['https://example.org:8443/a', 'example.org:8443/a'],
  ['https://user:secret@example.org/a', 'example.org/a'],
  ['https://example.org/a?b=2&a=1&utm_source=x&FBCLID=y', 'example.org/a?a=1&b=2'],
  ['https://example.org/a?utm_source=x', 'example.org/a'],
  ['https://example.org/a?a=2&a=1', 'example.org/a?a=1&a=2'],
  ['https://例子.公司/新闻', 'xn--fsqu00a.xn--55qx5d/%E6%96%B0%E9%97%BB'],
  ['https://www.www.example.org/', 'example.org'],
])('%s is known as %s', (url, canonical) => {
  expect(canonicalUrl(url)).toBe(canonical);
});

test.each([
  '',
  'example.org/a',
  '/a',
  'ftp://example.org/a',
  'javascript:alert(1)',
  'https://',
  'tag:example.org,2026:1',
])('%j has no canonical form', (url) => {
  expect(canonicalUrl(url)).toBeNull();
});

test('the canonical form of a canonical form is itself', () => {
  const query = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'utm_x', 'spm', 'é', '%'), fc.string({ maxLength: 4 })));
  const address = fc
    .tuple(fc.constantFrom('http', 'https'), fc.webAuthority(), fc.webPath(), query)
    .map(([scheme, host, path, pairs]) => `${scheme}://${host}${path}?${new URLSearchParams(pairs)}#x`);
  fc.assert(
    fc.property(fc.oneof(address, fc.webUrl({ withQueryParameters: true, withFragments: true })), (url) => {
      const once = canonicalUrl(url);
      if (once === null) throw new Error(`No canonical form of ${url}`);
      // The scheme of the address: https would drop the port 443 that http keeps.
      expect(canonicalUrl(`${new URL(url).protocol}//${once}`)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});

test('keys come strongest first, and only an id that the feed gave counts as one', () => {
  const given = keysOf(anItem({ key: 'id-1', url: 'https://example.org/a/', title: 'A Title' }));
  expect(given).toEqual([
    { kind: 'guid', key: 'g:id-1', isGlobal: false },
    { kind: 'url', key: 'u:example.org/a', isGlobal: true },
    { kind: 'hash', key: 'h:a title|2026-03-02', isGlobal: false },
  ]);
  const bare = keysOf(anItem({ keyIsGiven: false, url: null, publishedAt: null, title: 'A Title' }));
  expect(bare).toEqual([{ kind: 'hash', key: 'h:a title|', isGlobal: false }]);
});

test('keys stay short enough for an index, whatever the feed holds', () => {
  const long = 'x'.repeat(100_000);
  const keys = keysOf(anItem({ key: long, url: `https://example.org/${long}`, title: long }));
  expect(Math.max(...keys.map(({ key }) => key.length))).toBeLessThan(1600);
});

const KEYS = keysOf(anItem({ key: 'id-1', url: 'https://example.org/a', title: 'T' }));
const [GUID = '', URL_KEY = '', HASH = ''] = KEYS.map(({ key }) => key);

test.each<[string, [string, number][], [string, number][], number | null]>([
  ['nothing is known', [], [], null],
  ['the id is known', [[GUID, 7]], [], 7],
  [
    'the id and the address name two articles: the id decides',
    [
      [GUID, 7],
      [URL_KEY, 8],
    ],
    [],
    7,
  ],
  ['the id is new, the address known and alone', [[URL_KEY, 8]], [[URL_KEY, 1]], 8],
  ['the id is new, the address shared in the document', [[URL_KEY, 8]], [[URL_KEY, 2]], null],
  ['only title and date are known', [[HASH, 9]], [[HASH, 1]], 9],
  ['title and date are shared in the document', [[HASH, 9]], [[HASH, 2]], null],
  [
    'a shared address is passed over for a lone title',
    [
      [URL_KEY, 8],
      [HASH, 9],
    ],
    [
      [URL_KEY, 2],
      [HASH, 1],
    ],
    9,
  ],
  ['the id is known though it stands twice in the document', [[GUID, 7]], [[GUID, 2]], 7],
])('recognises: %s', (_what, known, times, article) => {
  expect(recognise(KEYS, new Map(known), new Map(times))).toBe(article);
});
