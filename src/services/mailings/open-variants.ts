import type { Mailing } from '../../db/mailings/mailings.ts';
import type { ShownArticle } from '../../db/mailings/shown-articles.ts';
import { insertVariant, listVariants, type Variant } from '../../db/mailings/variants.ts';
import { AppError } from '../../domain/errors.ts';
import type { Locale } from '../../domain/locale.ts';
import { listHeaders } from '../../domain/mail-headers.ts';
import { formatMailbox } from '../../domain/mailbox.ts';
import { readVariantKey, variantKey } from '../../domain/variant.ts';
import type { Context } from '../context.ts';
import type { EncodedMail, ReaderMail, RenderedMail } from '../ports.ts';
import { mailReplyTo } from './mail-brand.ts';
import { renderVariant } from './render-variant.ts';

/** Writes one reader's mail of a variant. */
export type MailWriter = (reader: ReaderMail) => EncodedMail;

export type Variants = {
  /** The variant of a locale and articles, by id and in order, rendered and stored at first need; null for no article. */
  writer(locale: Locale, articleIds: readonly number[]): Promise<MailWriter | null>;
  /** About how many bytes of a request the largest mail takes: that with every article, in whichever locale. */
  largest(): Promise<number>;
};

/** The variants of a mailing of these articles. `ctx`: see asStarted. */
export async function openVariants(
  ctx: Context,
  mailing: Mailing,
  articles: readonly ShownArticle[],
): Promise<Variants> {
  const ready = new Map<string, MailWriter>();
  for (const variant of await listVariants(ctx.db, mailing.id))
    ready.set(variant.key, writerFor(ctx, { mailing, variant, articles }));
  /** What was measured for its size is mostly what is sent. */
  const rendered = new Map<string, Promise<RenderedMail>>();

  function render(locale: Locale, chosen: readonly ShownArticle[]): Promise<RenderedMail> {
    const ids = chosen.map(({ id }) => id);
    const key = variantKey(locale, ids) ?? locale;
    const fresh = rendered.get(key) ?? renderVariant(ctx, mailing, locale, chosen);
    rendered.set(key, fresh);
    return fresh;
  }

  return {
    async writer(locale, articleIds) {
      const key = variantKey(locale, articleIds);
      const known = key === null ? null : ready.get(key);
      if (key === null || known) return known ?? null;
      const chosen = articleIds.flatMap((id) => articles.find((article) => article.id === id) ?? []);
      await insertVariant(ctx.db, mailing.id, { key, ...(await render(locale, chosen)) });
      rendered.delete(key);
      // Another sender may have been first, and what is stored is what every later attempt will send.
      const stored = (await listVariants(ctx.db, mailing.id)).find((variant) => variant.key === key);
      if (!stored) throw new AppError('internal', 'A rendered mail was not stored.');
      const made = writerFor(ctx, { mailing, variant: stored, articles });
      ready.set(key, made);
      return made;
    },
    largest: () => largestOf(ctx.config.locales.map((locale) => render(locale, articles))),
  };
}

async function largestOf(mails: readonly Promise<RenderedMail>[]): Promise<number> {
  const sizes = (await Promise.all(mails)).map(({ html, text }) => Buffer.byteLength(JSON.stringify([html, text])));
  return Math.max(...sizes);
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
