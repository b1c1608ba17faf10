import type { Recipient } from '../../db/mailings/batches.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { listShownArticles } from '../../db/mailings/shown-articles.ts';
import { greeting } from '../../domain/greeting.ts';
import { unsubscribeHeaders } from '../../domain/mail-headers.ts';
import { articleRule } from '../articles/article-rule.ts';
import type { Context } from '../context.ts';
import { preferencesLink, unsubscribeLink } from '../links.ts';
import type { EncodedMail, ReaderMail } from '../ports.ts';
import { asStarted } from './as-started.ts';
import { type MailWriter, openVariants } from './open-variants.ts';

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

/** Prepares building for one mailing, of its articles and the settings as they stood when it started. */
export async function createBuilder(base: Context, mailing: Mailing): Promise<MailBuilder> {
  const { ctx } = await asStarted(base, mailing);
  const articles = await listShownArticles(ctx.db, mailing.id);
  const variants = await openVariants(ctx, mailing, articles);
  const idsFor = await articleRule(ctx, mailing, articles);
  let bytes: Promise<number> | null = null;
  /** Readers who chose no topics get what others of their language and frequency get; most did not. */
  const usual = new Map<string, MailWriter | null>();

  async function writerOf([, , , , locale, topics, , frequency]: Recipient): Promise<MailWriter | null> {
    const key = `${locale} ${frequency}`;
    const known = topics === null ? usual.get(key) : undefined;
    if (known !== undefined) return known;
    const fresh = await variants.writer(locale, idsFor({ locale, topics, frequency }));
    if (topics === null) usual.set(key, fresh);
    return fresh;
  }

  return {
    mailBytes() {
      bytes ??= variants.largest();
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

function readerMail(ctx: Context, [, publicId, email, name, locale, , keyId]: Recipient): ReaderMail {
  const unsubscribeUrl = unsubscribeLink(ctx, publicId, keyId);
  return {
    to: email,
    headers: unsubscribeHeaders(unsubscribeUrl),
    tags: [{ name: 'reader', value: publicId }],
    parts: { greeting: greeting(name, locale), unsubscribeUrl, preferencesUrl: preferencesLink(ctx, publicId, keyId) },
  };
}
