import type { StaffArticle } from '../../db/articles/staff-articles.ts';
import { wrongField } from '../../domain/errors.ts';
import {
  type ArticleChanges,
  ArticleChangesShape,
  type ArticleInput,
  ArticleShape,
} from '../../services/articles/article-input.ts';
import { readInput } from '../../services/read-input.ts';
import { type FormValues, inFormWords, listOf, textOf, textOrNull } from './form-values.ts';

const TEXT_LIMIT = 3_000;

/** Which block of the form a field of an article stands in. */
const BLOCK_OF: Record<string, string> = {
  image: 'imageUrl',
  'image.url': 'imageUrl',
  'image.alt': 'imageAlt',
  'image.caption': 'imageCaption',
  'image.credit': 'imageCredit',
  'rights.text': 'textRight',
  'rights.image': 'imageRight',
  event: 'eventStart',
  'event.startsAt': 'eventStart',
  'event.endsAt': 'eventEnd',
  'event.place': 'eventPlace',
  'event.url': 'eventUrl',
};

/** Runs `act`; an AppError that it throws names the form's blocks instead of the article's fields. */
export function inArticleForm<T>(act: () => T | Promise<T>): Promise<T> {
  return inFormWords((field) => BLOCK_OF[field] ?? field.split('.')[0] ?? field, act);
}

/** The article that a filled form describes. Throws AppError('invalid') naming fields of the article. */
export function articleOfForm(values: FormValues): ArticleInput {
  const fields = fieldsOf(values);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  return readInput(ArticleShape, { ...given, announce: listOf(values, 'announce').includes('yes') });
}

/** What a filled form changes of an article; what was not touched and Slack knows less of is left out. Throws as above. */
export function changesOfForm(
  values: FormValues,
  before: StaffArticle,
  opened: { revision: number | null; twinId: string | null },
): ArticleChanges {
  const { publishedAt, embargoUntil, body, image, translationOf, ...fields } = fieldsOf(values);
  const { width: _, height: __, ...picture } = before.image ?? {};
  const isOtherPicture = JSON.stringify(image) !== JSON.stringify(before.image && picture);
  const isMoved = publishedAt !== null && toSecond(publishedAt) !== toSecond(before.publishedAt);
  const isLifted = 'embargoUntil' in values && toSecond(embargoUntil) !== toSecond(before.embargoUntil);
  return readInput(ArticleChangesShape, {
    ...fields,
    ...('body' in values && body !== bodyText(before) ? { body } : {}),
    ...(isOtherPicture ? { image } : {}),
    ...(translationOf !== undefined && translationOf !== opened.twinId ? { translationOf } : {}),
    ...(isMoved ? { publishedAt } : {}),
    ...(isLifted ? { embargoUntil } : {}),
    ...(opened.revision === null ? {} : { revision: opened.revision }),
  });
}

/** Slack's picker knows whole seconds. */
function toSecond(iso: string | null): number | null {
  return iso === null ? null : Math.floor(Date.parse(iso) / 1000);
}

function fieldsOf(values: FormValues) {
  const text = (field: string) => textOrNull(values, field);
  const imageUrl = text('imageUrl');
  const picture = { alt: text('imageAlt'), caption: text('imageCaption'), credit: text('imageCredit') };
  const event = { place: text('eventPlace'), url: text('eventUrl'), endsAt: text('eventEnd') };
  const startsAt = text('eventStart');
  if (!startsAt && Object.values(event).some(Boolean)) throw wrongField('event.startsAt', 'Say when the event starts.');
  if (!imageUrl && Object.values(picture).some(Boolean))
    throw wrongField('image.url', 'Give the address of the picture.');
  return {
    url: text('url'),
    title: text('title') ?? '',
    extract: text('extract'),
    body: text('body'),
    author: text('author'),
    outlet: text('outlet'),
    kind: text('kind') ?? '',
    language: text('language'),
    ...('translationOf' in values ? { translationOf: text('translationOf') } : {}),
    topics: [...listOf(values, 'topics')],
    rights: { text: text('textRight') ?? undefined, image: text('imageRight') ?? undefined },
    image: imageUrl ? { url: imageUrl, ...picture } : null,
    documents: documentsOf(textOf(values, 'documents')),
    event: startsAt ? { startsAt, ...event } : null,
    publishedAt: text('publishedAt'),
    embargoUntil: text('embargoUntil'),
    emailMode: text('emailMode') ?? undefined,
  };
}

/** One document a line: title | address | language; the title may be left out. */
function documentsOf(written: string) {
  const lines = written.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const parts = line.split('|').map((part) => part.trim());
    const at = parts.findIndex((part) => /^https?:\/\//i.test(part));
    if (at === -1)
      throw wrongField('documents', `Give each document as title | address: "${line.slice(0, 60)}" has none.`);
    const title = parts.slice(0, at).join(' | ') || (parts[at]?.split('/').at(-1) ?? '');
    return { title, url: parts[at] ?? '', language: parts[at + 1] || null };
  });
}

/** What stands in the form for an article. */
export function formOfArticle(article: StaffArticle, topics: readonly string[]): FormValues {
  return {
    url: article.url,
    title: article.title,
    extract: article.extract,
    body: bodyText(article),
    author: article.author,
    outlet: article.outlet,
    kind: article.kind,
    language: article.language,
    topics,
    textRight: article.textRight,
    imageRight: article.imageRight,
    imageUrl: article.image?.url ?? null,
    imageAlt: article.image?.alt ?? null,
    imageCaption: article.image?.caption ?? null,
    imageCredit: article.image?.credit ?? null,
    documents: article.documents
      .map(({ title, url, language }) => [title, url, language].filter(Boolean).join(' | '))
      .join('\n'),
    eventStart: article.eventStartsAt,
    eventEnd: article.eventEndsAt,
    eventPlace: article.eventPlace,
    eventUrl: article.eventUrl,
    publishedAt: article.publishedAt,
    embargoUntil: article.embargoUntil,
    emailMode: article.emailMode,
  };
}

/** What stands in the form for an article that was read from a page. */
export function formOfInput(input: ArticleInput): FormValues {
  const { image, url, title, extract, author, outlet, kind, language, publishedAt } = input;
  const given = { url, title, extract, author, outlet, kind, language, publishedAt };
  return {
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? null])),
    textRight: 'extract',
    imageRight: 'none',
    imageUrl: image?.url ?? null,
    imageAlt: image?.alt ?? null,
    imageCaption: image?.caption ?? null,
    imageCredit: image?.credit ?? null,
  };
}

/** The article's text as the form shows it: paragraphs as plain text, other HTML as it is; null for none. */
function bodyText({ bodyHtml }: StaffArticle): string | null {
  if (bodyHtml === null) return null;
  const isPlain = !/<(?!\/?p>|br\s*\/?>)/i.test(bodyHtml) && !/&(?!amp;|lt;|gt;|quot;|#39;)/.test(bodyHtml);
  if (!isPlain || bodyHtml.includes('&')) return bodyHtml.trim();
  return bodyHtml
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/p>\s*/gi, '\n\n')
    .replace(/<p>/gi, '')
    .trim();
}

/** Whether the text is longer than an input of Slack's holds. */
export function isBodyTooLong(article: StaffArticle): boolean {
  return (bodyText(article)?.length ?? 0) > TEXT_LIMIT;
}
