import { expect, test } from 'vitest';
import { passesFilters, type RouteFilters } from '../../src/domain/route.ts';

const ARTICLE = { title: 'Phase III results', extract: 'Shown in Shanghai.', kind: 'science', language: 'en' };

test.each<[RouteFilters, boolean]>([
  [{}, true],
  [{ includeWords: [], excludeWords: [], kinds: [], languages: [] }, true],
  [{ includeWords: ['PHASE iii'] }, true],
  [{ includeWords: ['shanghai', 'boston'] }, true],
  [{ includeWords: ['boston'] }, false],
  [{ excludeWords: ['Shanghai'] }, false],
  [{ includeWords: ['phase'], excludeWords: ['results'] }, false],
  [{ kinds: ['science', 'event'] }, true],
  [{ kinds: ['event'] }, false],
  [{ languages: ['en'] }, true],
  [{ languages: ['zh-Hans'] }, false],
])('filters %j let the article pass: %s', (filters, passes) => {
  expect(passesFilters(filters, ARTICLE)).toBe(passes);
});

test('an article without a language passes no route that asks for one', () => {
  expect(passesFilters({ languages: ['en'] }, { ...ARTICLE, language: null })).toBe(false);
});
