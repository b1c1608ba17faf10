import type { TopicChoice } from './variant.ts';

const FASTEST_FIRST = ['instant', 'daily', 'weekly', 'monthly'] as const;
export type Pace = (typeof FASTEST_FIRST)[number];

/** Topics for which a reader wants another frequency than for the rest. */
export type TopicPaces = readonly (readonly [topicId: number, pace: Pace])[];

/**
 * The articles that a mailing for `paces` owes a reader: those whose topics they want at one of these, and have not had
 * by a mailing before. An article of several of their topics counts with the fastest of these, so that it comes once.
 */
export function dueArticles<T extends { id: number; topicIds: number[] }>(
  articles: readonly T[],
  reader: { pace: Pace | null; topics: TopicChoice; at: TopicPaces },
  mailing: { paces: readonly Pace[]; hadBy: ReadonlyMap<number, readonly Pace[]> },
): readonly T[] {
  const { pace } = reader;
  if (pace === null) return articles;
  return articles.filter((article) => {
    const counts = paceOf(article.topicIds, { pace, topics: reader.topics, at: reader.at });
    return mailing.paces.includes(counts) && !mailing.hadBy.get(article.id)?.includes(counts);
  });
}

function paceOf(topicIds: readonly number[], reader: { pace: Pace; topics: TopicChoice; at: TopicPaces }): Pace {
  if (reader.at.length === 0) return reader.pace;
  const chosen = topicIds.filter((id) => reader.topics?.chosen.includes(id));
  const paces = chosen.map((id) => reader.at.find(([topicId]) => topicId === id)?.[1] ?? reader.pace);
  return FASTEST_FIRST.find((pace) => paces.includes(pace)) ?? reader.pace;
}
