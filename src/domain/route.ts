/** Which articles a channel gets. Empty or absent lists do not restrict. */
export type RouteFilters = {
  includeWords?: string[] | undefined;
  excludeWords?: string[] | undefined;
  kinds?: string[] | undefined;
  languages?: string[] | undefined;
  topicIds?: number[] | undefined;
};

/** Whether an article passes a route's filters. Words match anywhere in title or extract, whatever their case. */
export function passesFilters(
  filters: RouteFilters,
  article: { title: string; extract: string; kind: string; language: string | null; topicIds?: readonly number[] },
): boolean {
  const text = `${article.title}\n${article.extract}`.toLowerCase();
  const mentions = (word: string) => text.includes(word.toLowerCase());
  const allows = (list: string[] | undefined, value: string) => !list?.length || list.includes(value);
  return (
    allows(filters.kinds, article.kind) &&
    allows(filters.languages, article.language ?? '') &&
    (!filters.topicIds?.length || filters.topicIds.some((id) => article.topicIds?.includes(id))) &&
    (!filters.includeWords?.length || filters.includeWords.some(mentions)) &&
    !filters.excludeWords?.some(mentions)
  );
}
