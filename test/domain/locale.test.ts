import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOCALES, localeInHeader, nearestLocale } from '../../src/domain/locale.ts';

test.each([
  ['zh', 'zh-Hans'],
  ['zh-CN', 'zh-Hans'],
  ['zh_CN', 'zh-Hans'],
  ['ZH-Hant-TW', 'zh-Hans'],
  [' en-GB ', 'en'],
  ['en', 'en'],
  ['de', null],
  ['zha', null],
  ['eng', null],
  ['', null],
  [null, null],
  [undefined, null],
])('the locale nearest to %j is %j', (tag, locale) => {
  expect(nearestLocale(tag)).toBe(locale);
});

test.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-Hans'],
  ['de-DE, de;q=0.9, en;q=0.5, zh;q=0.1', 'en'],
  ['fr', null],
  ['*', null],
  ['', null],
  [null, null],
])('Accept-Language %j asks for %s', (header, locale) => {
  expect(localeInHeader(header)).toBe(locale);
});

test('any header gives a locale that there is, or none', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect([...LOCALES, null]).toContain(localeInHeader(header));
    }),
  );
});
