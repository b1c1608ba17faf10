import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkedData, READ_AT, readFrom, readHtml } from './pages.ts';

function html(text: string, headers: Record<string, string> = {}): () => Response {
  return () => new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8', ...headers } });
}

/** "新药获批" in GBK. */
const GBK = Uint8Array.from([0xd0, 0xc2, 0xd2, 0xa9, 0xbb, 0xf1, 0xc5, 0xfa]);

function gbkPage(head: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  return new Uint8Array([
    ...encoder.encode(`<html><head>${head}<title>`),
    ...GBK,
    ...encoder.encode('</title></head></html>'),
  ]);
}

test.each([
  ['declared by the page', '<meta charset="gbk">', 'text/html'],
  ['declared the old way', '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', 'text/html'],
  ['declared by the server', '', 'text/html; charset=GB18030'],
])('reads an encoding %s', async (_name, head, type) => {
  const answer = await readFrom(() => new Response(gbkPage(head), { headers: { 'content-type': type } }));
  expect(answer).toMatchObject({ kind: 'page', page: { headline: '新药获批' } });
});

test('valid UTF-8 wins over a wrong label', async () => {
  const answer = await readFrom(
    html('<title>Résumé 新药</title>', { 'content-type': 'text/html; charset=iso-8859-1' }),
  );
  expect(answer).toMatchObject({ kind: 'page', page: { headline: 'Résumé 新药' } });
});

test.each([
  ['gone', () => new Response('', { status: 404 })],
  ['refused', () => new Response('', { status: 403 })],
  ['unreachable', () => new Response('', { status: 503 })],
  ['not_a_page', () => new Response('%PDF-1.7 ...', { headers: { 'content-type': 'application/pdf' } })],
  ['not_a_page', () => new Response('\x89PNG', { headers: { 'content-type': 'image/png' } })],
  ['not_a_page', () => new Response('<?xml version="1.0"?><rss><channel/></rss>')],
  ['not_a_page', () => new Response('{"a":1}', { headers: { 'content-type': 'application/json' } })],
  ['not_a_page', html('   ')],
  ['too_large', html('<p>'.padEnd(2 * 1024 * 1024 + 1, 'x'))],
  [
    'unreachable',
    () => {
      throw new TypeError('fetch failed');
    },
  ],
] as [string, () => Response][])('says that a page is %s', async (reason, respond) => {
  const answer = await readFrom(respond);
  expect(answer).toMatchObject({ kind: 'failed', reason, message: expect.stringMatching(/\.$/) });
});

test.each([
  'http://127.0.0.1/',
  'http://[::1]:8787/',
  'http://169.254.169.254/latest/meta-data',
  'http://2130706433/',
  'file:///etc/passwd',
])('a redirect to %s is not followed', async (location) => {
  const asked: string[] = [];
  const answer = await readFrom((url) => {
    asked.push(url);
    return new Response(null, { status: 302, headers: { location } });
  });
  expect(answer).toMatchObject({ kind: 'failed', reason: 'unsafe' });
  expect(asked).toEqual([READ_AT]);
});

const DEEP = 200_000;
test.each([
  ['nested elements', '', '<div>'.repeat(DEEP)],
  [
    'nested linked data',
    linkedData(`{"@type":"Article","headline":"x","a":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`),
    '',
  ],
  ['scripts without an end', '<script type="application/ld+json">'.repeat(50_000), ''],
  ['many scripts', linkedData('{"@type":"Article"}').repeat(20_000), ''],
  ['many metas', '<meta name="a" content="b">'.repeat(60_000), ''],
  ['an endless attribute', `<meta name="description" content="${'a<br'.repeat(300_000)}`, ''],
  ['white space and commas in linked data', linkedData(`{"@type":"Article", ${' ,'.repeat(400_000)}`), ''],
  ['open angle brackets', '', '<'.repeat(1_000_000)],
  ['open comments', '', '<!--'.repeat(300_000)],
  ['a headline of entities', '', `<h1>${'&amp;'.repeat(300_000)}</h1>`],
  ['a title that never ends', '<title>'.repeat(100_000), ''],
  [
    'wide linked data',
    linkedData({ '@graph': Array.from({ length: 50_000 }, () => ({ '@type': 'Article', headline: 'x' })) }),
    '',
  ],
  [
    'linked data that names itself',
    linkedData({ '@id': '#a', '@type': 'Article', author: { '@id': '#a' }, publisher: { '@id': '#a' } }),
    '',
  ],
])('%s are read within the time a test has; quadratic work would take minutes', (_name, head, body) => {
  const article = readHtml(head, body);
  expect(article.url).toBe('https://www.paper.example.org/2026/03/02/story?utm_source=x');
});

const PIECES = [
  '<script type="application/ld+json">',
  '</script>',
  '{"@type":"NewsArticle","headline":"',
  '"image":[{"url":',
  '<meta property="og:title" content="',
  '">',
  '<link rel=canonical href="',
  'javascript:alert(1)',
  '<title>',
  '</title>',
  '<article>',
  '<p>',
  '</p>',
  '<figure><img src=',
  '<base href="//x',
  '&#x0;',
  '&#xd800;',
  '<html lang="',
  'zh-CN',
  '<time datetime="',
  '9999-99-99',
  '\u0000',
  '\ud800',
  '<![CDATA[',
  '-->',
  '"',
  "'",
  '>',
  '<',
];

test('no mixture of broken pieces makes it throw or lets markup through', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })), { maxLength: 40 }),
      (parts) => {
        const article = readHtml(parts.join(''));
        for (const url of [article.url, article.image?.url ?? 'https://a.example.org/'])
          expect(url).toMatch(/^https?:\/\//);
        expect(article.extract.length).toBeLessThanOrEqual(300);
        expect(`${article.headline}${article.extract}${article.outlet}`.isWellFormed()).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
