import { wrongField } from '../../domain/errors.ts';
import type { FeedItem } from '../../domain/feed-item.ts';
import { categoriesOf, type RouteFilters } from '../../domain/route.ts';
import { type FormValues, listOf, wordsOf } from './form-values.ts';
import { choicesInput, textInput } from './inputs.ts';

/** Filters are matched one by one against every article. */
const MOST_WORDS = 30;
const LONGEST_WORD = 40;
/** As many as may be, with a comma and a space behind each. */
const WORDS_MAX = MOST_WORDS * (LONGEST_WORD + 2);

/** Words that an article needs, and words that keep it out. */
export function wordInputs({ excludeWords = [], includeWords = [] }: RouteFilters = {}) {
  const words = (id: string, label: string, now: readonly string[]) =>
    textInput({
      id,
      label,
      hint: 'Separate words by commas.',
      isOptional: true,
      max: WORDS_MAX,
      initial: now.join(', '),
    });
  return [
    words('include', 'Only with one of these words', includeWords),
    words('exclude', 'Never with one of these words', excludeWords),
  ];
}

/** The feed's own categories, to ask for and to keep out; nothing where it names none. */
export function categoryInputs(known: readonly string[], now: RouteFilters = {}) {
  const { excludeCategories = [], includeCategories = [] } = now;
  // What is chosen stands first: Slack takes a hundred.
  const names = [...new Set([...includeCategories, ...excludeCategories, ...known])];
  if (names.length === 0) return [];
  const choices = names.map((name) => ({ text: name, value: name }));
  return [
    choicesInput({
      id: 'includeCategories',
      label: 'Only these categories of the feed',
      choices,
      initial: includeCategories,
      isOptional: true,
    }),
    choicesInput({
      id: 'excludeCategories',
      label: 'None of these categories',
      choices,
      initial: excludeCategories,
      isOptional: true,
    }),
  ];
}

/** Categories of a feed's items, those of the most items first. */
export function categoriesIn(items: readonly FeedItem[]): string[] {
  const counts = new Map<string, number>();
  for (const name of items.flatMap((item) => categoriesOf(item.categories))) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

/** What the filters of the form let through. Throws AppError('invalid') that names the field. */
export function filtersOf(values: FormValues): RouteFilters {
  const lists = {
    includeWords: filterWords(values, 'include'),
    excludeWords: filterWords(values, 'exclude'),
    kinds: [...listOf(values, 'kinds')],
    languages: [...listOf(values, 'languages')],
    includeCategories: [...listOf(values, 'includeCategories')],
    excludeCategories: [...listOf(values, 'excludeCategories')],
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function filterWords(values: FormValues, field: string): string[] {
  const words = wordsOf(values, field);
  if (words.length <= MOST_WORDS && words.every((word) => word.length <= LONGEST_WORD)) return words;
  throw wrongField(field, `Give at most ${MOST_WORDS} words of up to ${LONGEST_WORD} characters.`);
}
