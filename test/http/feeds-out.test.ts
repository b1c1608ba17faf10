import Parser from 'rss-parser';
import { expect, test } from 'vitest';
import { insertArticles, type NewArticle } from '../../src/db/articles/articles.ts';
import type { FeedItem } from '../../src/domain/feed-item.ts';
import { readDocument } from '../../src/feeds/read-document.ts';
import { atomId } from '../../src/http/feeds-out/atom.ts';
import { cleanText } from '../../src/http/feeds-out/xml-text.ts';
import { defaultSettings } from '../../src/services/newsroom-settings.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

const PATHS = ['/feed.xml', '/atom.xml', '/feed.json'] as const;
const XML_PATHS = ['/feed.xml', '/atom.xml'] as const;
const TYPES = {
  '/feed.xml': 'application/rss+xml; charset=utf-8',
  '/atom.xml': 'application/atom+xml; charset=utf-8',
  '/feed.json': 'application/feed+json; charset=utf-8',
};

/** Published at 07:00 plus `n` minutes; only what a test is about has to be named. */
function anArticle(n: number, overrides: Partial<NewArticle> = {}): NewArticle {
  const publicId = `article${String(n).padStart(5, '0')}`;
  return {
    publicId,
    slug: `story-${n}`,
    state: 'published',
    kind: 'press_release',
    title: `Story number ${n}`,
    extract: `What story ${n} is about.`,
    bodyHtml: null,
    author: null,
    outlet: null,
    url: null,
    language: 'en',
    translationGroup: publicId,
    image: null,
    textRight: 'extract',
    imageRight: 'none',
    topicIds: [],
    emailMode: 'next_digest',
    publishedAt: new Date(Date.parse('2026-03-02T07:00:00.000Z') + n * 60_000).toISOString(),
    sourceUpdatedAt: null,
    embargoUntil: null,
    releasedAt: null,
    contentHash: String(n),
    createdBy: 'test',
    createdAt: '2026-03-02T07:30:00.000Z',
    ...overrides,
  };
}

/** Pictures stay where their publishers have them, so that what is told of them can be read back. */
async function aNewsroom(articles: NewArticle[], variables: Record<string, string> = {}) {
  const { ctx: base, world } = await testContext(variables);
  const { pages, ...settings } = defaultSettings();
  const ctx = { ...base, settings: { ...settings, pages: { ...pages, images: 'direct' as const } } };
  await ctx.db.batch(insertArticles(ctx.db, articles));
  return { ctx, world, ask: askApp(ctx) };
}

/** A feed as our own reader understands it. */
async function readBack(answer: Response) {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const context = { documentUrl: answer.url || null, timeZone: 'UTC', now: new Date('2026-03-02T08:00:00Z') };
  return readDocument(bytes, answer.headers.get('content-type'), context);
}

const PICTURE = {
  url: 'https://cdn.example.org/photo.jpg?w=1200&h=800',
  alt: 'A bench',
  caption: 'A "bench" & <more>',
  credit: 'Example Daily',
  width: 1200,
  height: 800,
};

const VARIED = [
  anArticle(5, { title: 'R&D: p < 0.05 & "quoted" > ’curly’', extract: 'Growth of 5 % & more <than> "before".' }),
  anArticle(4, { title: '首例患者给药', extract: '临床研究进展顺利。', language: 'zh-Hans', kind: 'science' }),
  anArticle(3, {
    kind: 'coverage',
    outlet: 'Example Daily & Sons',
    author: 'Ana "Ink" <Writer>',
    url: 'https://daily.example.org/story?a=1&b=2',
    imageRight: 'licensed',
    image: PICTURE,
  }),
  anArticle(2, {
    textRight: 'full',
    bodyHtml: '<p>Whole &amp; long <a href="https://example.org/?a=1&amp;b=2" rel="noopener">text</a>.</p>',
  }),
  anArticle(1, { textRight: 'link', extract: '', kind: 'staff_made' }),
];

test.each(PATHS)('%s reads back through our own reader as what was published', async (path) => {
  const { ask } = await aNewsroom(VARIED);
  const answer = await ask(path);
  const document = await readBack(answer);
  expect(document).toMatchObject({
    title: 'Example News',
    link: 'https://news.example.com/',
    language: 'en',
    selfUrl: `https://news.example.com${path}`,
  });
  const told = (items: FeedItem[]) =>
    items.map(({ key, title, url, publishedAt, summary, categories, language }) => ({
      ...{ key, title, url, publishedAt, summary, categories, language },
    }));
  const labels: Record<string, string> = {
    press_release: 'Press release',
    coverage: 'In the media',
    science: 'Science',
  };
  expect(told(document.items)).toEqual(
    VARIED.map((article) => ({
      key: path === '/atom.xml' ? atomId(article.publicId) : article.publicId,
      title: article.title,
      url: `https://news.example.com/articles/${article.slug}`,
      publishedAt: article.publishedAt,
      summary: article.extract,
      categories: [labels[article.kind] ?? 'staff made'],
      language: article.language,
    })),
  );
  expect(document.items[2]).toMatchObject({ authors: ['Ana "Ink" <Writer>'], image: { url: PICTURE.url } });
  expect(document.items[3]?.contentHtml).toBe(VARIED[3]?.bodyHtml);
  expect(document.items.filter((item) => item.image)).toHaveLength(1);
});

const HOSTILE = [
  ']]>',
  'a ]]> b ]]> c ]]]]> d',
  ']]><item><title>injected</title></item><![CDATA[',
  ']]]]><![CDATA[>]]>',
  '</title><script>alert(1)</script>',
  '"><rss onload="x"><entry/><item>',
  "' onmouseover='x",
  '&amp; &lt;b&gt; &#60; &unknown; & && &amp;amp;',
  '<!-- comment --> <!DOCTYPE x [<!ENTITY y "z">]> &y;',
  '<?xml version="1.0"?><feed>',
  'nul\0 bell\u0007 escape\u001b delete\u007f next\u0085 non\ufffe\uffff end',
  '来凯医药 🧪 ]]> العربية',
  'a \u2028 line \u2029 paragraph',
];

/** The characters XML 1.0 allows (§2.2), those it advises against left out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the controls are what must not be there.
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/;

/** What every field of an article, and the newsroom's name, can try. */
function hostileArticles(): NewArticle[] {
  return HOSTILE.map((text, n) =>
    anArticle(HOSTILE.length - n, {
      title: text,
      extract: text,
      author: text,
      outlet: text,
      kind: text,
      language: `en"><x ${text}`,
      url: `https://evil.example/${text}?q=${text}#${text}`,
      textRight: 'full',
      imageRight: 'own',
      bodyHtml: `<p>${text}</p>`,
      image: { ...PICTURE, url: `https://evil.example/${text}.png?${text}`, alt: text, caption: text, credit: text },
    }),
  );
}

test.each(XML_PATHS)('%s with hostile texts is well-formed, and each title reads as it was written', async (path) => {
  const { ask } = await aNewsroom(hostileArticles(), { SITE_NAME: HOSTILE.slice(0, 8).join(' ') });
  const xml = await (await ask(path)).text();
  expect(xml).not.toMatch(NOT_XML);
  // A strict parser that knows nothing of how the document was made.
  const parsed = await new Parser().parseString(xml);
  expect(parsed.title).toBe(HOSTILE.slice(0, 8).join(' '));
  expect(parsed.items).toHaveLength(HOSTILE.length);
  const allowed = HOSTILE.map((text) => text.replace(new RegExp(NOT_XML, 'g'), ''));
  const written = path === '/atom.xml' ? allowed.map((text) => text.replace(/[&<>"]/g, escaped)) : allowed;
  expect(parsed.items.map((item) => item.title)).toEqual(written);
  if (path === '/feed.xml') expect(parsed.items.map((item) => item.categories)).toEqual(allowed.map((text) => [text]));
  else expect(parsed.items.map((item) => item.author)).toEqual(allowed);
});

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (character: string) => ESCAPES[character] ?? character;

test('half a surrogate pair becomes the replacement character, a whole one stays', () => {
  expect(cleanText('half \ud83d a pair, a whole \ud83e\uddea')).toBe('half \ufffd a pair, a whole 🧪');
});

test('JSON with hostile texts is JSON, without what no reader wants', async () => {
  const { ask } = await aNewsroom(hostileArticles());
  const text = await (await ask('/feed.json')).text();
  const feed = JSON.parse(text);
  expect(feed.items).toHaveLength(HOSTILE.length);
  expect(feed.items[1].title).toBe(HOSTILE[1]);
  for (const item of feed.items) expect(`${item.title}${item.content_html}${item.summary}`).not.toMatch(NOT_XML);
});

test.each(PATHS)('%s holds the newest thirty that are out, newest first', async (path) => {
  const articles = [
    ...Array.from({ length: 33 }, (_, n) => anArticle(n)),
    anArticle(90, { state: 'draft' }),
    anArticle(91, { state: 'withdrawn' }),
    anArticle(92, { embargoUntil: '2026-03-02T09:00:00.000Z' }),
  ];
  const { ask, world } = await aNewsroom(articles);
  const titles = async () => (await readBack(await ask(path))).items.map((item) => item.title);
  expect(await titles()).toEqual(Array.from({ length: 30 }, (_, n) => `Story number ${32 - n}`));
  world.advance(3600);
  expect((await titles())[0]).toBe('Story number 92');
});

test.each(PATHS)('%s shows pictures and text only as far as the rights go', async (path) => {
  const body = '<p>The whole text <img src="https://cdn.example.org/inside.png" alt="a > b" />.</p>'.replace(
    'a > b',
    'a &gt; b',
  );
  const { ask } = await aNewsroom([
    anArticle(3, { image: PICTURE, imageRight: 'none', bodyHtml: body, textRight: 'extract' }),
    anArticle(2, { image: PICTURE, imageRight: 'none', bodyHtml: body, textRight: 'full' }),
    anArticle(1, { extract: 'A secret extract.', textRight: 'link' }),
  ]);
  const text = await (await ask(path)).text();
  expect(text).not.toMatch(/cdn\.example\.org|secret extract/);
  expect(text.match(/The whole text/g)).toHaveLength(1);
  const own = await aNewsroom([anArticle(1, { image: { ...PICTURE, url: 'javascript:alert(1)' }, imageRight: 'own' })]);
  expect(await (await own.ask(path)).text()).not.toContain('javascript:');
});

test('RSS names source, author and picture in the words readers know', async () => {
  const { ask } = await aNewsroom([VARIED[2] ?? anArticle(3)]);
  const xml = await (await ask('/feed.xml')).text();
  expect(xml).toContain('<source url="https://daily.example.org">Example Daily &amp; Sons</source>');
  expect(xml).toContain('<dc:creator>Ana &quot;Ink&quot; &lt;Writer&gt;</dc:creator>');
  expect(xml).toContain(
    '<media:content url="https://cdn.example.org/photo.jpg?w=1200&amp;h=800" medium="image" type="image/jpeg" width="1200" height="800">' +
      '<media:description>A &quot;bench&quot; &amp; &lt;more&gt;</media:description><media:credit>Example Daily</media:credit></media:content>',
  );
  expect(xml).toContain('<guid isPermaLink="false">article00003</guid>');
  expect(xml).not.toContain('<author>');
});

test('Atom ids are UUIDs that follow from the public id alone', async () => {
  const { ask } = await aNewsroom([anArticle(1)]);
  const moved = await aNewsroom([anArticle(1, { title: 'New title' })], { BASE_URL: 'https://elsewhere.example' });
  const idOf = async (answer: Response) => (await readBack(answer)).items[0]?.key;
  expect(await idOf(await ask('/atom.xml'))).toMatch(
    /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/,
  );
  expect(await idOf(await moved.ask('/atom.xml'))).toBe(await idOf(await ask('/atom.xml')));
});

test('an edit moves the date of change, not the date of publication', async () => {
  const { ask, ctx } = await aNewsroom([anArticle(1)]);
  await ctx.db.prepare(`UPDATE article SET revision = 2, updated_at = '2026-03-02T07:50:00.000Z'`).all();
  for (const path of PATHS) {
    const [item] = (await readBack(await ask(path))).items;
    expect(item).toMatchObject({ publishedAt: '2026-03-02T07:01:00.000Z', updatedAt: '2026-03-02T07:50:00.000Z' });
  }
});

test.each(PATHS)('%s tells type, age and validators, to scripts of every origin', async (path) => {
  const { ask } = await aNewsroom(VARIED);
  const { headers } = await ask(path);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': TYPES[path],
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
    'last-modified': 'Mon, 02 Mar 2026 07:30:00 GMT',
    'x-content-type-options': 'nosniff',
  });
  expect(headers.get('etag')).toMatch(/^"[\da-f]{32}"$/);
});

test.each(PATHS)('%s is not sent again to who has it', async (path) => {
  const { ask, ctx } = await aNewsroom(VARIED);
  const etag = (await ask(path)).headers.get('etag') ?? '';
  const status = async (headers: Record<string, string>) => (await ask(path, { headers })).status;
  const modified = 'Mon, 02 Mar 2026 07:30:00 GMT';
  expect(await status({ 'if-none-match': etag })).toBe(304);
  expect(await status({ 'if-none-match': `"other", W/${etag}` })).toBe(304);
  expect(await status({ 'if-none-match': '*' })).toBe(304);
  expect(await status({ 'if-none-match': '"other"' })).toBe(200);
  expect(await status({ 'if-modified-since': modified })).toBe(304);
  expect(await status({ 'if-modified-since': 'Mon, 02 Mar 2026 07:29:59 GMT' })).toBe(200);
  expect(await status({ 'if-modified-since': 'yesterday' })).toBe(200);
  expect(await status({ 'if-none-match': '"other"', 'if-modified-since': modified })).toBe(200);
  const unsent = await ask(path, { headers: { 'if-none-match': etag } });
  expect(await unsent.text()).toBe('');
  expect(unsent.headers.get('etag')).toBe(etag);
  expect(unsent.headers.get('access-control-allow-origin')).toBe('*');
  await ctx.db
    .prepare(`UPDATE article SET title = 'Changed', updated_at = '2026-03-02T07:59:00.000Z' WHERE id = 1`)
    .all();
  expect(await status({ 'if-none-match': etag })).toBe(200);
  expect(await status({ 'if-modified-since': modified })).toBe(200);
});

test.each(PATHS)('%s of an empty newsroom is a whole feed that stays the same', async (path) => {
  const { ask } = await aNewsroom([]);
  const answer = await ask(path);
  const again = await ask(path);
  expect(answer.headers.get('etag')).toBe(again.headers.get('etag'));
  expect(answer.headers.get('last-modified')).toBeNull();
  expect(await readBack(answer)).toMatchObject({ title: 'Example News', items: [] });
});

test('the newsroom’s page names the three feeds in its head', async () => {
  const { ask } = await aNewsroom(VARIED);
  const html = await (await ask('/')).text();
  const links = [...html.matchAll(/<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)"/g)];
  expect(links.map(([, type, title, href]) => [type, title, href])).toEqual([
    ['application/rss+xml', 'Example News (RSS)', '/feed.xml'],
    ['application/atom+xml', 'Example News (Atom)', '/atom.xml'],
    ['application/feed+json', 'Example News (JSON Feed)', '/feed.json'],
  ]);
  for (const [, type, , href] of links) {
    expect((await ask(href ?? '')).headers.get('content-type')).toContain(type);
  }
});
