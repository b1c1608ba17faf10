import { listMailingArticles } from '../../db/articles/articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { markTested } from '../../db/mailings/drafts.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import { greeting } from '../../domain/greeting.ts';
import type { Locale } from '../../domain/locale.ts';
import { singleMailHeaders } from '../../domain/mail-headers.ts';
import { formatMailbox } from '../../domain/mailbox.ts';
import type { Context } from '../context.ts';
import type { EncodedMail } from '../ports.ts';
import { mailingContentHash } from './compose-digest.ts';
import { mailReplyTo } from './mail-brand.ts';
import { wholeVariant } from './preview-mailing.ts';
import { readStaffAddresses } from './staff-addresses.ts';

/** The staff member and ten others. */
const MOST_ADDRESSES = 11;

export type TestInput = { publicId: string; by: string; addresses: readonly string[] };

/**
 * Sends a mailing as it is now, in each language, to the addresses named; marked as a test, with no link that would act
 * for a reader. Throws AppError: not_found; conflict where nothing of it is left; invalid with `fields`; unavailable where
 * the provider did not take it.
 */
export async function sendTest(ctx: Context, input: TestInput): Promise<{ sent: number; refused: string[] }> {
  const mailing = await findMailing(ctx.db, input.publicId);
  if (!mailing) throw new AppError('not_found', 'There is no such newsletter. Nothing was sent.');
  const addresses = readStaffAddresses(input.addresses, { most: MOST_ADDRESSES, nothingDone: 'No test was sent' });
  const articles = await listMailingArticles(ctx.db, mailing.id);
  const contentHash = mailingContentHash(mailing, articles);
  const mails: { address: string; mail: EncodedMail }[] = [];
  for (const locale of ctx.config.locales) {
    const write = await testWriter(ctx, mailing, locale);
    if (write) mails.push(...addresses.map(({ address }) => ({ address, mail: write(address) })));
  }
  if (mails.length === 0) throw new AppError('conflict', 'No article of it stands any more. Nothing was sent.');
  const body = ctx.mailer.batchBody(mails.map(({ mail }) => mail));
  const outcome = await ctx.mailer.sendBatch(body, `test/${mailing.publicId}/${ctx.ids.publicId()}`);
  if (outcome.kind !== 'accepted') {
    ctx.log.warn('mailing.test_refused', { mailing: mailing.publicId, code: outcome.code });
    throw new AppError(
      'unavailable',
      `The mail provider did not take the test (${outcome.code}). Nothing went to readers. Try again in a minute.`,
    );
  }
  const refused = [...new Set(outcome.rejected.flatMap(({ index }) => mails[index]?.address ?? []))];
  await markTested(ctx.db, mailing.publicId, contentHash);
  const entry = { at: ctx.now(), actor: input.by, act: 'mailing.tested', subject: `mailing:${mailing.publicId}` };
  await ctx.db.batch([insertAudit(ctx.db, { ...entry, detail: { addresses: addresses.length } })]);
  return { sent: mails.length - outcome.rejected.length, refused };
}

/** Writes the mail a reader of everything would get in a locale; null where it would hold nothing. */
async function testWriter(
  ctx: Context,
  mailing: Mailing,
  locale: Locale,
): Promise<((address: string) => EncodedMail) | null> {
  const variant = await wholeVariant(ctx, mailing, locale);
  if (!variant) return null;
  const { html, subject, text } = variant.mail;
  const { baseUrl, siteName } = ctx.config.brand;
  const encode = ctx.mailer.encoder({
    from: formatMailbox(siteName, ctx.config.mailFrom),
    replyTo: mailReplyTo(ctx, { locale, topicIds: variant.articles.map((article) => article.topicIds) }),
    subject: `[Test] ${subject}`,
    html,
    text,
    headers: singleMailHeaders(`test-${mailing.publicId}`),
    tags: [{ name: 'kind', value: 'test' }],
  });
  // Without a token these pages act for nobody.
  const parts = {
    greeting: greeting('', locale),
    unsubscribeUrl: `${baseUrl}/unsubscribe`,
    preferencesUrl: `${baseUrl}/preferences`,
  };
  return (to) => encode({ to, headers: {}, tags: [], parts });
}
