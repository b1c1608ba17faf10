import { expect, test } from 'vitest';
import { editArticle } from '../../src/services/articles/edit-article.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { rebuildSearchIndex } from '../../src/services/articles/search-index.ts';
import { withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import { sha256 } from '../../src/services/hash.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

async function aNewsroom(variables: Record<string, string> = {}) {
  const { ctx, world } = await testContext(variables);
  const ask = askApp(ctx);
  await ctx.db
    .prepare(
      `INSERT INTO topic (id, public_id, slug, name, visibility, state, position, created_at) VALUES
       (1, 'topic1', 'liver', 'Liver', 'public', 'active', 1, '2026-01-01T00:00:00.000Z'),
       (2, 'topic2', 'board', 'Board', 'invite_only', 'active', 2, '2026-01-01T00:00:00.000Z')`,
    )
    .all();
  const publish = (article: object) =>
    publishArticle(ctx, { article: { kind: 'press_release', title: 'A title', ...article } as never, by: 'api' });
  const page = async (path: string) => (await ask(path)).text();
  return { ctx, world, ask, publish, page };
}

const headlines = (html: string) =>
  [...html.matchAll(/<h2(?: lang="[^"]+")?><a href="[^"]*">([^<]*)</g)].map(([, title]) => title);

test('readers find articles by words, by beginnings of words and by Chinese, and no longer by what was edited out', async () => {
  const { ctx, publish, page } = await aNewsroom();
  const { publicId } = await publish({
    title: 'Hepatology congress',
    body: 'Data on LAE002 in Shanghai.',
    language: 'en',
  });
  await publish({ title: '上海国际生物医药产业周', extract: '创新药企业亮相。', language: 'zh-Hans' });
  expect(headlines(await page('/?q=lae002'))).toEqual(['Hepatology congress']);
  expect(headlines(await page('/?q=hepat+SHANG'))).toEqual(['Hepatology congress']);
  expect(headlines(await page(`/?q=${encodeURIComponent('生物医药')}`))).toEqual(['上海国际生物医药产业周']);
  expect(headlines(await page(`/?q=${encodeURIComponent('医生')}`))).toEqual([]);
  expect(headlines(await page('/?q=hepat+nothing'))).toEqual([]);
  await editArticle(ctx, { publicId, changes: { title: 'Oncology congress' } as never, by: 'api' });
  expect(headlines(await page('/?q=hepatology'))).toEqual([]);
  expect(headlines(await page('/?q=oncology'))).toEqual(['Oncology congress']);
  const before = (await ctx.db.prepare('SELECT word, article_id FROM search_word').all()).results;
  await ctx.db.batch([
    ctx.db.prepare('DELETE FROM search_word'),
    ctx.db.prepare('UPDATE article SET search_words = NULL'),
  ]);
  expect(await rebuildSearchIndex(ctx, 0)).toBe(null);
  expect((await ctx.db.prepare('SELECT word, article_id FROM search_word').all()).results).toEqual(before);
});

test('what is searched for stands in the page as text, and words that are SQL find nothing', async () => {
  const { publish, page } = await aNewsroom();
  await publish({ title: 'One' });
  const html = await page(`/?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect(html).not.toContain('<script>alert');
  expect(html).toContain('noindex');
  expect(headlines(await page(`/?q=${encodeURIComponent("%' OR 1=1 --")}`))).toEqual([]);
});

test('a list is narrowed by kind, topic and the year in the newsroom’s zone, and goes on where it ended', async () => {
  const { publish, page, world } = await aNewsroom();
  await publish({ title: 'Old', publishedAt: '2024-12-31T15:59:00.000Z', topics: ['liver'] });
  await publish({ title: 'New year', publishedAt: '2024-12-31T16:01:00.000Z', kind: 'results' });
  world.advance(60);
  expect(headlines(await page('/?year=2024'))).toEqual(['Old']);
  expect(headlines(await page('/?year=2025'))).toEqual(['New year']);
  expect(headlines(await page('/?kind=results'))).toEqual(['New year']);
  expect(headlines(await page('/?topic=liver'))).toEqual(['Old']);
  expect(await page('/?kind=results&topic=liver')).toContain('<h1>Results · Liver</h1>');
  expect(headlines(await page('/?topic=none'))).toEqual([]);
  expect(headlines(await page('/topics/liver'))).toEqual(['Old']);
  for (let n = 0; n < 30; n += 1)
    await publish({ title: `Story ${n}`, kind: 'event', publishedAt: '2026-03-01T00:00:00.000Z' });
  const seen: (string | undefined)[] = [];
  for (let path: string | undefined = '/?kind=event'; path; ) {
    const html: string = await page(path);
    seen.push(...headlines(html));
    path = /rel="next" href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(seen).toHaveLength(30);
  expect(new Set(seen).size).toBe(30);
});

test('an article shows its documents, topics, event and what is related; the event comes as a calendar file', async () => {
  const { ask, publish, page } = await aNewsroom();
  await publish({ title: 'Another one', topics: ['liver'] });
  const { slug } = await publish({
    title: 'Capital markets day; with, commas',
    kind: 'event',
    topics: ['liver', 'board'],
    documents: [{ title: 'Slides', url: 'https://files.example.org/slides.pdf', language: 'en' }],
    event: {
      startsAt: '2026-05-04T01:30:00.000Z',
      endsAt: '2026-05-04T03:00:00.000Z',
      place: 'Shanghai',
      url: 'https://events.example.org/register',
    },
  });
  const html = await page(`/articles/${slug}`);
  for (const part of [
    'slides.pdf',
    '/topics/liver',
    'events.example.org/register',
    'Another one',
    '/qr.svg',
    'Shanghai',
  ])
    expect(html).toContain(part);
  const [, json = ''] = /<script type="application\/ld\+json">([^<]*)</.exec(html) ?? [];
  expect(JSON.parse(json)).toMatchObject([
    { '@type': 'NewsArticle', headline: 'Capital markets day; with, commas' },
    { '@type': 'Event', startDate: '2026-05-04T01:30:00.000Z', location: { name: 'Shanghai' } },
  ]);
  expect(html).not.toContain('/topics/board');
  expect(await page('/upcoming')).toContain(slug);
  expect(await page('/')).toContain('id="upcoming"');
  const calendar = await ask(`/articles/${slug}/event.ics`);
  expect(calendar.headers.get('content-type')).toContain('text/calendar');
  const ics = await calendar.text();
  expect(ics).toContain('DTSTART:20260504T013000Z\r\n');
  expect(ics.replaceAll('\r\n ', '')).toContain('SUMMARY:Capital markets day\\; with\\, commas\r\n');
  for (const line of ics.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  expect(await (await ask(`/articles/${slug}/qr.svg`)).text()).toMatch(/^<svg/);
});

test('nobody sees the topics staff invite to, and a withdrawn article says so', async () => {
  const { ctx, ask, publish } = await aNewsroom();
  const { publicId, slug } = await publish({ title: 'Gone soon' });
  await withdrawArticle(ctx, { publicId, reason: null, by: 'api' });
  for (const [path, status] of [
    ['/topics/board', 404],
    ['/topics/board/feed.xml', 404],
    [`/articles/${slug}`, 410],
    [`/articles/${slug}/event.ics`, 410],
    ['/archive/nothing', 404],
    ['/archive/nothing/mail', 404],
  ] as const)
    expect((await ask(path)).status, path).toBe(status);
});

test('each page names the press office for its language, an article the one for its topic', async () => {
  const { ctx, publish, page } = await aNewsroom();
  const office = (name: string, locale: 'zh-Hans' | null, topicId: number | null) => ({
    role: 'press' as const,
    name,
    email: `${name}@example.com`,
    phone: null,
    locale,
    topicId,
  });
  ctx.settings.contacts = [office('all', null, null), office('zh', 'zh-Hans', null), office('liver', null, 1)];
  const { slug } = await publish({ title: 'Of the liver', topics: ['liver'], language: 'en' });
  const named = async (path: string) =>
    new Set([...(await page(path)).matchAll(/mailto:(\w+)@example\.com/g)].map(([, name]) => name));
  expect(await named('/?lang=en')).toEqual(new Set(['all']));
  expect(await named('/upcoming?lang=zh-Hans')).toEqual(new Set(['zh']));
  expect(await named(`/articles/${slug}`)).toEqual(new Set(['liver']));
});

test('pages have the logo, the letters and the words about the company that staff chose for their language', async () => {
  const { ask, ctx, publish } = await aNewsroom({ SITE_URL: 'https://www.example.com' });
  Object.assign(ctx.settings.mail, {
    logoUrl: 'https://cdn.example.com/logo.png',
    logoAlt: 'Example Therapeutics',
    fontStack: 'serif',
    boilerplate: { 'zh-Hans': '关于本公司。' },
  });
  const { slug } = await publish({ title: '中文', language: 'zh-Hans' });
  const answer = await ask(`/articles/${slug}?lang=zh-Hans`);
  const html = await answer.text();
  expect(html).toMatch(
    /<img src="https:\/\/news\.example\.com\/images\/480\/[\w-]+\?s=[\w-]+" alt="Example Therapeutics"/,
  );
  expect(html).toContain('<p>关于本公司。</p>');
  const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? '';
  expect(style).toContain('body{font-family:var(--serif)}');
  const hash = Buffer.from(sha256(style), 'hex').toString('base64');
  expect(answer.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`);
});

test('search engines get the article as data that cannot end its element', async () => {
  const { publish, page } = await aNewsroom();
  const { slug } = await publish({ title: 'A </script><script>alert(1)</script> & more', author: 'A. Writer' });
  const html = await page(`/articles/${slug}`);
  const json = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html)?.[1] ?? '';
  expect(JSON.parse(json)).toMatchObject({
    '@type': 'NewsArticle',
    headline: 'A </script><script>alert(1)</script> & more',
    author: { name: 'A. Writer' },
  });
  expect(html).not.toContain('<script>alert');
});

test('under a path of the company’s site every link, form, asset and document works', async () => {
  const { ask, publish } = await aNewsroom({ BASE_URL: 'https://example.com/news' });
  const { slug } = await publish({ title: 'Under a path', topics: ['liver'] });
  const checked = new Set<string>();
  const open = ['/', `/articles/${slug}`];
  while (open.length > 0) {
    const path = open.pop() ?? '';
    if (checked.has(path) || checked.size > 60) continue;
    checked.add(path);
    const answer = await ask(path);
    expect(answer.status, path).toBe(200);
    if (!(answer.headers.get('content-type') ?? '').includes('text/html')) continue;
    const html = await answer.text();
    for (const [, address = ''] of html.matchAll(/(?:href|src|action)="([^"#]*)"/g)) {
      const url = new URL(address.replaceAll('&amp;', '&'), `https://example.com/news${path}`);
      if (url.origin !== 'https://example.com' || address.startsWith('data:')) continue;
      expect(url.pathname, `${path}: ${address}`).toMatch(/^\/news(\/|$)/);
      open.push(url.pathname.slice(5) + url.search);
    }
  }
  for (const path of ['/newsroom.js', '/feed.xml', '/contact', '/archive', '/topics/liver', '/subscribe', '/privacy'])
    expect([...checked].join(' ')).toContain(path);
  const bare = await ask('');
  expect(bare.status).toBe(200);
});

test('sitemaps and robots name what is public, by its whole address', async () => {
  const { publish, page } = await aNewsroom({ BASE_URL: 'https://example.com/news' });
  const { slug } = await publish({ title: 'Tom & <Jerry>', language: 'zh-Hans' });
  await publish({ title: 'Kept back', embargoUntil: '2027-01-01T00:00:00.000Z' });
  const map = await page('/sitemap.xml');
  expect(map).toContain(`<loc>https://example.com/news/articles/${slug}</loc>`);
  expect(map).not.toContain('kept-back');
  const news = await page('/news-sitemap.xml');
  expect(news).toContain('<news:title>Tom &amp; &lt;Jerry&gt;</news:title>');
  expect(news).toContain('<news:language>zh-cn</news:language>');
  expect(await page('/robots.txt')).toContain('Disallow: /news/unsubscribe');
});

test('feeds narrow to a topic and a language, and JSON Feed goes through everything page by page', async () => {
  const { ask, publish } = await aNewsroom();
  await publish({ title: 'English', language: 'en', topics: ['liver'] });
  await publish({ title: '中文', language: 'zh-CN' });
  await publish({ title: 'Third', language: 'en' });
  const titles = async (path: string) => {
    const found: string[] = [];
    for (let at: string | undefined = path; at; ) {
      const feed: { items: { title: string }[]; next_url?: string } = JSON.parse(await (await ask(at)).text());
      found.push(...feed.items.map(({ title }) => title));
      at = feed.next_url?.slice('https://news.example.com'.length);
    }
    return found.sort();
  };
  expect(await titles('/feed.json?count=1')).toEqual(['English', 'Third', '中文']);
  expect(await titles('/feed.json?lang=zh-Hans&count=1')).toEqual(['中文']);
  expect(await titles('/feed.json?lang=en')).toEqual(['English', 'Third']);
  expect(await titles('/topics/liver/feed.json')).toEqual(['English']);
  expect(await titles('/feed.json?topic=none')).toEqual([]);
});

test('a story told in two languages stands in a list once, in the reader’s language; a search finds both', async () => {
  const { publish, page, world } = await aNewsroom();
  const { publicId } = await publish({ title: 'Trial begins', language: 'en' });
  await publish({ title: '临床试验启动', kind: 'science', language: 'zh-Hans', translationOf: publicId });
  await publish({ title: 'Only in English', language: 'en' });
  await publish({ title: 'Of no language' });
  const later = { language: 'zh-Hans', translationOf: publicId, embargoUntil: '2026-03-02T09:00:00.000Z' };
  await publish({ title: '尚未公布', ...later });
  world.advance(60);
  const shown = async (path: string) => headlines(await page(path)).sort();
  expect(await shown('/?lang=en')).toEqual(['Of no language', 'Only in English', 'Trial begins']);
  expect(await shown('/?lang=zh-Hans')).toEqual(['Of no language', 'Only in English', '临床试验启动']);
  expect(await shown('/?lang=zh-Hans&kind=press_release')).toEqual([
    'Of no language',
    'Only in English',
    'Trial begins',
  ]);
  expect(await shown('/?lang=zh-Hans&q=trial')).toEqual(['Trial begins']);
});

test('feeds name the kind and the topics that everybody may choose', async () => {
  const { publish, page } = await aNewsroom();
  await publish({ title: 'A trial', language: 'en', topics: ['liver', 'board'] });
  expect((await page('/feed.xml')).match(/<category>[^<]*/g)).toEqual(['<category>Press release', '<category>Liver']);
  expect((await page('/atom.xml')).match(/<category [^>]*/g)).toEqual([
    '<category label="Press release" term="press_release"/',
    '<category label="Liver" term="liver"/',
  ]);
  expect(JSON.parse(await page('/feed.json')).items[0].tags).toEqual(['Press release', 'Liver']);
});

test('an event told in two languages stands among what is coming once, in the reader’s language where it can', async () => {
  const { publish, page } = await aNewsroom();
  const event = { startsAt: '2027-05-04T01:30:00.000Z' };
  const { publicId } = await publish({ title: 'Open morning', kind: 'event', language: 'en', event });
  await publish({ title: '开放上午', kind: 'event', language: 'zh-Hans', event, translationOf: publicId });
  await publish({ title: 'Only in English', kind: 'event', language: 'en', event });
  for (const path of ['/upcoming', '/']) {
    const coming = async (lang: string) => {
      const html = await page(`${path}?lang=${lang}`);
      const list = html.slice(html.indexOf('class="events"'));
      const titles = list.slice(0, list.indexOf('</ul>')).matchAll(/<a class="tap"[^>]*>([^<]*)</g);
      return [...titles].map(([, title]) => title).sort();
    };
    expect(await coming('en')).toEqual(['Only in English', 'Open morning']);
    expect(await coming('zh-Hans')).toEqual(['Only in English', '开放上午']);
  }
});

test('a newsroom in one language offers and names no other', async () => {
  const { ctx } = await testContext({ LOCALES: 'en' });
  const ask = askApp(ctx);
  for (const path of ['/', '/subscribe', '/contact']) {
    const html = await (await ask(path, { headers: { 'accept-language': 'zh-CN' } })).text();
    expect(html).toContain('<html lang="en">');
    expect([path, html.includes('hreflang'), html.includes('简体中文')]).toEqual([path, false, false]);
  }
});
