import { expect, test } from 'vitest';
import { categoriesOf, passesFilters, type RouteFilters } from '../../src/domain/route.ts';

const ARTICLE = {
  title: 'Phase III results',
  extract: 'Shown in Shanghai.',
  kind: 'science',
  language: 'en',
  categories: [' Corporate ', 'Oncology'],
};

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
  [{ includeCategories: ['oncology', 'Jobs'] }, true],
  [{ includeCategories: ['Onco'] }, false],
  [{ excludeCategories: ['CORPORATE'] }, false],
  [{ includeCategories: ['Oncology'], excludeCategories: ['Jobs'] }, true],
])('filters %j let the article pass: %s', (filters, passes) => {
  expect(passesFilters(filters, ARTICLE)).toBe(passes);
});

test('an article without a language passes no route that asks for one', () => {
  expect(passesFilters({ languages: ['en'] }, { ...ARTICLE, language: null })).toBe(false);
});

test('an article without categories passes no route that asks for one, and every route that keeps one out', () => {
  const bare = { ...ARTICLE, categories: [] };
  expect(passesFilters({ includeCategories: ['Oncology'] }, bare)).toBe(false);
  expect(passesFilters({ excludeCategories: ['Oncology'] }, bare)).toBe(true);
});

test('keeps at most twenty categories of sixty characters, each once', () => {
  const many = Array.from({ length: 30 }, (_, n) => `c${n}`);
  expect(categoriesOf([' a ', 'a', '', '🧬'.repeat(80)])).toEqual(['a', '🧬'.repeat(60)]);
  expect(categoriesOf(many)).toEqual(many.slice(0, 20));
});
