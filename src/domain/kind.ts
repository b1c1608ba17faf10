import type { Locale } from './locale.ts';

/** Kinds of article every newsroom starts with; staff may add more, whose name is then their label. */
export const KINDS = ['press_release', 'coverage', 'event', 'science', 'results'] as const;

const LABELS: Record<string, Record<Locale, string>> = {
  press_release: { en: 'Press release', 'zh-Hans': '新闻稿' },
  coverage: { en: 'In the media', 'zh-Hans': '媒体报道' },
  event: { en: 'Event', 'zh-Hans': '活动' },
  science: { en: 'Science', 'zh-Hans': '科研进展' },
  results: { en: 'Results', 'zh-Hans': '业绩' },
};

/** Other names that feeds use as categories. */
const SYNONYMS: Record<string, string> = {
  'press releases': 'press_release',
  'news release': 'press_release',
  'media release': 'press_release',
  'press coverage': 'coverage',
  'media coverage': 'coverage',
  events: 'event',
};

/** The kind that an item's categories name, by key, label or a usual name; else the feed's own. */
export function kindOf(categories: readonly string[], fallback: string): string {
  for (const category of categories) {
    const name = category.trim().toLowerCase();
    const labelled = KINDS.find(
      (kind) => kind === name || Object.values(LABELS[kind] ?? {}).some((label) => label.toLowerCase() === name),
    );
    const kind = labelled ?? SYNONYMS[name];
    if (kind) return kind;
  }
  return fallback;
}

/** What readers see for a kind. */
export function kindLabel(kind: string, locale: Locale): string {
  return LABELS[kind]?.[locale] ?? kind.replaceAll('_', ' ');
}
