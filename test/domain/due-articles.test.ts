import { expect, test } from 'vitest';
import { dueArticles } from '../../src/domain/due-articles.ts';

const NONE = { id: 1, topicIds: [] };
const SCIENCE = { id: 2, topicIds: [7] };
const BOTH = { id: 3, topicIds: [7, 8] };
const WEEKLY = { frequencies: ['weekly'] as const, hadBy: new Map() };
/** Science every day, everything else once a week. */
const reader = { frequency: 'weekly' as const, topics: { chosen: [7, 8], left: [] }, at: [[7, 'daily']] as const };

function due(of: Parameters<typeof dueArticles>[1], mailing: Parameters<typeof dueArticles>[2]): number[] {
  return dueArticles([NONE, SCIENCE, BOTH], of, mailing).map(({ id }) => id);
}

test('an article counts with the most frequent of its topics that a reader wants, and so comes once', () => {
  expect(due(reader, WEEKLY)).toEqual([1]);
  expect(due(reader, { ...WEEKLY, frequencies: ['daily'] })).toEqual([2, 3]);
  expect(due({ ...reader, at: [] }, WEEKLY)).toEqual([1, 2, 3]);
});

test('what readers of its frequency had is not due again, and a reader of unknown frequency is owed all', () => {
  const hadBy = new Map([
    [1, ['weekly']],
    [2, ['weekly']],
  ] as const);
  expect(due({ ...reader, at: [] }, { ...WEEKLY, hadBy })).toEqual([3]);
  expect(due(reader, { frequencies: ['daily'], hadBy })).toEqual([2, 3]);
  expect(due({ ...reader, frequency: null }, { ...WEEKLY, hadBy })).toEqual([1, 2, 3]);
});
