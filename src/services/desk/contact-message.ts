import { type ContactRole, insertContactMails, insertContactMessage } from '../../db/desk/contact-messages.ts';
import { countUp, grantMail } from '../../db/readers/rate-counts.ts';
import { type EmailAddress, limitKey } from '../../domain/email-address.ts';
import type { Locale } from '../../domain/locale.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { hourOf, networkOf } from '../readers/signup-limits.ts';
import { pseudonym } from '../tokens.ts';
import { officeFor } from './contact-office.ts';

/** A newsroom that gets more in an hour is being flooded; one network has a few people with questions. */
const MOST_PER_HOUR = 200;
const MOST_PER_NETWORK_HOUR = 10;

export type ContactInput = {
  role: ContactRole;
  topicId: number | null;
  locale: Locale;
  name: string;
  email: EmailAddress;
  outlet: string | null;
  deadline: string | null;
  body: string;
  /** Network address of the visitor as the platform knows it; null where unknown. */
  clientAddress: string | null;
};

/**
 * Takes a question from the contact page: stored, told to staff in Slack, mailed to the office, and answered with a
 * receipt, at most one per 10 minutes and three a day and mailbox. False where the limits of the network or of everybody
 * are reached: then nothing was stored.
 */
export async function takeContactMessage(ctx: Context, input: ContactInput): Promise<boolean> {
  const now = ctx.now();
  const publicId = ctx.ids.publicId();
  const keys = ctx.config.tokenKeys;
  const hour = hourOf(now);
  const network = pseudonym(keys, networkOf(input.clientAddress ?? 'unknown'));
  const limits = [
    { key: `contact-network/${network}`, windowStart: hour, max: MOST_PER_NETWORK_HOUR },
    { key: 'contact-all', windowStart: hour, max: MOST_PER_HOUR },
  ];
  const grant = { key: `contact-mail/${pseudonym(keys, limitKey(input.email))}`, stamp: `${now}~${publicId}` };
  const { body, deadline, locale, name, outlet, role, topicId } = input;
  const sentTo = officeFor(ctx, { role, locale, topicIds: topicId === null ? [] : [topicId] })?.email ?? null;
  const message = { publicId, role, topicId, locale, name, email: input.email.address, outlet, deadline, body, sentTo };
  const counts = [
    ...countUp(ctx.db, limits),
    ...grantMail(ctx.db, grant, {
      now,
      soon: addSeconds(now, -600),
      today: addSeconds(now, -86_400),
      month: null,
      network: null,
      all: { key: 'contact-receipts', windowStart: hour, max: MOST_PER_HOUR },
    }),
  ];
  const results = await ctx.db.batch([
    ...counts,
    insertContactMessage(ctx.db, message, limits, now),
    ...insertContactMails(ctx.db, publicId, grant, now),
  ]);
  const isTaken = results[counts.length]?.meta.changes === 1;
  ctx.log.info('contact.asked', { contact: publicId, isTaken, role });
  ctx.ring();
  return isTaken;
}
