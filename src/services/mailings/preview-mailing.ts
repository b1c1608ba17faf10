import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { listShownArticles, type ShownArticle } from '../../db/mailings/shown-articles.ts';
import type { Locale } from '../../domain/locale.ts';
import { addSeconds } from '../../domain/time.ts';
import { articlesFor } from '../../domain/variant.ts';
import { ruleOptionsOf } from '../articles/article-rule.ts';
import type { Context } from '../context.ts';
import type { RenderedMail } from '../ports.ts';
import { signToken, verifyToken } from '../tokens.ts';
import { withoutPersonalParts } from './archive-mailing.ts';
import { asStarted } from './as-started.ts';
import { renderVariant } from './render-variant.ts';

const LINK_SECONDS = 3600;

/** Shows a mailing as its readers will see it, for an hour. */
export function previewLink(ctx: Pick<Context, 'config' | 'now'>, publicId: string): string {
  const until = Math.floor(Date.parse(addSeconds(ctx.now(), LINK_SECONDS)) / 1000);
  const token = signToken(ctx.config.tokenKeys, 'preview', { subject: publicId, detail: String(until) });
  return `${ctx.config.brand.baseUrl}/preview/${publicId}?t=${token}`;
}

/** The mailing whose preview a link opens; null for a link that is forged, for another mailing, or over. */
export async function readPreviewLink(ctx: Context, publicId: string, token: string): Promise<Mailing | null> {
  const claim = verifyToken(ctx.config.tokenKeys, 'preview', token);
  if (claim?.subject !== publicId || Number(claim.detail) * 1000 < Date.parse(ctx.now())) return null;
  return findMailing(ctx.db, publicId);
}

/**
 * The mail of a locale's reader who chose every topic, personal parts still open; null where it would hold nothing. Of a
 * mailing that started it is what its readers get, whatever was edited since.
 */
export async function wholeVariant(
  base: Context,
  mailing: Mailing,
  locale: Locale,
): Promise<{ mail: RenderedMail; articles: ShownArticle[] } | null> {
  const { ctx } = await asStarted(base, mailing);
  const all = await listShownArticles(ctx.db, mailing.id);
  const topics = { chosen: all.flatMap((article) => article.topicIds), left: [] };
  const ids = articlesFor(all, { locale, topics }, await ruleOptionsOf(ctx, mailing));
  const articles = ids.flatMap((id) => all.find((article) => article.id === id) ?? []);
  return articles.length === 0 ? null : { mail: await renderVariant(ctx, mailing, locale, articles), articles };
}

/** What a preview shows of one locale: no greeting, and no link that would act for a reader. */
export type MailPreview = { locale: Locale; subject: string; preheader: string; html: string };

/** A mailing in a locale: as it started or, before that, as it is now; null where its readers would get nothing. */
export async function previewMail(ctx: Context, mailing: Mailing, locale: Locale): Promise<MailPreview | null> {
  const variant = await wholeVariant(ctx, mailing, locale);
  if (!variant) return null;
  const { html, preheader, subject } = variant.mail;
  return { locale, subject, preheader, html: withoutPersonalParts(html) };
}
