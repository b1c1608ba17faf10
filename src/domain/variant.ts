import { type Locale, nearestLocale } from './locale.ts';

/** What of an article decides which readers get it. */
export type MailableArticle = { id: number; language: string | null; translationGroup: string; topicIds: number[] };

/** A reader's choice of topics: null means every public topic, future ones included. */
export type TopicChoice = { chosen: number[]; left: number[] } | null;

/**
 * The articles one reader gets: those of the topics they chose, each story once, in their language, else in the
 * fallback's, else in the one there is. An article without topic goes to everybody. What is in the reader's language
 * comes first; within both halves the order is the mailing's.
 */
export function articlesFor(
  articles: readonly MailableArticle[],
  reader: { locale: Locale; topics: TopicChoice },
  options: { fallback: Locale; inviteOnlyTopicIds: ReadonlySet<number> },
): number[] {
  const wanted = articles.filter((article) => isWanted(article.topicIds, reader.topics, options.inviteOnlyTopicIds));
  const best = new Map<string, MailableArticle>();
  for (const article of wanted) {
    const rival = best.get(article.translationGroup);
    if (!rival || rank(article, reader.locale, options.fallback) < rank(rival, reader.locale, options.fallback)) {
      best.set(article.translationGroup, article);
    }
  }
  const chosen = wanted.filter((article) => best.get(article.translationGroup) === article);
  // The first article leads the mail and its subject: it must be one that the reader can read.
  const isOwn = (article: MailableArticle) => nearestLocale(article.language) === reader.locale;
  return [...chosen.filter(isOwn), ...chosen.filter((article) => !isOwn(article))].map((article) => article.id);
}

function isWanted(topicIds: number[], topics: TopicChoice, inviteOnly: ReadonlySet<number>): boolean {
  if (topicIds.length === 0) return true;
  if (topicIds.some((id) => topics?.chosen.includes(id))) return true;
  // Choosing public topics means only these; being invited to one takes nothing else away.
  if (topics?.chosen.some((id) => !inviteOnly.has(id))) return false;
  return topicIds.some((id) => !inviteOnly.has(id) && !topics?.left.includes(id));
}

function rank(article: MailableArticle, locale: Locale, fallback: Locale): number {
  const language = nearestLocale(article.language);
  if (language === locale) return 0;
  return language === fallback || language === null ? 1 : 2;
}

/** Name of the variant for a locale and an ordered list of articles. Null where there is nothing to send. */
export function variantKey(locale: Locale, articleIds: readonly number[]): string | null {
  return articleIds.length === 0 ? null : `${locale}:${articleIds.join(',')}`;
}

/** What a variant's name says. */
export function readVariantKey(key: string): { locale: Locale; articleIds: number[] } {
  const [tag, ids = ''] = key.split(':');
  return { locale: nearestLocale(tag) ?? 'en', articleIds: ids.split(',').map(Number) };
}
