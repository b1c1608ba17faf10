import type { Recipient } from '../../db/mailings/batches.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { listShownArticles, type ShownArticle } from '../../db/mailings/shown-articles.ts';
import { insertVariant, listVariants, type Variant } from '../../db/mailings/variants.ts';
import { AppError } from '../../domain/errors.ts';
import { greeting } from '../../domain/greeting.ts';
import type { Locale } from '../../domain/locale.ts';
import { listHeaders, unsubscribeHeaders } from '../../domain/mail-headers.ts';
import { formatMailbox } from '../../domain/mailbox.ts';
import { readVariantKey, variantKey } from '../../domain/variant.ts';
import { articleRule } from '../articles/article-rule.ts';
import { mailingArticle } from '../articles/article-view.ts';
import type { Context } from '../context.ts';
import { countedLinks, preferencesLink, unsubscribeLink } from '../links.ts';
import type { EncodedMail, ReaderMail, RenderedMail } from '../ports.ts';
import { asStarted } from './as-started.ts';
import { correctedText } from './correction.ts';
import { countFurther } from './further-articles.ts';
import { mailBrand, mailReplyTo } from './mail-brand.ts';

/** Raised whenever the same frozen recipients would give other bytes or another hash; older batches are then never resent. */
export const BUILDER_VERSION = 7;

/** The mails of one request, and the subscribers they are for, in order. */
export type BuiltBatch = { subscriberIds: number[]; mails: EncodedMail[] };

export type MailBuilder = {
  /** The mails of frozen recipients, in order. A reader whose topics leave no article gets none. */
  build(recipients: readonly Recipient[]): Promise<BuiltBatch>;
  /** About how many bytes of a request the largest mail takes. */
  mailBytes(): Promise<number>;
};

/** Writes one reader's mail of a variant. */
type MailWriter = (reader: ReaderMail) => EncodedMail;

/**
 * Prepares building for one mailing, of its articles and the settings as they stood when it started. Variants are
 * rendered on first need and stored before they are used.
 */
export async function createBuilder(base: Context, mailing: Mailing): Promise<MailBuilder> {
  const { ctx } = await asStarted(base, mailing);
  const articles = await listShownArticles(ctx.db, mailing.id);
  const ready = new Map<string, MailWriter>();
  for (const variant of await listVariants(ctx.db, mailing.id))
    ready.set(variant.key, writerFor(ctx, { mailing, variant, articles }));
  const idsFor = await articleRule(ctx, mailing, articles);
  let bytes: Promise<number> | null = null;
  /** What was measured for its size is mostly what is sent. */
  const rendered = new Map<string, Promise<RenderedMail>>();
  /** Readers who chose no topics get what others of their language and frequency get; most did not. */
  const usual = new Map<string, MailWriter | null>();

  function render(locale: Locale, chosen: readonly ShownArticle[]): Promise<RenderedMail> {
    const ids = chosen.map(({ id }) => id);
    const key = variantKey(locale, ids) ?? locale;
    const fresh = rendered.get(key) ?? renderVariant(ctx, mailing, locale, chosen);
    rendered.set(key, fresh);
    return fresh;
  }

  async function variantFor(locale: Locale, articleIds: readonly number[]): Promise<MailWriter | null> {
    const key = variantKey(locale, articleIds);
    if (key === null) return null;
    const known = ready.get(key);
    if (known) return known;
    const chosen = articleIds.flatMap((id) => articles.find((article) => article.id === id) ?? []);
    await insertVariant(ctx.db, mailing.id, { key, ...(await render(locale, chosen)) });
    rendered.delete(key);
    // Another sender may have been first, and what is stored is what every later attempt will send.
    const stored = (await listVariants(ctx.db, mailing.id)).find((variant) => variant.key === key);
    if (!stored) throw new AppError('internal', 'A rendered mail was not stored.');
    const made = writerFor(ctx, { mailing, variant: stored, articles });
    ready.set(key, made);
    return made;
  }

  async function writerOf([, , , , locale, topics, , frequency]: Recipient): Promise<MailWriter | null> {
    const key = `${locale} ${frequency}`;
    const known = topics === null ? usual.get(key) : undefined;
    if (known !== undefined) return known;
    const fresh = await variantFor(locale, idsFor({ locale, topics, frequency }));
    if (topics === null) usual.set(key, fresh);
    return fresh;
  }

  return {
    mailBytes() {
      bytes ??= largestOf(ctx.config.locales.map((locale) => render(locale, articles)));
      return bytes;
    },
    async build(recipients) {
      const subscriberIds: number[] = [];
      const mails: EncodedMail[] = [];
      for (const recipient of recipients) {
        const [id] = recipient;
        const write = await writerOf(recipient);
        if (!write) continue;
        subscriberIds.push(id);
        mails.push(write(readerMail(ctx, recipient)));
      }
      return { subscriberIds, mails };
    },
  };
}

async function largestOf(mails: readonly Promise<RenderedMail>[]): Promise<number> {
  const sizes = (await Promise.all(mails)).map(({ html, text }) => Buffer.byteLength(JSON.stringify([html, text])));
  return Math.max(...sizes);
}

/** A mailing as readers of a locale see it who get these articles, personal parts still open. `ctx`: see asStarted. */
export async function renderVariant(ctx: Context, mailing: Mailing, locale: Locale, articles: readonly ShownArticle[]) {
  const { countsLinks } = ctx.settings.sending;
  const isStanding = ({ state }: ShownArticle) => state !== 'withdrawn';
  return ctx.renderer.mailing({
    kind: mailing.kind,
    locale,
    brand: mailBrand(ctx, { locale, topicIds: articles.map((article) => article.topicIds) }),
    date: mailing.approvedAt ?? mailing.createdAt,
    timeZone: ctx.config.timeZone,
    subject: mailing.subject[locale] ?? null,
    preheader: mailing.preheader[locale] ?? null,
    intro: mailing.intro[locale] ?? null,
    articles: articles.filter(isStanding).map((article) => {
      const view = { ...mailingArticle(ctx, article, locale), event: article.event };
      return countsLinks ? { ...view, ...countedLinks(ctx, mailing.publicId, article) } : view;
    }),
    moreCount: await countFurther(ctx, mailing, { locale, articles }),
    webUrl: mailing.isArchived ? `${ctx.config.brand.baseUrl}/archive/${mailing.publicId}` : null,
    corrected: await correctedText(ctx, mailing, locale),
    withdrawn: articles.filter((article) => !isStanding(article)).map(({ title }) => title),
  });
}

/** Everything of a variant's mail that is the same for all its readers. */
function writerFor(
  ctx: Context,
  { articles, mailing, variant }: { mailing: Mailing; variant: Variant; articles: readonly ShownArticle[] },
): MailWriter {
  const { baseUrl, siteName } = ctx.config.brand;
  const { articleIds, locale } = readVariantKey(variant.key);
  const topicIds = articles.filter(({ id }) => articleIds.includes(id)).map((article) => article.topicIds);
  return ctx.mailer.encoder({
    from: formatMailbox(siteName, ctx.config.mailFrom),
    replyTo: mailReplyTo(ctx, { locale, topicIds }),
    subject: variant.subject,
    html: variant.html,
    text: variant.text,
    headers: listHeaders({
      list: mailing.kind,
      siteName,
      host: new URL(baseUrl).hostname,
      reference: mailing.publicId,
    }),
    tags: [
      { name: 'kind', value: mailing.kind },
      { name: 'mailing', value: mailing.publicId },
    ],
  });
}

function readerMail(ctx: Context, [, publicId, email, name, locale, , keyId]: Recipient): ReaderMail {
  const unsubscribeUrl = unsubscribeLink(ctx, publicId, keyId);
  return {
    to: email,
    headers: unsubscribeHeaders(unsubscribeUrl),
    tags: [{ name: 'reader', value: publicId }],
    parts: { greeting: greeting(name, locale), unsubscribeUrl, preferencesUrl: preferencesLink(ctx, publicId, keyId) },
  };
}
