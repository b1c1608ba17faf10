import { expect, test } from 'vitest';
import { oldPath, withoutQuery } from '../../src/domain/old-path.ts';

test.each([
  ['/news/2019/results.html', '/news/2019/results.html'],
  [' /news/ ', '/news'],
  ['https://old.example.org/news/1/?id=3#top', '/news/1?id=3'],
  ['/新闻/1', '/%E6%96%B0%E9%97%BB/1'],
  ['/a/../b', '/b'],
  ['/show.php?id=12', '/show.php?id=12'],
  ['/', null],
  ['https://old.example.org', null],
  ['news/1', null],
  ['//other.example.org/x', null],
  ['/\\other.example.org/x', null],
  ['javascript:alert(1)', null],
  [`/${'x'.repeat(1000)}`, null],
])('%j is stored as %j', (written, path) => {
  expect(oldPath(written)).toBe(path);
});

test('a query can be left out', () => {
  expect(withoutQuery('/news/1?utm=x')).toBe('/news/1');
  expect(withoutQuery('/news/1')).toBeNull();
});
