import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeSlug, slugOf } from '../../src/domain/slug.ts';

test.each([
  ['Laekna at the biopharma week', 'laekna-at-the-biopharma-week'],
  ['  Straße – “Größe” & Café!  ', 'strasse-grosse-cafe'],
  ["The company's 3rd quarter", 'the-companys-3rd-quarter'],
  ['ＦＵＬＬ width', 'full-width'],
  [`${'word '.repeat(30)}`, `${'word-'.repeat(16).slice(0, -1)}`],
  ['x'.repeat(90), 'x'.repeat(80)],
  ['x'.repeat(80), 'x'.repeat(80)],
  [`${'x'.repeat(79)} y`, 'x'.repeat(79)],
  [`${'x'.repeat(78)} y`, `${'x'.repeat(78)}-y`],
  ['来凯医药亮相生物医药周', 'article-1'],
  ['来凯医药 LAE002 亮相上海国际生物医药产业周', 'article-1'],
  ['2026', 'article-1'],
  ['../..', 'article-1'],
  ['', 'article-1'],
])('%j becomes %s', (title, slug) => {
  expect(slugOf(title, 'article-1')).toBe(slug);
});

test('a slug is never empty, overlong or in need of escaping', () => {
  const title = fc.oneof(fc.string({ unit: 'grapheme' }), fc.lorem({ maxCount: 30 }), fc.string({ maxLength: 300 }));
  fc.assert(
    fc.property(title, (text) => {
      const slug = slugOf(text, 'fallback');
      expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(slug.length).toBeLessThanOrEqual(80);
    }),
    { numRuns: 2_000 },
  );
});

test('slugs that are taken are counted on, and every answer is taken too', () => {
  const taken = new Set(['news', 'news-2']);
  expect([freeSlug('news', taken), freeSlug('news', taken), freeSlug('other', taken)]).toEqual([
    'news-3',
    'news-4',
    'other',
  ]);
  expect(taken).toContain('news-4');
});
