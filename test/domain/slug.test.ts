import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeSlug, slugOf, slugOfPath } from '../../src/domain/slug.ts';

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
  ['来凯医药亮相生物医药周', '来凯医药亮相生物医药周'],
  ['来凯医药 LAE002 亮相上海“国际”生物医药产业周！', '来凯医药-lae002-亮相上海-国际-生物医药产业周'],
  ['产'.repeat(40), '产'.repeat(26)],
  [`Laekna ${'产'.repeat(40)}`, `laekna-${'产'.repeat(24)}`],
  ['中报', '中报'],
  ['ガンの新薬', 'ガンの新薬'],
  ['Новости: майский отчёт', 'новости-майский-отчёт'],
  ['임상 시험', '임상-시험'],
  ['产\u202e业\u200b周', '产业周'],
  ['\u3164\u3164\u3164', 'article-1'],
  ['💊💊💊\ufe0f', 'article-1'],
  ['\ud800产业', '产业'],
  ['<script>产业</script>', 'script-产业-script'],
  ['产业/../../desk?t=1#x%2e%2e', '产业-desk-t-1-x-2e-2e'],
  ['2026', 'article-1'],
  ['../..', 'article-1'],
  ['', 'article-1'],
])('%j becomes %s', (title, slug) => {
  expect(slugOf(title, 'article-1')).toBe(slug);
});

test('a slug is never empty or overlong, and holds nothing that means something in an address, a header or a page', () => {
  const title = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.lorem({ maxCount: 30 }),
    fc.string({ maxLength: 300 }),
  );
  fc.assert(
    fc.property(title, (text) => {
      const slug = slugOf(text, 'fallback');
      expect(slug).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:-[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*$/u);
      expect(slug).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
      expect(encodeURIComponent(slug).length).toBeLessThanOrEqual(320);
      expect(slugOfPath(encodeURIComponent(slug))).toBe(slug);
      expect(slugOfPath(new URL(`https://a.example/${slug}`).pathname.slice(1))).toBe(slug);
    }),
    { numRuns: 2_000 },
  );
});

test('a part of a path that is not encoded well stands for itself', () => {
  expect(slugOfPath('%zz')).toBe('%zz');
  expect(slugOfPath('%e4%ba%a7')).toBe('产');
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
