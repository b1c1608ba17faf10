import { cutToWidth } from '../domain/cut-text.ts';
import { dayText, spanText } from '../domain/date-text.ts';
import { AppError } from '../domain/errors.ts';
import { sectionsOf } from '../domain/kind.ts';
import { nearestLocale } from '../domain/locale.ts';
import { plainLine, plainParagraphs } from '../domain/plain-text.ts';
import { webUrl } from '../domain/web-url.ts';
import type { EventFacts, MailingArticle, MailingView } from '../services/ports.ts';
import { brandData } from './brand-data.ts';
import type { TemplateData } from './fill-template.ts';
import { SLOTS } from './slots.ts';
import { requireWebUrl } from './web-url.ts';

/** Twenty articles stay well below the size at which Gmail cuts a mail off. */
const MOST_ARTICLES = 20;
/** Up to this many are seen at a glance; more get a list at the top. */
const FEW = 4;
/** A longer list fills a phone's screen before the first story. */
const MOST_CONTENTS = 5;
const CONTENTS_COLUMNS = 60;
/** More pictures make a mail endless on a phone; further articles stand as text. */
const MOST_PICTURES = 6;

/** The day of an ISO time as the locale writes it, in the mailing's zone. */
function dayOf(iso: string, view: MailingView): string {
  const day = dayText(iso, view.locale, view.timeZone);
  if (day === null) throw new AppError('invalid', 'A date in the mailing is not an ISO time.');
  return day;
}

/** When and where, in the mailing's zone, which the time names. */
function eventData(event: EventFacts, view: MailingView): TemplateData {
  const when = spanText(event, view.locale, view.timeZone);
  if (when === null) throw new AppError('invalid', 'An event in the mailing has no usable start.');
  return {
    when,
    place: plainLine(event.place ?? '') || null,
    register: webUrl(event.url),
  };
}

/** The language tag to mark a text with, or null where it is the mail's own or is no language tag (BCP 47). */
function foreignLanguage(article: MailingArticle, view: MailingView): string | null {
  const tag = article.language?.trim() ?? '';
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag)) return null;
  return nearestLocale(tag) === view.locale ? null : tag;
}

/** A picture without a usable address is left out: the story is worth more than its picture. */
function imageData(article: MailingArticle): { image: TemplateData | null; captioned: TemplateData | null } {
  const { image } = article;
  const src = webUrl(image?.url);
  if (!image || src === null) return { image: null, captioned: null };
  const caption = plainLine(image.caption ?? '');
  const credit = plainLine(image.credit ?? '') || null;
  return {
    // The picture is a link, and a link needs a name (WCAG 2.4.4): the headline where the picture has no text of its own.
    image: { src, alt: plainLine(image.alt) || plainLine(article.title) },
    captioned: caption === '' && credit === null ? null : { caption, credit },
  };
}

/** Longer texts come from feeds that cut nothing; a mail shows where the story goes on. */
const EXTRACT_COLUMNS = 420;
const TITLE_COLUMNS = 240;

function articleData(article: MailingArticle, view: MailingView): TemplateData {
  const outlet = plainLine(article.outlet ?? '') || null;
  // Beside the day of an event, that of its announcement would be taken for it.
  const published = article.event ? null : dayOf(article.publishedAt, view);
  const kindLabel = plainLine(article.kindLabel);
  return {
    kindLabel,
    label: kindLabel,
    title: cutToWidth(plainLine(article.title), TITLE_COLUMNS, view.locale),
    lang: foreignLanguage(article, view),
    outlet,
    byline: [outlet, published].filter((part) => part !== null).join(' · ') || null,
    extract: cutToWidth(plainLine(article.extract), EXTRACT_COLUMNS, view.locale) || null,
    link: requireWebUrl(article.url, 'url'),
    original: outlet === null ? null : webUrl(article.sourceUrl),
    event: article.event ? eventData(article.event, view) : null,
    ...imageData(article),
  };
}

/** The first articles keep their pictures. */
function withFewPictures(articles: readonly MailingArticle[]): MailingArticle[] {
  let left = MOST_PICTURES;
  return articles.map((article) => {
    if (article.image) left -= 1;
    return left < 0 ? { ...article, image: null } : article;
  });
}

/** Articles by section, and their first headlines as a list where there are many. */
function contentsData(view: MailingView, articles: readonly TemplateData[]): TemplateData {
  const pairs = articles.map((data, index) => ({ kind: view.articles[index]?.kind ?? '', data }));
  const sections = sectionsOf(pairs, view.locale).map(({ heading, items }) => ({
    heading,
    // The heading says it for all articles of its own kind.
    articles: items.map(({ item, isNamedByHeading }) => (isNamedByHeading ? { ...item.data, label: null } : item.data)),
  }));
  const shown = sections.flatMap((section) => section.articles);
  const hasContents = shown.length > FEW;
  const listed = hasContents ? shown.slice(0, MOST_CONTENTS) : [];
  const contents = listed.map(({ link, title }) => ({
    link: link ?? null,
    short: cutToWidth(String(title), CONTENTS_COLUMNS, view.locale),
  }));
  const unlisted = hasContents ? shown.length - contents.length || null : null;
  return { sections, contents, unlisted, hasContents };
}

function correctedData(view: MailingView): TemplateData {
  const { corrected } = view;
  if (!corrected) return { corrected: null };
  return {
    corrected: {
      earlierTitle: plainLine(corrected.title),
      wrong: plainLine(corrected.wrong ?? '') || null,
      earlierLink: corrected.url === null ? null : requireWebUrl(corrected.url, 'corrected'),
    },
  };
}

/**
 * What the mailing templates are filled with, personal parts still slots. Shows the first 20 articles; the rest counts
 * as more in the newsroom.
 * @throws AppError('invalid') for a mailing without articles, standing or withdrawn, a link that is not http(s), or a date that is none
 */
export function mailingData(view: MailingView): TemplateData {
  const articles = withFewPictures(view.articles.slice(0, MOST_ARTICLES)).map((article, index) => ({
    ...articleData(article, view),
    isLead: index === 0 && view.kind === 'digest',
  }));
  const [lead, ...others] = articles;
  const withdrawn = (view.withdrawn ?? []).map((title) => cutToWidth(plainLine(title), TITLE_COLUMNS, view.locale));
  if (!lead && withdrawn.length === 0) throw new AppError('invalid', 'A mailing needs at least one article.');
  const moreCount = view.moreCount + view.articles.length - articles.length;
  return {
    ...brandData(view.brand, view.locale),
    ...SLOTS,
    ...contentsData(view, articles),
    ...correctedData(view),
    forwardLooking: plainParagraphs(view.brand.forwardLookingStatement ?? null),
    webUrl: view.webUrl ? requireWebUrl(view.webUrl, 'webUrl') : null,
    date: dayOf(view.date, view),
    intro: plainParagraphs(view.intro),
    articles,
    hasArticles: articles.length > 0,
    withdrawn: withdrawn.length > 0 ? { titles: withdrawn } : null,
    lead: lead ?? null,
    others,
    hasOthers: others.length > 0,
    moreCount: moreCount > 0 ? moreCount : null,
  };
}
