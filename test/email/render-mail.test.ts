import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { manyArticles, READER, sampleBrand, sampleMailing, sampleMessage } from '../../dev/gallery/samples.ts';
import { MAILINGS, MESSAGES } from '../../dev/gallery/variants.ts';
import { LOCALES, type Locale } from '../../src/domain/locale.ts';
import { createMailRenderer } from '../../src/email/render-mail.ts';
import type { RenderedMail } from '../../src/services/ports.ts';

const renderer = createMailRenderer();
/** Slots, tags and strings that were never filled. */
const LEFTOVERS = /(?![\t\n])\p{Cc}|\{\{|\[\[|undefined|\[object|#0acc0/u;

function everyMail(): {
  name: string;
  locale: Locale;
  mail: Pick<RenderedMail, 'subject' | 'preheader' | 'html' | 'text'>;
}[] {
  return LOCALES.flatMap((locale) => [
    ...MAILINGS.map((kind) => {
      const mail = renderer.mailing(sampleMailing(kind, locale));
      return { name: `${kind} ${locale}`, locale, mail: { ...mail, ...renderer.merger(mail)(READER) } };
    }),
    ...MESSAGES.map((kind) => {
      return { name: `${kind} ${locale}`, locale, mail: renderer.message(sampleMessage(kind, locale)) };
    }),
  ]);
}

/** Opening tags with their attributes, as a mail program's parser sees them. */
function tagsIn(html: string): { name: string; attributes: Record<string, string> }[] {
  const tags: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => tags.push({ name, attributes }) });
  parser.end(html);
  return tags;
}

function linksIn(html: string): string[] {
  return tagsIn(html).flatMap(({ attributes }) => attributes.href ?? []);
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

test.each(everyMail())('$name is complete in HTML and in text', ({ mail, locale }) => {
  for (const part of [mail.subject, mail.preheader, mail.html, mail.text]) {
    expect(part.trim()).not.toBe('');
    expect(LEFTOVERS.exec(part)).toBeNull();
  }
  const brand = sampleBrand(locale);
  const address = brand.postalAddress.split('\n');
  for (const line of [brand.siteName, ...address]) {
    expect(mail.html).toContain(line);
    expect(mail.text).toContain(line);
  }
  expect(mail.html).toContain(mail.preheader.replaceAll("'", '&#39;'));
});

test.each(everyMail())('$name tells a screen reader its language, title and one main heading', ({ mail, locale }) => {
  const tags = tagsIn(mail.html);
  const html = tags.find(({ name }) => name === 'html');
  expect(html?.attributes).toMatchObject({ lang: locale, dir: expect.stringMatching(/^(?:ltr|rtl)$/) });
  expect(tags.filter(({ name }) => name === 'h1')).toHaveLength(1);
  expect(tags.find(({ attributes }) => attributes.role === 'article')?.attributes['aria-label']).toBe(mail.subject);
  for (const { attributes } of tags.filter(({ name }) => name === 'img')) expect(attributes.alt).toMatch(/\S/);
  for (const { attributes } of tags.filter(({ name }) => name === 'table')) {
    expect(attributes.role).toMatch(/presentation|none/);
  }
});

test.each(everyMail())('$name loads nothing but the pictures of its articles', ({ mail }) => {
  const tags = tagsIn(mail.html);
  expect(tags.filter(({ name }) => ['script', 'link', 'iframe', 'form', 'object'].includes(name))).toEqual([]);
  expect(mail.html).not.toMatch(/url\(|@import|@font-face/);
  for (const { attributes } of tags) {
    if (attributes.src !== undefined) expect(attributes.src).toMatch(/^https:\/\/news\.laekna\.example\/media\//);
  }
});

test.each(LOCALES.flatMap((locale) => MAILINGS.map((kind) => ({ kind, locale }))))(
  '$kind in $locale offers to unsubscribe at the top and at the end, and nowhere shows an empty link',
  ({ kind, locale }) => {
    const mail = renderer.mailing(sampleMailing(kind, locale));
    const { html, text } = renderer.merger(mail)(READER);
    const links = linksIn(html);
    expect(links.filter((link) => link === READER.unsubscribeUrl)).toHaveLength(2);
    expect(links.indexOf(READER.unsubscribeUrl)).toBeLessThan(3);
    expect(links).toContain(READER.preferencesUrl);
    expect(countOf(text, READER.unsubscribeUrl)).toBe(1);
    expect(countOf(text, READER.preferencesUrl)).toBe(1);
    for (const link of links) expect(link).toMatch(/^(https:\/\/|mailto:)\S+$/);
  },
);

test('a digest names every article in both parts with its outlet, date and address', () => {
  const view = sampleMailing('digest', 'en');
  const { html, text } = renderer.mailing(view);
  for (const article of view.articles) {
    expect(text).toContain(`\n${article.title}\n`);
    expect(text).toContain(article.extract);
    const links = linksIn(html);
    expect(links.filter((link) => link === article.url)).toHaveLength(
      (article.image ? 2 : 1) + (article.outlet ? 0 : 1),
    );
    expect(links.filter((link) => link === article.sourceUrl)).toHaveLength(article.outlet ? 1 : 0);
    expect(text).toContain(`\n${article.sourceUrl ?? article.url}\n`);
  }
  expect(text).toContain('Shanghai Daily · 12 October 2021');
  expect(html).toContain('Read at Shanghai Daily');
  expect(html).toContain('And 7 more in the newsroom');
});

test('“Read at” leads to the outlet, and an article whose outlet has no address to the newsroom', () => {
  const [article] = sampleMailing('alert', 'en').articles;
  if (!article) throw new Error('the sample has an article');
  const linksOf = (sourceUrl: string | null) => {
    const { html, text } = renderer.mailing(sampleMailing('alert', 'en', { articles: [{ ...article, sourceUrl }] }));
    expect(text.includes('Read at Shanghai Daily')).toBe(html.includes('Read at Shanghai Daily'));
    return { html, last: linksIn(html).filter((link) => !/unsubscribe|preferences/.test(link))[4] };
  };
  expect(linksOf('https://shine.example/a')).toMatchObject({ last: 'https://shine.example/a' });
  for (const bad of [null, 'javascript:alert(1)']) {
    const { html, last } = linksOf(bad);
    expect(last).toBe(article.url);
    expect(html).toContain('Read the full story');
    expect(html).not.toContain('javascript:');
  }
});

test('the first six articles with a picture show it, the others stand as text', () => {
  const articles = manyArticles('en', 10);
  const { html } = renderer.mailing(sampleMailing('digest', 'en', { articles }));
  const shown = tagsIn(html).filter(({ name }) => name === 'img');
  expect(shown.map(({ attributes }) => attributes.src)).toEqual(articles.slice(0, 6).map(({ image }) => image?.url));
  for (const { title } of articles) expect(html).toContain(`>${title}</a></h3>`);
});

test('dates are those of the mailing’s zone, written in its language', () => {
  const late = { date: '2021-10-11T23:30:00.000Z' };
  const shanghai = renderer.mailing(sampleMailing('digest', 'zh-Hans', late));
  const boston = renderer.mailing(sampleMailing('digest', 'en', { ...late, timeZone: 'America/New_York' }));
  expect(shanghai.text).toContain('最新动态 · 2021年10月12日');
  expect(boston.text).toContain('Latest news · 11 October 2021');
});

test('an article in another language than the mail is marked with it', () => {
  const { html } = renderer.mailing(sampleMailing('digest', 'zh-Hans'));
  const marked = tagsIn(html).filter(({ name, attributes }) => name !== 'html' && attributes.lang === 'en');
  expect(marked.map(({ name }) => name)).toEqual(['h3', 'p']);
  // Its own direction, too: an Arabic headline in an English mail keeps its full stop at its end.
  expect(marked.map(({ attributes }) => attributes.dir)).toEqual(['auto', 'auto']);
});

test('a confirmation has one button, no list links, no boilerplate and no pictures', () => {
  for (const locale of LOCALES) {
    const view = sampleMessage('confirm', locale);
    const { html, text } = renderer.message(view);
    expect(tagsIn(html).filter(({ attributes }) => attributes.role === 'none' || attributes.bgcolor)).toHaveLength(1);
    expect(new Set(linksIn(html))).toEqual(
      new Set(['https://news.laekna.example', view.link, view.notMeUrl, 'https://news.laekna.example/privacy']),
    );
    expect(tagsIn(html).filter(({ name }) => name === 'img')).toEqual([]);
    expect(text).toContain(view.link);
    for (const part of [html, text]) expect(part).not.toContain(view.brand.boilerplate?.slice(0, 10));
  }
});

test.each(LOCALES)('ten articles with pictures stay within 22 KB and twenty within 40 KB in %s', (locale) => {
  const bytes = (count: number): number =>
    Buffer.byteLength(
      renderer.mailing(sampleMailing('digest', locale, { articles: manyArticles(locale, count) })).html,
    );
  expect(bytes(10)).toBeLessThanOrEqual(22 * 1024);
  expect(bytes(20)).toBeLessThanOrEqual(40 * 1024);
});

test('the same view gives the same bytes, from a new renderer too', () => {
  const view = sampleMailing('digest', 'zh-Hans');
  const first = renderer.mailing(view);
  expect(createMailRenderer().mailing(structuredClone(view))).toEqual(first);
});

test('a brand without contact, LinkedIn or boilerplate leaves no empty block behind', () => {
  const brand = sampleBrand('en', { mediaContact: null, linkedInUrl: null, boilerplate: null });
  const { html, text } = renderer.mailing(sampleMailing('digest', 'en', { brand }));
  for (const part of [html, text]) expect(part).not.toMatch(/Media contact|LinkedIn/);
  expect(html).not.toMatch(/<p[^>]*><\/p>|href=""/);
  expect(text).not.toMatch(/\n{3}/);
});

test('an alert with several articles leads with the first and lists the others below', () => {
  const { articles } = sampleMailing('digest', 'en');
  const { html } = renderer.mailing(sampleMailing('alert', 'en', { articles }));
  expect(tagsIn(html).filter(({ name }) => name === 'h1')).toHaveLength(1);
  expect(html).toContain('Also new');
  expect(renderer.mailing(sampleMailing('alert', 'en')).html).not.toContain('Also new');
});

test('a mailing without articles is refused', () => {
  expect(() => renderer.mailing(sampleMailing('digest', 'en', { articles: [] }))).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
});

test('no part of a mail sets a direction of its own, so one in Arabic reads from the right throughout', () => {
  for (const { mail } of everyMail()) {
    expect(mail.html).not.toMatch(/direction:/);
    expect(mail.html.match(/ dir="(?!auto)/g)).toHaveLength(2);
  }
});
