import { findStaffArticle, type StaffArticle, type StaffEdit } from '../../db/articles/staff-articles.ts';
import { wrongField } from '../../domain/errors.ts';
import { nearestLocale } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../hash.ts';
import type { ArticleChanges, ArticleInput } from './article-input.ts';
import { topicIdsOf } from './topic-ids.ts';

const UNSEEN_COLUMNS = ['translationGroup', 'topicIds', 'emailMode', 'embargoUntil', 'releasedAt'] as const;
/** Columns whose change readers of the article do not see. */
export const UNSEEN: ReadonlySet<string> = new Set(UNSEEN_COLUMNS);

/** What readers see of an article: a change of it is an edit. */
type Visible = Omit<StaffEdit, (typeof UNSEEN_COLUMNS)[number]>;

/** Hash of what readers see of an article that staff wrote or edited. */
export function staffContentHash(article: Visible): string {
  return sha256(
    JSON.stringify([
      article.kind,
      article.title,
      article.extract,
      article.bodyHtml,
      article.author,
      article.outlet,
      article.url,
      article.language,
      article.image,
      article.textRight,
      article.imageRight,
      article.documents,
      [article.eventStartsAt, article.eventEndsAt, article.eventPlace, article.eventUrl],
      article.publishedAt,
    ]),
  );
}

/** Rights that hold where nobody says otherwise: what a newspaper wrote and photographed is not ours to republish. */
export function defaultRights(kind: string): Pick<StaffArticle, 'textRight' | 'imageRight'> {
  return kind === 'coverage' ? { textRight: 'extract', imageRight: 'none' } : { textRight: 'full', imageRight: 'own' };
}

/** The columns that the given fields set, the rest left out. Throws AppError('invalid') that names a wrong reference. */
export async function columnsOf(
  ctx: Context,
  input: Omit<ArticleChanges, 'revision'>,
  article: { publicId: string; language: string | null },
): Promise<StaffEdit> {
  const { body, rights, documents, event, topics, translationOf, image } = input;
  const columns: StaffEdit = {};
  if (input.kind !== undefined) columns.kind = input.kind;
  if (input.title !== undefined) columns.title = input.title;
  for (const name of ['author', 'outlet', 'url', 'language'] as const) {
    const value = input[name];
    if (value !== undefined) columns[name] = value;
  }
  if (body !== undefined)
    columns.bodyHtml = body ? (await ctx.pages.clean(body, input.url ?? null)).html || null : null;
  if (input.extract !== undefined) columns.extract = input.extract ?? (await extractOf(ctx, body));
  if (rights?.text) columns.textRight = rights.text;
  if (rights?.image) columns.imageRight = rights.image;
  if (documents) columns.documents = documents.map((one) => ({ ...one, language: one.language ?? null }));
  if (image !== undefined) columns.image = image && pictureOf(image);
  if (event !== undefined) Object.assign(columns, eventColumns(event));
  if (input.emailMode) columns.emailMode = input.emailMode;
  if (topics) columns.topicIds = await topicIdsOf(ctx, topics);
  if (translationOf !== undefined) columns.translationGroup = await groupOf(ctx, translationOf, article);
  return columns;
}

/** What stands in for an extract that nobody wrote: the beginning of the body. */
export async function extractOf(ctx: Context, body: string | null | undefined): Promise<string> {
  return body ? (await ctx.pages.clean(body, null)).extract : '';
}

function pictureOf(image: NonNullable<ArticleInput['image']>): StaffArticle['image'] {
  const { url, alt = null, caption = null, credit = null } = image;
  return { url, alt, caption, credit, width: null, height: null };
}

function eventColumns(event: ArticleInput['event']): StaffEdit {
  if (event?.endsAt && event.endsAt < event.startsAt) {
    throw wrongField('event.endsAt', 'The event ends before it starts.');
  }
  return {
    eventStartsAt: event?.startsAt ?? null,
    eventEndsAt: event?.endsAt ?? null,
    eventPlace: event?.place ?? null,
    eventUrl: event?.url ?? null,
  };
}

async function groupOf(
  ctx: Context,
  twinId: string | null,
  article: { publicId: string; language: string | null },
): Promise<string> {
  if (twinId === null) return ctx.ids.publicId();
  const twin = await findStaffArticle(ctx.db, twinId);
  if (!twin || twinId === article.publicId)
    throw wrongField('translationOf', 'There is no other article with this id.');
  const language = nearestLocale(article.language);
  if (language !== null && language === nearestLocale(twin.language)) {
    throw wrongField('translationOf', 'That article is in the same language.');
  }
  return twin.translationGroup;
}
