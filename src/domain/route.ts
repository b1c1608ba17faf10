/** Which articles a channel gets. Empty or absent lists do not restrict. */
export type RouteFilters = {
  includeWords?: string[] | undefined;
  excludeWords?: string[] | undefined;
  kinds?: string[] | undefined;
  languages?: string[] | undefined;
  topicIds?: number[] | undefined;
  /** What feeds file articles under, in their own words. */
  includeCategories?: string[] | undefined;
  excludeCategories?: string[] | undefined;
};

const MOST_CATEGORIES = 20;
const LONGEST_CATEGORY = 60;

/** The categories of an item that are kept: once each, at most 20 of 60 characters. */
export function categoriesOf(categories: readonly string[]): string[] {
  const names = categories.map((name) => [...name.trim()].slice(0, LONGEST_CATEGORY).join('').trim());
  return [...new Set(names.filter((name) => name !== ''))].slice(0, MOST_CATEGORIES);
}

/** Whether an article passes a route's filters. Words match anywhere in title or extract, categories as a whole, whatever their case. */
export function passesFilters(
  filters: RouteFilters,
  article: {
    title: string;
    extract: string;
    kind: string;
    language: string | null;
    topicIds?: readonly number[];
    categories?: readonly string[] | undefined;
  },
): boolean {
  const text = `${article.title}\n${article.extract}`.toLowerCase();
  const mentions = (word: string) => text.includes(word.toLowerCase());
  const filed = new Set(categoriesOf(article.categories ?? []).map((name) => name.toLowerCase()));
  const isFiled = (name: string) => filed.has(name.toLowerCase());
  const allows = (list: string[] | undefined, value: string) => !list?.length || list.includes(value);
  return (
    allows(filters.kinds, article.kind) &&
    allows(filters.languages, article.language ?? '') &&
    (!filters.topicIds?.length || filters.topicIds.some((id) => article.topicIds?.includes(id))) &&
    (!filters.includeWords?.length || filters.includeWords.some(mentions)) &&
    (!filters.includeCategories?.length || filters.includeCategories.some(isFiled)) &&
    !filters.excludeCategories?.some(isFiled) &&
    !filters.excludeWords?.some(mentions)
  );
}
