import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestLocale } from '../../src/domain/locale.ts';
import {
  articlesFor,
  type MailableArticle,
  readVariantKey,
  type TopicChoice,
  variantKey,
} from '../../src/domain/variant.ts';

const OPTIONS = { fallback: 'en', inviteOnlyTopicIds: new Set([9]) } as const;

function article(id: number, overrides: Partial<MailableArticle> = {}): MailableArticle {
  return { id, language: 'en', translationGroup: `g${id}`, topicIds: [], ...overrides };
}

const TWINS = [
  article(1, { language: 'en', translationGroup: 'g' }),
  article(2, { language: 'zh-CN', translationGroup: 'g' }),
];

test.each([
  ['en', [1]],
  ['zh-Hans', [2]],
] as const)('a reader of %s gets the twin in their language', (locale, ids) => {
  expect(articlesFor(TWINS, { locale, topics: null }, OPTIONS)).toEqual(ids);
});

test('a reader gets the one there is where their language has none', () => {
  const single = [article(2, { language: 'zh-CN' }), article(3, { language: 'fr' })];
  expect(articlesFor(single, { locale: 'en', topics: null }, OPTIONS)).toEqual([2, 3]);
});

test.each<[string, TopicChoice, number[]]>([
  ['no choice: all but invite-only', null, [1, 2, 3]],
  ['one topic: it, and what has none', { chosen: [1], left: [] }, [1, 2]],
  ['an invite-only topic takes nothing away', { chosen: [9], left: [] }, [1, 2, 3, 4]],
  ['an invite-only topic beside a public one', { chosen: [9, 1], left: [] }, [1, 2, 4]],
  ['all but one that was left', { chosen: [], left: [1] }, [1, 3]],
])('topics: %s', (_what, topics, ids) => {
  const articles = [
    article(1),
    article(2, { topicIds: [1] }),
    article(3, { topicIds: [2] }),
    article(4, { topicIds: [9] }),
  ];
  expect(articlesFor(articles, { locale: 'en', topics }, OPTIONS)).toEqual(ids);
});

test('what a reader can read leads, whatever is newest', () => {
  const articles = [article(1), article(2, { language: 'zh-CN' }), article(3), article(4, { language: 'zh-Hans' })];
  expect(articlesFor(articles, { locale: 'zh-Hans', topics: null }, OPTIONS)).toEqual([2, 4, 1, 3]);
  expect(articlesFor(articles, { locale: 'en', topics: null }, OPTIONS)).toEqual([1, 3, 2, 4]);
});

test('a reader never gets a story twice, none that they may not, and in mailing order in each language', () => {
  const topicIds = fc.uniqueArray(fc.constantFrom(1, 2, 9), { maxLength: 2 });
  const anArticle = fc.record({
    language: fc.constantFrom('en', 'zh-CN', 'zh-Hant', 'de', null),
    translationGroup: fc.constantFrom('a', 'b', 'c', 'd'),
    topicIds,
  });
  const topics = fc.option(fc.record({ chosen: topicIds, left: topicIds }));
  fc.assert(
    fc.property(
      fc.array(anArticle),
      topics,
      fc.constantFrom('en' as const, 'zh-Hans' as const),
      (list, topics, locale) => {
        const articles = list.map((item, index) => ({ ...item, id: index + 1 }));
        const ids = articlesFor(articles, { locale, topics }, OPTIONS);
        const got = articles.filter(({ id }) => ids.includes(id));
        const groups = got.map(({ translationGroup }) => translationGroup);
        const isOwn = (each: { language: string | null }) => nearestLocale(each.language) === locale;
        const ordered = [...got.filter(isOwn), ...got.filter((each) => !isOwn(each))];
        expect(ordered.map(({ id }) => id)).toEqual(ids);
        expect(new Set(groups).size).toBe(groups.length);
        const invited = topics?.chosen.includes(9) ?? false;
        expect(
          got.filter((each) => !invited && each.topicIds.length > 0 && each.topicIds.every((id) => id === 9)),
        ).toEqual([]);
        if (topics === null) {
          const open = articles.filter((each) => each.topicIds.length === 0 || each.topicIds.some((id) => id !== 9));
          expect(new Set(groups)).toEqual(new Set(open.map(({ translationGroup }) => translationGroup)));
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test('a variant is named by locale and articles in order, and without articles there is none', () => {
  expect(variantKey('en', [3, 1])).toBe('en:3,1');
  expect(variantKey('en', [])).toBeNull();
  expect(readVariantKey('zh-Hans:3,1')).toEqual({ locale: 'zh-Hans', articleIds: [3, 1] });
});
