import { FREQUENCIES, type Frequency } from './frequency.ts';
import type { TopicChoice } from './variant.ts';

/** Topics for which a reader wants another frequency than for the rest. */
type TopicFrequencies = readonly (readonly [topicId: number, frequency: Frequency])[];

/**
 * The articles that a mailing for some frequencies owes a reader: those whose topics they want at one of these, and have not
 * had by a mailing before. An article of several of their topics counts with the most frequent of these, so that it comes
 * once. A reader whose frequency is not known (null) is owed all.
 */
export function dueArticles<T extends { id: number; topicIds: number[] }>(
  articles: readonly T[],
  reader: { frequency: Frequency | null; topics: TopicChoice; at: TopicFrequencies },
  mailing: { frequencies: readonly Frequency[]; hadBy: ReadonlyMap<number, readonly Frequency[]> },
): readonly T[] {
  const { frequency } = reader;
  if (frequency === null) return articles;
  return articles.filter((article) => {
    const counts = frequencyOf(article.topicIds, { ...reader, frequency });
    return mailing.frequencies.includes(counts) && !mailing.hadBy.get(article.id)?.includes(counts);
  });
}

function frequencyOf(
  topicIds: readonly number[],
  { at, frequency, topics }: { frequency: Frequency; topics: TopicChoice; at: TopicFrequencies },
): Frequency {
  if (at.length === 0) return frequency;
  const chosen = topicIds.filter((id) => topics?.chosen.includes(id));
  const wanted = chosen.map((id) => at.find(([topicId]) => topicId === id)?.[1] ?? frequency);
  return FREQUENCIES.find((each) => wanted.includes(each)) ?? frequency;
}
