import { AppError } from '../domain/errors.ts';
import { nearestLocale } from '../domain/locale.ts';
import { plainLine, plainParagraphs } from '../domain/plain-text.ts';
import type { MailingArticle, MailingView } from '../services/ports.ts';
import { brandData } from './brand-data.ts';
import type { TemplateData } from './fill-template.ts';
import { SLOTS } from './slots.ts';
import { requireWebUrl } from './web-url.ts';

/** Shows an ISO time as a date the way the locale writes it, in the given IANA zone. */
function dateWriter(locale: string, timeZone: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  return (iso) => {
    const time = Date.parse(iso);
    if (Number.isNaN(time)) throw new AppError('invalid', 'A date in the mailing is not an ISO time.');
    return format.format(time);
  };
}

/** The language tag to mark a text with, or null where it is the mail's own or is no language tag (BCP 47). */
function foreignLanguage(article: MailingArticle, view: MailingView): string | null {
  const tag = article.language?.trim() ?? '';
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag)) return null;
  return nearestLocale(tag) === view.locale ? null : tag;
}

function imageData(article: MailingArticle): { image: TemplateData | null; captioned: TemplateData | null } {
  const { image } = article;
  if (!image) return { image: null, captioned: null };
  const caption = plainLine(image.caption ?? '');
  const credit = plainLine(image.credit ?? '') || null;
  return {
    // The picture is a link, and a link needs a name (WCAG 2.4.4): the headline where the picture has no text of its own.
    image: { src: requireWebUrl(image.url, 'image'), alt: plainLine(image.alt) || plainLine(article.title) },
    captioned: caption === '' && credit === null ? null : { caption, credit },
  };
}

function articleData(article: MailingArticle, view: MailingView, dateOf: (iso: string) => string): TemplateData {
  const outlet = plainLine(article.outlet ?? '') || null;
  return {
    kindLabel: article.kindLabel,
    title: article.title,
    lang: foreignLanguage(article, view),
    outlet,
    published: dateOf(article.publishedAt),
    extract: plainLine(article.extract) || null,
    link: requireWebUrl(article.url, 'url'),
    ...imageData(article),
  };
}

/**
 * What the mailing templates are filled with, personal parts still slots.
 * @throws AppError('invalid') for a mailing without articles, an address that is not http(s), or a date that is none
 */
export function mailingData(view: MailingView): TemplateData {
  const dateOf = dateWriter(view.locale, view.timeZone);
  const articles = view.articles.map((article) => articleData(article, view, dateOf));
  const [lead, ...others] = articles;
  if (!lead) throw new AppError('invalid', 'A mailing needs at least one article.');
  const intro = plainParagraphs(view.intro);
  return {
    ...brandData(view.brand),
    ...SLOTS,
    date: dateOf(view.date),
    intro,
    articles,
    lead,
    others,
    hasOthers: others.length > 0,
    moreCount: view.moreCount > 0 ? view.moreCount : null,
  };
}
