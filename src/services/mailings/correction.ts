import { type Article, listMailingArticles } from '../../db/articles/articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { findMailing, findMailingById, listCorrections, type Mailing } from '../../db/mailings/mailings.ts';
import { isEmptied } from '../../db/mailings/old-recipients.ts';
import { listVariants } from '../../db/mailings/variants.ts';
import { AppError } from '../../domain/errors.ts';
import { LOCALES, type Locale, type Localised } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import { newDraft, storeDraft } from './compose-digest.ts';
import type { CorrectedText } from './mail-views.ts';

const TEXT_MAX = 3000;

export type NewCorrection = {
  /** Public id of the mailing that went out. */
  correctsPublicId: string;
  by: string;
  /** Public ids of the articles it is about; none: all of the mailing's. */
  articlePublicIds: readonly string[];
  wrong: Localised;
  right: Localised;
};

/**
 * Makes the draft of a correction to whoever was mailed the named articles by a mailing that ended and still is subscribed;
 * it says of which it was that they are withdrawn. It leaves once approved. Throws AppError: not_found; conflict where the
 * mailing has not ended; invalid with `fields`.
 */
export async function composeCorrection(ctx: Context, input: NewCorrection): Promise<Mailing> {
  const original = await findMailing(ctx.db, input.correctsPublicId);
  if (!original) throw new AppError('not_found', 'There is no such newsletter. Nothing was made.');
  const isCancelled = original.state === 'cancelled' && original.startedAt !== null;
  if ((original.state !== 'finished' && !isCancelled) || original.kind === 'correction')
    throw new AppError(
      'conflict',
      'Only a newsletter that was sent, to its end or until its rest was cancelled, can be corrected. Nothing was made.',
    );
  await requireRecipients(ctx, original.id);
  const named = new Set(input.articlePublicIds);
  const mailed = await listMailingArticles(ctx.db, original.id);
  const wasMailed = ({ state }: Article) => state === 'published' || state === 'withdrawn';
  const articles = mailed.filter((each) => wasMailed(each) && (named.size === 0 || named.has(each.publicId)));
  checkCorrection(input, articles.length);
  const draft = await newDraft(ctx, {
    kind: 'correction',
    audience: { recipientsOf: original.id },
    articles,
    by: input.by,
    correctsId: original.id,
    texts: { subject: {}, intro: trimmed(input.right), wrong: trimmed(input.wrong) },
  });
  const subject = `mailing:${original.publicId}`;
  await ctx.db.batch([
    ...storeDraft(ctx, { ...draft, isArchived: false }),
    insertAudit(ctx.db, { at: ctx.now(), actor: input.by, act: 'mailing.correction_made', subject }),
  ]);
  const mailing = await findMailing(ctx.db, draft.publicId);
  if (!mailing) throw new AppError('internal', 'The correction was not stored. Nothing was sent. Try again.');
  return mailing;
}

/** Throws AppError('conflict') where it is no longer kept whom a mailing went to. */
export async function requireRecipients(ctx: Context, mailingId: number): Promise<void> {
  if (!(await isEmptied(ctx.db, mailingId))) return;
  throw new AppError(
    'conflict',
    `This newsletter ended over ${ctx.settings.sending.keepRecipientsDays} days ago, and whom it went to is no longer kept, so nobody can be mailed about it. Nothing was sent. Correct the article itself: its page shows when it was changed.`,
  );
}

function checkCorrection({ right, wrong }: NewCorrection, articles: number): void {
  const fields: Record<string, string> = {};
  for (const [name, texts] of Object.entries({ wrong: trimmed(wrong), right: trimmed(right) })) {
    if (Object.keys(texts).length === 0) fields[name] = 'must be said in at least one language';
    else if (Object.values(texts).some((text) => text.length > TEXT_MAX))
      fields[name] = `may have at most ${TEXT_MAX} characters`;
  }
  if (articles === 0) fields.articlePublicIds = 'must name articles of that newsletter';
  if (Object.keys(fields).length > 0) throw new AppError('invalid', 'The correction was not made.', { fields });
}

function trimmed(texts: Localised): Localised {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([locale, text]) => (text.trim() ? [[locale, text.trim()]] : [])),
  );
}

/** A text in a reader's language, else in whichever it was written. */
function inLocale(texts: Localised, locale: Locale): string | null {
  return texts[locale] ?? LOCALES.map((each) => texts[each]).find((text) => text !== undefined) ?? null;
}

/** What a correction says of the mailing it corrects, to readers of a locale; null for other mailings. */
export async function correctedText(ctx: Context, mailing: Mailing, locale: Locale): Promise<CorrectedText | null> {
  if (mailing.correctsMailingId === null) return null;
  const original = await findMailingById(ctx.db, mailing.correctsMailingId);
  if (!original) return null;
  const variants = await listVariants(ctx.db, original.id);
  const variant = variants.find(({ key }) => key.startsWith(`${locale}:`)) ?? variants[0];
  return {
    title: variant?.subject ?? ctx.config.brand.siteName,
    // Of one whose rest was cancelled there is no page.
    url:
      original.isArchived && original.state !== 'cancelled'
        ? `${ctx.config.brand.baseUrl}/archive/${original.publicId}`
        : null,
    wrong: inLocale(mailing.wrong, locale),
  };
}

/** A correction as the archive page of the corrected mailing tells of it. Texts are plain and unescaped. */
export type CorrectionBanner = {
  publicId: string;
  startedAt: string | null;
  wrong: string | null;
  right: string | null;
};

/** The corrections of a mailing that went out, oldest first, for the banner on its archive page. */
export async function correctionsOf(ctx: Context, mailing: Mailing, locale: Locale): Promise<CorrectionBanner[]> {
  return (await listCorrections(ctx.db, mailing.id)).map(({ intro, publicId, startedAt, wrong }) => ({
    publicId,
    startedAt,
    wrong: inLocale(wrong, locale),
    right: inLocale(intro, locale),
  }));
}
