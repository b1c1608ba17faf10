import type { Locale } from '../../domain/locale.ts';

const LABELS: Record<string, Record<Locale, string>> = {
  press_release: { en: 'Press release', 'zh-Hans': '新闻稿' },
  coverage: { en: 'In the media', 'zh-Hans': '媒体报道' },
  event: { en: 'Event', 'zh-Hans': '活动' },
  science: { en: 'Science', 'zh-Hans': '科研进展' },
  results: { en: 'Results', 'zh-Hans': '业绩公告' },
};

/** What readers call a kind of article; a kind that staff added shows its own key in plain words. */
export function kindLabel(kind: string, locale: Locale): string {
  if (Object.hasOwn(LABELS, kind)) return LABELS[kind]?.[locale] ?? kind;
  const words = kind.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
