import type { Article } from '../db/articles/articles.ts';
import type { StaffArticle } from '../db/articles/staff-articles.ts';
import { kindLabel } from '../domain/kind.ts';
import { type Locale, nearestLocale } from '../domain/locale.ts';
import { shownImage } from '../services/articles/article-view.ts';
import { type ImageWidth, linkedPicture } from '../services/articles/image-links.ts';
import type { Context } from '../services/context.ts';
import type { ArticleCardView, EventCardView, EventView } from './pages/view.ts';

/** An article as lists show it, with its picture for a box of this width. */
export function cardView(
  ctx: Context,
  article: Article,
  shown: { locale: Locale; width: ImageWidth },
): ArticleCardView {
  return {
    slug: article.slug,
    url: article.url,
    title: article.title,
    kind: article.kind,
    kindLabel: kindLabel(article.kind, shown.locale),
    extract: article.extract,
    outlet: article.outlet,
    publishedAt: article.publishedAt,
    language: article.language,
    image: linkedPicture(ctx, shownImage(article), shown.width),
  };
}

/** When and where an article's event is; null for an article that is no event. */
export function eventView(article: StaffArticle): EventView | null {
  const { eventEndsAt, eventPlace, eventStartsAt, eventUrl } = article;
  if (eventStartsAt === null) return null;
  return { startsAt: eventStartsAt, endsAt: eventEndsAt, place: eventPlace, url: eventUrl };
}

/** Events as lists show them; one that is told in several languages stands there once, in the reader's where it can. */
export function eventCards(articles: readonly StaffArticle[], locale: Locale): EventCardView[] {
  const isOwn = ({ language }: StaffArticle) => nearestLocale(language) === locale;
  const told = new Map<string, StaffArticle>();
  for (const article of articles) {
    const other = told.get(article.translationGroup);
    if (!other || (!isOwn(other) && isOwn(article))) told.set(article.translationGroup, article);
  }
  return [...told.values()].flatMap((article) => {
    const event = eventView(article);
    return event ? [{ slug: article.slug, title: article.title, language: article.language, event }] : [];
  });
}

/** Whether readers may see an article now. */
export function isOut(article: Article, now: string): boolean {
  return article.state === 'published' && (article.embargoUntil === null || article.embargoUntil <= now);
}
