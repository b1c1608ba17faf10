import { expect, test } from 'vitest';
import { MOST_WORDS, searchTerms, searchWords } from '../../src/domain/search-words.ts';

test('words are cut from spaced scripts whole and from Chinese in pairs, each once', () => {
  expect(searchWords(['LAE002：上海临床 data, data', null, 'Café Ｎｏ．１'])).toEqual([
    'lae002',
    '上海',
    '海临',
    '临床',
    '床',
    'data',
    'cafe',
    'no',
    '1',
  ]);
});

test('an article has at most so many words, the title first', () => {
  const words = searchWords(['the title', Array.from({ length: 500 }, (_, n) => `w${n}`).join(' ')]);
  expect(words).toHaveLength(MOST_WORDS);
  expect(words.slice(0, 2)).toEqual(['the', 'title']);
});

test.each([
  ['Bio', ['bio']],
  ['上海临床', ['上海', '海临', '临床']],
  ['海', ['海']],
  ['上海LAE002', ['上海', 'lae002']],
  ['  %_ "\' OR 1=1 --', ['or', '1']],
  ['…', []],
])('%j asks for %j', (question, terms) => {
  expect(searchTerms(question).map(({ from }) => from)).toEqual(terms);
});

test('a long question counts for a few words only', () => {
  expect(searchTerms('一二三四五六七八九十'.repeat(50))).toHaveLength(8);
});
