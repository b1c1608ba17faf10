import { expect, test } from 'vitest';
import { dayText } from '../../../src/domain/date-text.ts';
import { LOCALES } from '../../../src/domain/locale.ts';
import { ArticlePage } from '../../../src/http/pages/article-page.tsx';
import { contentPolicy } from '../../../src/http/pages/content-policy.ts';
import { NEWSROOM_PAGE_SIZE, NewsroomPage } from '../../../src/http/pages/newsroom-page.tsx';
import { stringsFor } from '../../../src/http/pages/strings.ts';
import { SubscribePage } from '../../../src/http/pages/subscribe-page.tsx';
import { UnsubscribedPage } from '../../../src/http/pages/unsubscribed-page.tsx';
import { FILTER, sampleEvents } from './newsroom-samples.ts';
import { samplePages } from './sample-pages.ts';
import { BRAND, HOSTILE_TEXT, hostileArticle, sampleArticle, sampleArticles, sampleShell } from './samples.ts';

const PICTURES = 'https://news.laekna.example/pictures';
/** A page without the one script it may name and the data it may hold for search engines. */
function withoutOurScripts(html: string): string {
  return (
    html
      .replace('<script src="/newsroom.js" defer=""></script>', '')
      // The page that explains embedding shows the form at work.
      .replace(/<script src="[^"<>]*\/embed\.js"[^<>]*><\/script>/g, '')
      .replace(/<script type="application\/ld\+json">[^<>]*<\/script>/, '')
  );
}

const PERSONAL = [
  'confirm',
  'not-me',
  'confirmed',
  'confirm-expired',
  'unsubscribe',
  'unsubscribe-broken',
  'unsubscribed',
  'subscribe-done',
  'preferences',
  'preferences-saved',
  'preferences-broken',
  'preferences-left',
];

for (const locale of LOCALES) {
  test(`every page is one whole document in its language (${locale})`, () => {
    for (const [name, html] of samplePages(locale)) {
      expect(html, name).toMatch(new RegExp(`^<!doctype html><html lang="${locale}"><head>`));
      expect(html, name).toMatch(/<title>[^<]+ · Laekna<\/title>/);
      expect(html.match(/<h1[ >]/g), name).toHaveLength(1);
      expect(withoutOurScripts(html), name).not.toMatch(/<script|undefined|\[object|NaN|null/);
      expect(html.endsWith('</body></html>'), name).toBe(true);
    }
  });

  test(`what a personal link shows is kept from search engines (${locale})`, () => {
    const pages = samplePages(locale);
    for (const name of PERSONAL) {
      expect(pages.get(name), name).toContain('<meta name="robots" content="noindex"');
      expect(pages.get(name), name).not.toContain('rel="canonical"');
    }
    for (const name of ['newsroom', 'article', 'subscribe', 'privacy']) {
      expect(pages.get(name), name).not.toContain('noindex');
      expect(pages.get(name), name).toContain('rel="canonical"');
    }
  });

  test(`a page in one language holds no text of another (${locale})`, () => {
    const own = stringsFor(locale);
    const other = stringsFor(locale === 'en' ? 'zh-Hans' : 'en');
    for (const [name, html] of samplePages(locale)) {
      expect(html, name).toContain(own.skip);
      for (const text of [other.skip, other.mediaContact, other.submit, other.privacy, other.toNews])
        expect(html, name).not.toContain(text);
    }
  });
}

test('pages with a button change nothing by themselves: every form posts, and carries its token', () => {
  for (const [name, html] of samplePages('en')) {
    for (const form of html.match(/<form[^>]*>/g) ?? [])
      expect(form, name).toMatch(/method="post"|class="find" method="get"/);
  }
  const pages = samplePages('en');
  expect(pages.get('confirm')).toContain(
    'action="/confirm"><input type="hidden" name="t" value="YzE.c2FtcGxlLXRva2Vu"',
  );
  expect(pages.get('unsubscribe')).toContain(
    'action="/unsubscribe"><input type="hidden" name="t" value="YzE.c2FtcGxlLXRva2Vu"',
  );
  expect(pages.get('unsubscribed')).toContain('<input type="hidden" name="undo" value="YzE.c2FtcGxlLXRva2Vu"');
  expect(String(UnsubscribedPage({ shell: sampleShell('en'), undoToken: null }))).not.toContain('<form');
});

test('the language links lead to the same page, or home from answers that cannot be asked for again', () => {
  const pages = samplePages('en');
  const link = (name: string) => /<a class="switch tap"[^>]*href="([^"]*)"/.exec(pages.get(name) ?? '')?.[1];
  expect(link('article')).toBe('/articles/sample-0?lang=zh-Hans');
  expect(link('unsubscribe')).toBe('/unsubscribe?t=YzE.c2FtcGxlLXRva2Vu&amp;lang=zh-Hans');
  expect(link('subscribe-done')).toBe('/subscribe?lang=zh-Hans');
  for (const name of ['confirmed', 'unsubscribed', 'confirm-expired', 'message-404'])
    expect(link(name), name).toBe('/?lang=zh-Hans');
});

test('a refused form keeps what was typed and says beside each field what to correct', () => {
  const form = { values: { name: 'A "quoted" <b>', email: 'nobody' }, errors: { email: 'invalid' } } as const;
  const html = String(SubscribePage({ shell: sampleShell('zh-Hans', '/subscribe'), form }));
  expect(html).toContain('value="A &quot;quoted&quot; &lt;b&gt;"');
  expect(html).toMatch(/<input id="email"[^>]*value="nobody"[^>]*aria-invalid="true" aria-describedby="email-problem"/);
  expect(html).toContain(`<p class="problem" id="email-problem">${stringsFor('zh-Hans').problems.email.invalid}</p>`);
  expect(html).not.toContain('id="name-problem"');
  expect(html).toContain('<a class="tap" href="#email">');
  expect(html).toContain(`<title>${stringsFor('zh-Hans').errorPrefix}`);
});

test('an article with nothing but hostile text shows it as text and links nowhere', () => {
  const shell = sampleShell('en');
  const article = hostileArticle();
  const twin = { slug: article.slug, title: article.title, locale: 'zh-Hans' } as const;
  for (const page of [
    ArticlePage({ shell, article, twin }),
    NewsroomPage({ shell, articles: [article, article], isFirstPage: true, nextUrl: null }),
  ]) {
    const html = withoutOurScripts(String(page));
    expect(html).toContain('&lt;script&gt;');
    expect(String(page)).not.toContain(HOSTILE_TEXT);
    expect(html).not.toMatch(
      /<script|<img (?!src="\/articles\/[^"]*\/qr\.svg")|javascript:|href="data:(?!image\/svg\+xml,%3Csvg%20xmlns)/i,
    );
    expect(html).not.toContain('class="source"');
    expect(html).not.toContain('<time');
    expect(html).toContain('href="/articles/..%2F..%2Fx%22%20onclick%3D%22window.pwned%3D1"');
  }
});

test('an article shows its source, picture, twin and how to reach the press office', () => {
  const html = samplePages('en').get('article') ?? '';
  expect(html).toContain('Originally published by <a href="https://outlet.example/2021/10/0">Shanghai Daily</a>');
  expect(html).toContain(
    '<figcaption>A researcher at work in Laekna’s Shanghai laboratory. <span>Photo: Shanghai Daily</span>',
  );
  expect(html).toMatch(
    /<img src="[^"]+0.svg" alt="A researcher in a white coat at a laboratory bench" width="1200" height="800"/,
  );
  expect(html).toContain('<a class="tap" href="/articles/sample-zh" hreflang="zh-Hans">');
  expect(html).toContain('href="mailto:press@laekna.example"');
  expect(html).toContain('<time datetime="2021-10-20T01:30:00.000Z">20 October 2021</time>');
  expect(html).toContain('<link rel="canonical" href="https://news.laekna.example/articles/sample-0"');
  expect(html).toContain('<meta property="og:image" content="https://news.laekna.example/pictures/0.svg"');
});

test('full text is written out as the sanitiser left it, an extract never as markup', () => {
  const shell = sampleShell('en');
  const article = { ...sampleArticle('en', PICTURES), extract: '<p>one</p>\n\ntwo' };
  expect(String(ArticlePage({ shell, article, twin: null }))).toContain('<p>&lt;p&gt;one&lt;/p&gt;</p><p>two</p>');
  const full = { ...article, body: { kind: 'full', html: '<p>whole</p>' } } as const;
  expect(String(ArticlePage({ shell, article: full, twin: null }))).toContain('<div class="prose"><p>whole</p></div>');
});

test('an edit is noted on the article only where it fell on another day', () => {
  const shell = sampleShell('en');
  const article = sampleArticle('en', PICTURES);
  const sameDay = { ...article, updatedAt: '2021-10-20T05:00:00.000Z' };
  expect(String(ArticlePage({ shell, article: sameDay, twin: null }))).not.toContain('Updated');
  const later = { ...article, updatedAt: '2021-10-25T05:00:00.000Z' };
  expect(String(ArticlePage({ shell, article: later, twin: null }))).toContain('Updated 25 October 2021');
});

test('the newsroom leads with the newest article and pages by plain links', () => {
  const articles = sampleArticles('en', PICTURES);
  const first = String(
    NewsroomPage({ shell: sampleShell('en'), articles, isFirstPage: true, nextUrl: '/?before=abc' }),
  );
  expect(first.match(/<article class="card lead/g)).toHaveLength(1);
  expect(first.match(/<article class="card row/g)).toHaveLength(articles.length - 1);
  expect(first).toContain('rel="next" href="/?before=abc"');
  expect(first.match(/loading="eager"/g)).toHaveLength(1);
  const older = samplePages('en').get('newsroom-older') ?? '';
  expect(older).not.toContain('card lead');
  expect(older).toContain('Back to the newest');
});

test('an article in another language than the page says so', () => {
  const [article] = sampleArticles('zh-Hans', PICTURES);
  if (!article) throw new Error('no sample');
  const html = String(
    NewsroomPage({ shell: sampleShell('en'), articles: [article], isFirstPage: true, nextUrl: null }),
  );
  expect(html).toContain('<h2 lang="zh-Hans">');
});

test('days are told in the reader’s language and the newsroom’s zone', () => {
  const late = '2021-10-12T22:30:00.000Z';
  expect(dayText(late, 'en', 'Asia/Shanghai')).toBe('13 October 2021');
  expect(dayText(late, 'en', 'UTC')).toBe('12 October 2021');
  expect(dayText(late, 'zh-Hans', 'Asia/Shanghai')).toBe('2021年10月13日');
  expect(dayText('soon', 'en', 'UTC')).toBeNull();
});

test('the policy allows exactly the stylesheet that the pages carry', async () => {
  const html = samplePages('en').get('newsroom') ?? '';
  const css = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(css));
  const policy = await contentPolicy(BRAND);
  expect(policy).toContain(`style-src 'sha256-${Buffer.from(digest).toString('base64')}'`);
  expect(policy).not.toMatch(/unsafe|http:\/\//);
  expect(await contentPolicy({ ...BRAND, baseUrl: 'http://127.0.0.1:8787' })).toContain('http://127.0.0.1:*');
});

test('a publisher whose picture a page shows is not told which page', () => {
  const shell = sampleShell('en');
  const pictured = (url: string) => {
    const article = { ...sampleArticle('en', PICTURES), body: { kind: 'extract' } as const };
    const image = { url, alt: null, caption: null, credit: null, width: null, height: null };
    return String(ArticlePage({ shell, article: { ...article, image }, twin: null }));
  };
  expect(pictured('https://publisher.example/a.png')).toContain('referrerpolicy="no-referrer"');
  expect(pictured(`${BRAND.baseUrl}.evil.example/a.png`)).toContain('referrerpolicy="no-referrer"');
  expect(pictured(`${BRAND.baseUrl}/images/480/a`)).not.toContain('referrerpolicy');
});

test.each(LOCALES)('a full home page stays under 30 KB of HTML and CSS (%s)', (locale) => {
  const articles = [0, 1, 2, 3].flatMap(() => sampleArticles(locale, PICTURES)).slice(0, NEWSROOM_PAGE_SIZE);
  const long = articles.map((article) => ({ ...article, extract: article.extract.repeat(5) }));
  const html = String(
    NewsroomPage({
      ...{ shell: sampleShell(locale), articles: long, isFirstPage: true, nextUrl: '/?before=abc' },
      ...{ filter: FILTER, upcoming: sampleEvents(locale) },
    }),
  );
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
});
