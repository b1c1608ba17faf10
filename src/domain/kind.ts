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

/** Other names that feeds use as categories. A map, since a feed may file under "constructor", which every object has. */
const SYNONYMS = new Map([
  ['press releases', 'press_release'],
  ['news release', 'press_release'],
  ['media release', 'press_release'],
  ['press coverage', 'coverage'],
  ['media coverage', 'coverage'],
  ['events', 'event'],
]);

/** The kind that an item's categories name, by key, label or a usual name; else the feed's own. */
export function kindOf(categories: readonly string[], fallback: string): string {
  for (const category of categories) {
    const name = category.trim().toLowerCase();
    const labelled = KINDS.find(
      (kind) => kind === name || Object.values(LABELS[kind] ?? {}).some((label) => label.toLowerCase() === name),
    );
    const kind = labelled ?? SYNONYMS.get(name);
    if (kind) return kind;
  }
  return fallback;
}

/** What readers see for a kind. */
export function kindLabel(kind: string, locale: Locale): string {
  return LABELS[kind]?.[locale] ?? kind.replaceAll('_', ' ');
}

/** The parts a mailing is divided into, in order, with the kinds that stand in each; any other kind stands in the last. */
const SECTIONS: readonly { kinds: readonly string[]; heading: Record<Locale, string> }[] = [
  { kinds: ['press_release', 'results'], heading: { en: 'Press releases', 'zh-Hans': '新闻稿' } },
  { kinds: ['coverage'], heading: { en: 'In the media', 'zh-Hans': '媒体报道' } },
  { kinds: ['science'], heading: { en: 'Pipeline and science', 'zh-Hans': '研发与科学' } },
  { kinds: ['event'], heading: { en: 'Events', 'zh-Hans': '活动' } },
  { kinds: [], heading: { en: 'More news', 'zh-Hans': '更多新闻' } },
];

/**
 * Divides what a mailing holds by kind. The first item's section comes first, the others in their fixed order; within a
 * section the order stays. `isNamedByHeading` tells whether an item's kind needs no label of its own.
 */
export function sectionsOf<T extends { kind: string }>(
  items: readonly T[],
  locale: Locale,
): { heading: string; items: { item: T; isNamedByHeading: boolean }[] }[] {
  const last = SECTIONS.length - 1;
  const indexOf = ({ kind }: T) => {
    const index = SECTIONS.findIndex(({ kinds }) => kinds.includes(kind));
    return index < 0 ? last : index;
  };
  const [lead] = items;
  const first = lead ? indexOf(lead) : last;
  const order = [first, ...[...SECTIONS.keys()].filter((index) => index !== first)];
  return order.flatMap((index) => {
    const own = items.filter((item) => indexOf(item) === index);
    const section = SECTIONS[index];
    if (own.length === 0 || !section) return [];
    const named = section.kinds[0];
    return [
      {
        heading: section.heading[locale],
        items: own.map((item) => ({ item, isNamedByHeading: item.kind === named })),
      },
    ];
  });
}
