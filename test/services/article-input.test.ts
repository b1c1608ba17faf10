import { expect, test } from 'vitest';
import { ArticleChangesShape, ArticleShape } from '../../src/services/articles/article-input.ts';
import { readInput } from '../../src/services/read-input.ts';

const GOOD = { kind: 'event', title: 'A day' };

function fieldsOf(value: unknown): unknown {
  try {
    return readInput(ArticleShape, value);
  } catch (error) {
    return (error as { fields: unknown }).fields;
  }
}

test.each([
  ['title', { title: '  ' }, 'Give the headline: 1 to 300 characters.'],
  ['title', { title: 7 }, 'Give the headline: 1 to 300 characters.'],
  ['title', { title: 'x'.repeat(301) }, 'Give the headline: 1 to 300 characters.'],
  ['kind', { kind: 'Press Release' }, expect.stringContaining('lower-case')],
  ['url', { url: 'javascript:alert(1)' }, expect.stringContaining('http')],
  ['url', { url: 'https://user:secret@a.example.org/' }, expect.stringContaining('http')],
  ['image.url', { image: { url: 'data:image/png;base64,x' } }, expect.stringContaining('picture')],
  ['image', { image: 'https://a.example.org/x.png' }, expect.stringContaining('object')],
  ['documents.0.url', { documents: [{ title: 'x', url: '/x' }] }, expect.stringContaining('document')],
  [
    'documents',
    { documents: Array(21).fill({ title: 'x', url: 'https://a.example.org/' }) },
    expect.stringContaining('20'),
  ],
  ['event.startsAt', { event: { startsAt: 'tomorrow' } }, expect.stringContaining('zone')],
  ['publishedAt', { publishedAt: '2026-03-02T09:00:00' }, expect.stringContaining('zone')],
  ['embargoUntil', { embargoUntil: 5 }, expect.stringContaining('zone')],
  ['language', { language: 'English please' }, expect.stringContaining('zh-Hans')],
  ['rights.image', { rights: { image: 'stolen' } }, expect.stringContaining('none')],
  ['emailMode', { emailMode: 'all' }, expect.stringContaining('next_digest')],
  ['topics.0', { topics: [1] }, expect.stringContaining('short names')],
  ['pubishedAt', { pubishedAt: '2026' }, expect.stringContaining('no such field')],
])('says what is wrong with %s in one sentence', (field, overrides, message) => {
  expect(fieldsOf({ ...GOOD, ...overrides })).toEqual({ [field]: message });
});

test('reads what is right: times in UTC, titles as one line, languages as tags', () => {
  expect(
    fieldsOf({
      ...GOOD,
      title: 'A\n day\u202e ',
      publishedAt: '2026-03-02T09:00:00+08:00',
      language: 'zh_hans',
      url: ' https://a.example.org ',
    }),
  ).toEqual({
    kind: 'event',
    title: 'A day',
    publishedAt: '2026-03-02T01:00:00.000Z',
    language: 'zh-Hans',
    url: 'https://a.example.org/',
  });
  expect(readInput(ArticleChangesShape, { embargoUntil: null })).toEqual({ embargoUntil: null });
});

test.each([null, 'text', [], undefined])('an article is an object, not %j', (value) => {
  expect(fieldsOf(value)).toEqual({ body: 'Send an object with the fields of an article.' });
});
