import { expect, test } from 'vitest';
import { firstOf, readEntry, readFixture, readRssItem, readText } from './reading.ts';

test('reads RSS 2.0 with foreign prefixes, several authors, media and a source', async () => {
  const feed = await readFixture('press.rss');
  expect(feed).toMatchObject({
    title: 'Harbour Works & Co — News',
    link: 'https://harbour.example/news/',
    language: 'en-GB',
    hubUrl: 'https://hub.example/',
    selfUrl: 'https://harbour.example/feed.xml',
    hintSeconds: null,
    pollHints: { updateSeconds: 21_600, skipHours: [], skipDays: [] },
  });
  expect(feed.items[0]).toEqual({
    key: 'crane-900',
    keyIsGiven: true,
    title: 'New crane lifts 900 t',
    url: 'https://harbour.example/2026/crane',
    publishedAt: '2026-05-05T07:30:00.000Z',
    updatedAt: '2026-05-06T08:00:00.000Z',
    authors: ['Ada Quay', 'Bo Pier'],
    summary: 'The crane stands. It lifts.',
    contentHtml:
      '<p>The crane stands.</p><p>It lifts <a href="https://harbour.example/more" rel="noopener">more</a>.</p>',
    image: {
      url: 'https://harbour.example/crane.jpg',
      alt: 'The crane at dawn',
      caption: 'Seen from the north quay',
      credit: 'Cy Lens',
      width: 1200,
      height: 800,
    },
    categories: ['Cranes', 'Heavy lifting'],
    language: 'en-GB',
    outlet: 'The Harbour Paper',
  });
});

test('loses only the field that is broken', async () => {
  const { items } = await readFixture('press.rss');
  expect(items[1]).toMatchObject({
    key: 'https://harbour.example/2026/rnd',
    title: 'R&D with bare markup & ampersands',
    url: 'https://harbour.example/2026/rnd',
    publishedAt: null,
    updatedAt: null,
  });
});

test('reads RDF in document order with rdf:about as key', async () => {
  const feed = await readFixture('journal.rdf');
  expect(feed.language).toBe('de');
  expect(feed.items.map(({ key, publishedAt, title, url }) => ({ key, publishedAt, title, url }))).toEqual([
    {
      key: 'https://journal.example/id/a',
      publishedAt: '2026-03-01T00:00:00.000Z',
      title: 'Paper A',
      url: 'https://journal.example/a',
    },
    {
      key: 'https://journal.example/id/b',
      publishedAt: '2026-03-02T00:00:00.000Z',
      title: 'Paper B',
      url: 'https://journal.example/b',
    },
  ]);
});

test('reads Atom 1.0 with a prefixed root, nested bases, xhtml in order and inherited authors', async () => {
  const feed = await readFixture('blog.atom');
  expect(feed).toMatchObject({
    title: 'Blog & more',
    link: 'https://blog.example/',
    selfUrl: 'https://blog.example/feed.atom',
  });
  const [first, second] = feed.items;
  expect(first).toMatchObject({
    title: 'Un grand jour',
    url: 'https://blog.example/2026/jour',
    publishedAt: '2026-02-01T09:00:00.000Z',
    updatedAt: '2026-02-02T10:00:00.000Z',
    authors: ['Zoé', 'yan@blog.example'],
    categories: ['Topic one'],
    language: 'fr',
    outlet: 'Other paper',
    summary: 'This is bold and then plain end',
    image: { url: 'https://blog.example/2026/p.png', alt: 'Pic' },
  });
  expect(first?.contentHtml).toContain('This is <b>bold</b> and <i>then</i> plain <br />end');
  expect(second).toMatchObject({
    title: '1 < 2 and Vec<T>',
    publishedAt: null,
    authors: ['House Author'],
    language: 'en',
    summary: 'Short',
    contentHtml: null,
  });
});

test('reads Atom 0.3 with base64 and its own dates', async () => {
  expect(firstOf((await readFixture('old.atom03')).items)).toMatchObject({
    key: 'urn:1',
    title: 'Hello world',
    url: 'https://old.example/1',
    publishedAt: '2004-01-02T03:04:05.000Z',
    updatedAt: '2004-01-03T00:00:00.000Z',
    summary: 'Text',
    contentHtml: '<p>Text</p>',
  });
});

test('reads JSON Feed with numeric ids, both kinds of authors and fields of wrong types', async () => {
  const feed = await readFixture('notes.json');
  expect(feed).toMatchObject({
    title: 'Notes',
    link: 'https://notes.example/',
    hubUrl: 'https://hub.example/',
    language: 'en',
  });
  expect(feed.items[0]).toMatchObject({
    key: '42',
    title: 'Forty & two',
    url: 'https://notes.example/42',
    publishedAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-02T00:00:00.000Z',
    authors: ['Ann', 'Ben'],
    categories: ['a', 'b', '7'],
    image: { url: 'https://notes.example/big.png' },
  });
  expect(feed.items[0]?.contentHtml).toBe('<p>Body <img src="https://notes.example/i.png" alt="An i" /></p>');
  expect(feed.items[1]).toMatchObject({
    url: 'https://notes.example/43',
    publishedAt: null,
    summary: 'Plain <text> only',
    authors: ['House'],
  });
  expect(feed.items[2]).toMatchObject({
    key: '44',
    url: 'https://elsewhere.example/x',
    authors: ['Cat'],
    image: { url: 'https://notes.example/a.jpg' },
  });
});

test.each([
  ['RSS 0.91', '<rss version="0.91"><channel><title>T</title><item><title>A</title></item></channel></rss>'],
  [
    'RSS 0.9 as RDF',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel><item><title>A</title></item></rdf:RDF>',
  ],
  ['no version', '<rss><channel><title>T</title><item><title>A</title></item></channel></rss>'],
  [
    'items beside the channel',
    '<rss version="2.0"><channel><title>T</title></channel><item><title>A</title></item></rss>',
  ],
  ['no rss element', '<channel><title>T</title><item><title>A</title></item></channel>'],
  ['upper case', '<RSS VERSION="2.0"><CHANNEL><TITLE>T</TITLE><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>'],
  [
    'a wrong default namespace',
    '<rss xmlns="http://www.w3.org/2005/Atom"><channel><title>T</title><item><title>A</title></item></channel></rss>',
  ],
  ['cut off', '<rss version="2.0"><channel><title>T</title><item><title>A</title><description>half a sen'],
  ['missing end tags', '<rss><channel><title>T</title><item><title>A</title></channel>'],
  [
    'junk before the root',
    '<br />\n<b>Warning</b>: something on line 3<rss><channel><title>T</title><item><title>A</title></item></channel></rss>',
  ],
  [
    'a byte order mark and blanks',
    '\ufeff  \n<rss><channel><title>T</title><item><title>A</title></item></channel></rss>',
  ],
  ['an item wrapper', '<rss><channel><title>T</title><items><item><title>A</title></item></items></channel></rss>'],
  ['an empty item', '<rss><channel><title>T</title><item/><item><title>A</title></item></channel></rss>'],
  ['Atom without namespace', '<feed><title>T</title><entry><title>A</title></entry></feed>'],
  ['a lone Atom entry', '<entry xmlns="http://www.w3.org/2005/Atom"><title>A</title></entry>'],
])('finds the one item of a feed with %s', async (_name, text) => {
  expect((await readText(text)).items.map(({ title }) => title)).toEqual(['A']);
});

test('reads items whose end tags are missing, and passes over items inside items', async () => {
  const lost = await readText('<rss><channel><item><title>A</title><item><title>B</title></channel></rss>');
  const nested = await readText(
    '<rss><channel><item><title>A</title><x><item><title>B</title></item></x></item></channel></rss>',
  );
  expect(lost.items.map(({ title }) => title)).toEqual(['A', 'B']);
  expect(nested.items.map(({ title }) => title)).toEqual(['A']);
});

test.each([
  ['bare ampersands', '<title>A & B &c; &amp; D</title>', 'A & B &c; & D'],
  ['named entities', '<title>caf&eacute; &hellip;</title>', 'café …'],
  ['C1 references', '<title>it&#146;s &#x97; so</title>', 'it’s — so'],
  ['C1 characters', '<title>it\u0092s</title>', 'it’s'],
  ['control characters', '<title>a\u0001b\u0000c&#2;d</title>', 'abcd'],
  ['pairs as two references', '<title>&#55357;&#56832;</title>', '😀'],
  ['a lone surrogate', '<title>x&#55357;y</title>', 'x\ufffdy'],
  ['entities twice escaped', '<title>Q&amp;amp;A</title>', 'Q&A'],
  ['unescaped markup', '<title>One <em>two</em><br/>three</title>', 'One two three'],
  ['CDATA between text', '<title>One <![CDATA[& two]]> three</title>', 'One & two three'],
  ['a comment', '<title>One<!-- no --> two</title>', 'One two'],
  ['an empty first title', '<title/><title>Second</title>', 'Second'],
  ['dc:title only', '<dc:title>DC</dc:title>', 'DC'],
  ['angle brackets meant as such', '<title>List&lt;String&gt; &lt; 3</title>', 'List<String> < 3'],
])('cleans a title with %s', async (_name, markup, title) => {
  expect((await readRssItem(markup)).title).toBe(title);
});

test('reads entities a document declares, and refuses entities made of entities', async () => {
  const declared =
    '<!DOCTYPE rss [<!ENTITY co "Harbour &#38; Co">]><rss><channel><item><title>&co;</title></item></channel></rss>';
  expect(firstOf((await readText(declared)).items).title).toBe('Harbour & Co');
  const bomb =
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>';
  await expect(readText(bomb)).rejects.toMatchObject({ code: 'invalid' });
});

test('takes RDF with an unread channel as an empty feed, and RDF without one as none', async () => {
  const rdf = (inner: string) => `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${inner}</rdf:RDF>`;
  expect((await readText(rdf('<channel><description>x</description></channel>'))).items).toEqual([]);
  await expect(readText(rdf('<person/>'))).rejects.toMatchObject({ code: 'invalid' });
});

test('keeps a feed within its limits', async () => {
  const many = `<rss><channel>${'<item><title>a</title></item>'.repeat(5100)}</channel></rss>`;
  expect((await readText(many)).items).toHaveLength(5000);
});

test.each([
  [
    'an HTML page',
    '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" title="News" href="/rss"></head>',
    'This is an HTML page; it links to these feeds: https://site.example/rss (News)',
  ],
  ['a page without feeds', '<html><body>Hello</body></html>', 'This is an HTML page, and it links to no feed.'],
  ['a sitemap', '<?xml version="1.0"?><urlset><url/></urlset>', 'This is a sitemap, not a feed.'],
  ['OPML', '<opml version="2.0"><body/></opml>', 'This is an OPML list of feeds, not a feed.'],
  [
    'other XML',
    '<soap:Envelope><x/></soap:Envelope>',
    'This is an XML document of another kind (its root is "Envelope"), not a feed.',
  ],
  ['other JSON', '{"a":1}', 'This is JSON, but not a JSON Feed: it has no list of items.'],
  ['text', 'Service unavailable', 'This is plain text, not a feed. It begins "Service unavailable".'],
  ['nothing', '  ', 'The document is empty.'],
  ['a PDF', '%PDF-1.7 ...', 'This is a PDF file, not a feed.'],
  ['binary data', '\u0003\u0004\u0000\u0000PK\u0001\u0002', 'This is binary data, not a feed.'],
])('says what %s is instead of a feed', async (_name, text, message) => {
  await expect(readText(text)).rejects.toMatchObject({ code: 'invalid', message });
});

test('takes an Atom author that is only text, and Atom inside RSS', async () => {
  expect((await readEntry('<title>A</title><author>Just a name</author>')).authors).toEqual(['Just a name']);
  const item = await readRssItem(
    '<title>A</title><author xmlns="http://www.w3.org/2005/Atom"><name>Ann</name></author>',
  );
  expect(item.authors).toEqual(['Ann']);
});
