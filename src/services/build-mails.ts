import { type Article, listMailingArticles } from '../db/articles.ts';
import type { Recipient } from '../db/batches.ts';
import type { Mailing } from '../db/mailings.ts';
import { listInviteOnlyTopicIds } from '../db/subscriptions.ts';
import { insertVariant, listVariants, type Variant } from '../db/variants.ts';
import { greeting } from '../domain/greeting.ts';
import type { Locale } from '../domain/locale.ts';
import { listMailHeaders } from '../domain/mail-headers.ts';
import { formatMailbox } from '../domain/mailbox.ts';
import { articlesFor, variantKey } from '../domain/variant.ts';
import { mailingArticle } from './article-view.ts';
import type { Context } from './context.ts';
import { preferencesLink, unsubscribeLink } from './links.ts';
import type { OutgoingMail, PersonalParts } from './ports.ts';

/** Raised whenever the same frozen recipients would give other bytes; batches frozen before are then never resent. */
export const BUILDER_VERSION = 1;

export type BuiltMail = { subscriberId: number; mail: OutgoingMail };

export type MailBuilder = {
  /** The mails of frozen recipients, in order. A reader whose topics leave no article gets none. */
  build(recipients: readonly Recipient[]): Promise<BuiltMail[]>;
};

type ReadyVariant = { subject: string; merge: (parts: PersonalParts) => { html: string; text: string } };

/** Prepares building for one mailing. Variants are rendered on first need and stored before they are used. */
export async function createBuilder(ctx: Context, mailing: Mailing): Promise<MailBuilder> {
  const articles = await listMailingArticles(ctx.db, mailing.id);
  const ready = new Map<string, ReadyVariant>();
  for (const variant of await listVariants(ctx.db, mailing.id)) ready.set(variant.key, readyVariant(ctx, variant));
  const inviteOnlyTopicIds = new Set(await listInviteOnlyTopicIds(ctx.db));
  const options = { fallback: ctx.config.locales[0] ?? 'en', inviteOnlyTopicIds };

  async function variantFor(locale: Locale, articleIds: readonly number[]): Promise<ReadyVariant | null> {
    const key = variantKey(locale, articleIds);
    if (key === null) return null;
    const known = ready.get(key);
    if (known) return known;
    const chosen = articles.filter((article) => articleIds.includes(article.id));
    const variant = { key, ...renderVariant(ctx, mailing, locale, chosen) };
    await insertVariant(ctx.db, mailing.id, variant);
    const made = readyVariant(ctx, variant);
    ready.set(key, made);
    return made;
  }

  return {
    async build(recipients) {
      const mails: BuiltMail[] = [];
      for (const recipient of recipients) {
        const [, , , , locale, topics] = recipient;
        const variant = await variantFor(locale, articlesFor(articles, { locale, topics }, options));
        if (variant) mails.push({ subscriberId: recipient[0], mail: toMail(ctx, mailing, recipient, variant) });
      }
      return mails;
    },
  };
}

function readyVariant(ctx: Context, variant: Variant): ReadyVariant {
  return { subject: variant.subject, merge: ctx.renderer.merger(variant) };
}

function renderVariant(ctx: Context, mailing: Mailing, locale: Locale, articles: readonly Article[]) {
  return ctx.renderer.mailing({
    kind: mailing.kind,
    locale,
    brand: ctx.config.brand,
    date: mailing.approvedAt ?? mailing.createdAt,
    timeZone: ctx.config.timeZone,
    subject: mailing.subject[locale] ?? null,
    preheader: null,
    intro: mailing.intro[locale] ?? null,
    articles: articles.map((article) => mailingArticle(ctx, article, locale)),
    moreCount: 0,
  });
}

function toMail(ctx: Context, mailing: Mailing, recipient: Recipient, variant: ReadyVariant): OutgoingMail {
  const [, publicId, email, name, locale, , keyId] = recipient;
  const unsubscribeUrl = unsubscribeLink(ctx, publicId, keyId);
  const { html, text } = variant.merge({
    greeting: greeting(name, locale),
    unsubscribeUrl,
    preferencesUrl: preferencesLink(ctx, publicId, keyId),
  });
  return {
    from: formatMailbox(ctx.config.brand.siteName, ctx.config.mailFrom),
    to: email,
    replyTo: ctx.config.mailReplyTo,
    subject: variant.subject,
    html,
    text,
    headers: listMailHeaders({
      unsubscribeUrl,
      list: mailing.kind,
      siteName: ctx.config.brand.siteName,
      host: new URL(ctx.config.brand.baseUrl).hostname,
      reference: mailing.publicId,
    }),
    tags: [
      { name: 'kind', value: mailing.kind },
      { name: 'mailing', value: mailing.publicId },
      { name: 'reader', value: publicId },
    ],
  };
}
