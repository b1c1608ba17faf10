import { expect, test } from 'vitest';
import { webUrl } from '../../../src/domain/web-url.ts';
import { absoluteUrl, hrefFor, mailtoHref, pathIn } from '../../../src/http/pages/links.ts';
import { BRAND, sampleShell } from './samples.ts';

test('links stand under the path of the base address', () => {
  const brand = { ...BRAND, baseUrl: 'https://www.laekna.example/news' };
  expect(pathIn(brand, '/')).toBe('/news/');
  expect(pathIn(brand, '/articles/x?y=1#z')).toBe('/news/articles/x?y=1#z');
  expect(absoluteUrl(brand, '/articles/x')).toBe('https://www.laekna.example/news/articles/x');
});

test('a chosen language goes along with every link, an unchosen one does not', () => {
  const shell = sampleShell('zh-Hans');
  expect(hrefFor(shell, '/subscribe')).toBe('/subscribe');
  expect(hrefFor({ ...shell, localeChosen: true }, '/subscribe')).toBe('/subscribe?lang=zh-Hans');
  expect(pathIn(BRAND, '/?before=a&lang=en', 'zh-Hans')).toBe('/?before=a&lang=zh-Hans');
});

test.each([
  '//evil.example/x',
  '/\\evil.example/x',
  '\\\\evil.example',
  '/.//evil.example',
  '/..//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
])('the path %j cannot lead off the host', (path) => {
  const url = new URL(pathIn(BRAND, path), 'https://news.laekna.example');
  expect(url.origin).toBe('https://news.laekna.example');
});

test.each([
  ['https://example.com/a?b=c', 'https://example.com/a?b=c'],
  ['HTTP://EXAMPLE.com', 'http://example.com/'],
  ['java\tscript:alert(1)', null],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['//example.com/x', null],
  ['/x', null],
  ['https://bank.example@evil.example/', null],
  [`https://example.com/${'x'.repeat(2000)}`, null],
  ['', null],
  [null, null],
])('of %j the page shows %j', (value, shown) => {
  expect(webUrl(value)).toBe(shown);
});

test('a contact address cannot add headers to the mail it opens', () => {
  expect(mailtoHref('press@laekna.example')).toBe('mailto:press@laekna.example');
  expect(mailtoHref('a@b.example?bcc=c@d.example&subject=x')).toBe(
    'mailto:a@b.example%3Fbcc%3Dc@d.example%26subject%3Dx',
  );
});
