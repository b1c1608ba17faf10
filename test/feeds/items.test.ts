import { expect, test } from 'vitest';
import { readEntry, readFixture, readRssItem, readText } from './reading.ts';

test.each([
  ['guid', '<guid isPermaLink="false"> abc </guid><link>https://a.example/1</link>', 'abc', true],
  ['an empty guid', '<guid isPermaLink="false"/><link>https://a.example/1</link>', 'https://a.example/1', false],
  ['link only', '<link>https://a.example/1</link>', 'https://a.example/1', false],
])('takes the key from %s', async (_name, markup, key, keyIsGiven) => {
  expect(await readRssItem(`<title>A</title>${markup}`)).toMatchObject({ key, keyIsGiven });
});

test('makes a stable key of title and date where an item has neither id nor link', async () => {
  const markup = '<title>A</title><pubDate>Tue, 5 May 2026 09:30:00 GMT</pubDate>';
  const [one, edited, other] = await Promise.all(
    [`${markup}<description>x</description>`, `${markup}<description>y</description>`, markup.replace('A', 'B')].map(
      (text) => readRssItem(text),
    ),
  );
  expect(one?.key).toMatch(/^hash:[0-9a-f]{32}$/);
  expect(edited?.key).toBe(one?.key);
  expect(other?.key).not.toBe(one?.key);
});

test('tells items with one id but different addresses apart', async () => {
  const item = (link: string) =>
    `<item><title>A</title><guid isPermaLink="false">x</guid><link>https://a.example/${link}</link></item>`;
  const { items } = await readText(`<rss><channel>${item('1')}${item('2')}${item('1')}</channel></rss>`);
  expect(items.map(({ key }) => key)).toEqual(['x', 'x|https://a.example/2', 'x']);
});

test.each([
  ['a link with white space', '<link>\n  https://a.example/1\n</link>', 'https://a.example/1'],
  ['a relative link', '<link>/1</link>', 'https://site.example/1'],
  ['a protocol-relative link', '<link>//b.example/1</link>', 'https://b.example/1'],
  ['a link with attributes', '<link foo="1">https://a.example/1</link>', 'https://a.example/1'],
  ['a link as attribute', '<link href="https://a.example/1"/>', 'https://a.example/1'],
  ['an address escaped twice', '<link>https://a.example/?a=1&amp;amp;b=2</link>', 'https://a.example/?a=1&b=2'],
  ['an address with blanks', '<link>https://a.example/a b</link>', 'https://a.example/a%20b'],
  ['a permanent guid', '<guid>https://a.example/1</guid>', 'https://a.example/1'],
  ['a guid that is no address', '<guid isPermaLink="false">https://a.example/1</guid>', null],
  ['an Atom link inside', '<atom:link rel="alternate" href="https://a.example/1"/>', 'https://a.example/1'],
  ['an enclosure', '<enclosure url="https://a.example/1.mp3" type="audio/mpeg"/>', 'https://a.example/1.mp3'],
  ['an xml:base', '<link xml:base="https://c.example/x/">1</link>', 'https://c.example/x/1'],
  ['a dangerous address', '<link>javascript:alert(1)</link>', null],
  ['an address already absolute', '<link>https://a.example</link>', 'https://a.example'],
])('finds the address of %s', async (_name, markup, url) => {
  expect((await readRssItem(`<title>A</title>${markup}`)).url).toBe(url);
});

test('reads relative addresses against the site where nothing better is known', async () => {
  expect((await readFixture('press.rss')).items[0]?.url).toBe('https://harbour.example/2026/crane');
});

test('prefers HTML alternates in Atom, then others, then the entry itself', async () => {
  const pdf = '<link rel="alternate" type="application/pdf" href="/a.pdf"/>';
  expect((await readEntry(`<id>x</id>${pdf}<link href="/a"/>`)).url).toBe('https://site.example/a');
  expect((await readEntry(`<id>x</id>${pdf}<link rel="edit" href="/e"/>`)).url).toBe('https://site.example/a.pdf');
  expect((await readEntry('<id>x</id><link rel="self" href="/s"/>')).url).toBe('https://site.example/s');
});

test.each([
  [
    'pubDate before dc:date',
    '<dc:date>2026-01-02</dc:date><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>',
    '2026-01-01T00:00:00.000Z',
    null,
  ],
  [
    'Atom dates',
    '<atom:published>2026-01-01T00:00:00Z</atom:published><atom:updated>2026-01-03T00:00:00Z</atom:updated>',
    '2026-01-01T00:00:00.000Z',
    '2026-01-03T00:00:00.000Z',
  ],
  [
    'updated alone',
    '<atom:updated>2026-01-03T00:00:00Z</atom:updated>',
    '2026-01-03T00:00:00.000Z',
    '2026-01-03T00:00:00.000Z',
  ],
  [
    'dcterms',
    '<dcterms:issued>2026-01-01</dcterms:issued><dcterms:modified>2026-01-02</dcterms:modified>',
    '2026-01-01T00:00:00.000Z',
    '2026-01-02T00:00:00.000Z',
  ],
  [
    'a bad date before a good one',
    '<pubDate>soon</pubDate><dc:date>2026-01-01</dc:date>',
    '2026-01-01T00:00:00.000Z',
    null,
  ],
])('takes dates from %s', async (_name, markup, publishedAt, updatedAt) => {
  expect(await readRssItem(`<title>A</title>${markup}`)).toMatchObject({ publishedAt, updatedAt });
});

test('reads zoneless dates in the zone of the feed', async () => {
  const item = await readRssItem('<title>A</title><pubDate>2026-01-10 14:33:00</pubDate>', 'Asia/Shanghai');
  expect(item.publishedAt).toBe('2026-01-10T06:33:00.000Z');
});

test.each([
  ['RSS author', '<author>ann@a.example (Ann Lee)</author>', ['Ann Lee']],
  ['an address in brackets', '<author>Ann Lee &lt;ann@a.example&gt;</author>', ['Ann Lee']],
  [
    'all dc:creators, each once',
    '<dc:creator>Ann</dc:creator><dc:creator>Ben</dc:creator><dc:creator>ann</dc:creator>',
    ['Ann', 'Ben'],
  ],
  ['inner elements without namespace', '<author><name>Ann</name><email>a@a.example</email></author>', ['Ann']],
  ['itunes:author at last', '<itunes:author>Pod</itunes:author>', ['Pod']],
])('takes authors from %s', async (_name, markup, authors) => {
  expect((await readRssItem(`<title>A</title>${markup}`)).authors).toEqual(authors);
});

test('reads categories of every dialect as strings', async () => {
  const rss = await readRssItem(
    '<category domain="x">One &amp;amp; two</category><dc:subject>Three</dc:subject><media:keywords>four, five</media:keywords><itunes:keywords>one &amp;amp; two</itunes:keywords><category/>',
  );
  const kind =
    '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>';
  const atom = await readEntry(`<category term="a"/><category term="b" label="Bee"/>${kind}<title>A</title>`);
  expect(rss.categories).toEqual(['One & two', 'Three', 'four', 'five']);
  expect(atom.categories).toEqual(['a', 'Bee']);
});

test.each([
  [
    'media:content, largest first',
    '<media:content url="/s.jpg" width="10"/><media:content url="/l.jpg" width="900"/>',
    'https://site.example/l.jpg',
  ],
  ['a thumbnail', '<media:thumbnail url="/t.jpg"/>', 'https://site.example/t.jpg'],
  [
    'a group',
    '<media:group><media:content url="/v.mp4" type="video/mp4"/><media:thumbnail url="/t.jpg"/></media:group>',
    'https://site.example/t.jpg',
  ],
  ['an enclosure', '<enclosure url="/e.png" type="image/png"/>', 'https://site.example/e.png'],
  ['a sound, which is none', '<enclosure url="/e.mp3" type="audio/mpeg"/>', null],
  ['itunes:image', '<itunes:image href="/i.png"/>', 'https://site.example/i.png'],
  ['an image element', '<image><url>/u.png</url></image>', 'https://site.example/u.png'],
  ['the text', '<description>&lt;img src="/d.png"&gt;</description>', 'https://site.example/d.png'],
  [
    'a pixel, a beacon and a smiley, which are none',
    '<description><![CDATA[<img width="1" height="1" src="/p.gif"><img src="https://feeds.feedburner.com/~r/x"><img src="https://s.w.org/images/core/emoji/1.png"><img src="data:image/gif;base64,x">]]></description>',
    null,
  ],
  [
    'a picture loaded late',
    '<description><![CDATA[<img src="data:," data-src="/late.png">]]></description>',
    'https://site.example/late.png',
  ],
  ['an address with a password', '<image><url>https://a:b@site.example/u.png</url></image>', null],
  ['an address beyond reason', `<image><url>https://site.example/${'a'.repeat(2000)}</url></image>`, null],
  [
    'the next one where the first is beyond reason',
    `<media:content url="https://site.example/${'a'.repeat(2000)}" medium="image"/><enclosure url="/e.png" type="image/png"/>`,
    'https://site.example/e.png',
  ],
])('takes the image from %s', async (_name, markup, url) => {
  expect((await readRssItem(`<title>A</title>${markup}`)).image?.url ?? null).toBe(url);
});

test('gives a picture in a figure its alt text and caption', async () => {
  const html = '<figure><img src="/f.png" alt="A &amp;amp; b"><figcaption>The <b>caption</b></figcaption></figure>';
  const item = await readRssItem(`<title>A</title><description><![CDATA[${html}]]></description>`);
  expect(item.image).toMatchObject({ url: 'https://site.example/f.png', alt: 'A & b', caption: 'The caption' });
});

test.each([
  ['en_US', 'en-US'],
  ['zh-cn', 'zh-CN'],
  ['English', null],
  ['', null],
])('reads the language %s as %s', async (given, language) => {
  expect((await readRssItem(`<title>A</title><dc:language>${given}</dc:language>`)).language).toBe(language);
});

const FOOTER =
  'The post <a href="https://a.example/x">Tides</a> appeared first on <a href="https://a.example">A. Blog</a>.';
test.each([
  [`<p>The moon pulls. [&#8230;]</p><p>${FOOTER}</p>`, 'The moon pulls.…'],
  [`<p>${'w '.repeat(150)}</p><p>${FOOTER}</p>`, 'w '.repeat(150).trim()],
  ['<p>The post office appeared first on this street.</p>', 'The post office appeared first on this street.'],
  [FOOTER, ''],
])('what blog software adds to an item is no part of its extract: %s', async (description, extract) => {
  const item = await readRssItem(`<title>Tides</title><description><![CDATA[${description}]]></description>`);
  expect(item.summary).toBe(extract);
});

test('keeps a long description as content, a short one as extract only', async () => {
  const short = await readRssItem('<title>A</title><description>Short text</description>');
  const long = await readRssItem(
    `<title>A</title><description>&lt;p&gt;${'word '.repeat(100)}&lt;/p&gt;</description>`,
  );
  expect(short.contentHtml).toBeNull();
  expect(long.contentHtml).toMatch(/^<p>word /);
  expect(long.summary.length).toBeLessThanOrEqual(300);
});
