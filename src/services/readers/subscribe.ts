import { insertSignUpMessage } from '../../db/mailings/messages.ts';
import { insertConsentText } from '../../db/readers/consents.ts';
import { insertConsent, recordSignUp } from '../../db/readers/subscribers.ts';
import { chooseSignUpTopics, inviteToTopics } from '../../db/readers/subscriptions.ts';
import type { EmailAddress } from '../../domain/email-address.ts';
import type { Frequency } from '../../domain/frequency.ts';
import type { Locale } from '../../domain/locale.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../hash.ts';
import { pseudonym } from '../tokens.ts';
import { addressHash } from './address-hash.ts';
import { askForMail } from './signup-limits.ts';

/** The mail and the page of an expired link say three days. */
const CONFIRM_LIFE_SECONDS = 72 * 3600;
/** Version of the texts on the pages behind our links; evidence of what happens there names it. */
export const CONSENT_VERSION = '2026-11-1';

/** What evidence names where a form of somebody else's making showed a text of its own. */
const SHOWN_ELSEWHERE = 'own-form';

/** Names a sentence of consent: the same words in the same language have the same name. */
export function consentVersion(locale: Locale, text: string): string {
  return sha256(`${locale}\n${text}`).slice(0, 16);
}

export type SubscribeInput = {
  name: string;
  email: EmailAddress;
  company: string | null;
  occupation: string | null;
  locale: Locale;
  frequency: Frequency;
  /** Public ids or slugs; none is every topic. */
  topics?: readonly string[];
  /** Slugs of topics that staff invite this person to; never from a form of the site. */
  invitedTo?: readonly string[];
  /** What the form calls itself, or the host it stood on. */
  source: string;
  /** Address of the page the form stood on, without its query, as far as the browser says. */
  page?: string | null;
  /** The sentence of consent beside the form, word by word; null where somebody else's form showed its own. */
  consentText?: string | null;
  /** Network address of the visitor as the platform knows it; null where unknown. */
  clientAddress: string | null;
  /** Staff typed it: no visitor's network is counted, and staff's own limits of the mailbox hold. */
  isByStaff?: boolean;
};

/**
 * Takes a sign-up. The reader gets a confirmation mail, or, when subscribed already, a note with their preferences; at
 * most one per 10 minutes and three a day and address, within limits per network and over all. Tells the caller
 * nothing about the address: one batch of the same statements runs whoever asks and whatever is stored.
 */
export async function subscribe(ctx: Context, input: SubscribeInput): Promise<void> {
  const hash = await addressHash(ctx);
  const now = ctx.now();
  const id = ctx.ids.publicId();
  const { email, locale } = input;
  const { grant, statements } = askForMail(ctx, {
    mailbox: email,
    by: input.isByStaff ? 'known' : 'stranger',
    clientAddress: input.isByStaff ? null : (input.clientAddress ?? 'unknown'),
    id,
  });
  const text = input.consentText ?? '';
  const textVersion = text === '' ? SHOWN_ELSEWHERE : consentVersion(locale, text);
  await ctx.db.batch([
    ...statements,
    recordSignUp(
      ctx.db,
      { ...input, publicId: id, email: email.address, emailKey: email.key },
      { now, confirmExpiresAt: addSeconds(now, CONFIRM_LIFE_SECONDS) },
      { grant, emailHash: hash(email.key) },
    ),
    insertConsent(
      ctx.db,
      { emailKey: email.key },
      {
        act: 'requested',
        textVersion,
        locale,
        page: input.page ?? input.source,
        addressHash: input.clientAddress ? pseudonym(ctx.config.tokenKeys, input.clientAddress) : null,
        detail: { source: input.source },
        onlyIfChanged: true,
      },
      now,
    ),
    ...(text === '' ? [] : [insertConsentText(ctx.db, { version: textVersion, locale, text }, now)]),
    ...(input.topics?.length
      ? chooseSignUpTopics(ctx.db, { emailKey: email.key, grant, topics: input.topics }, now)
      : []),
    ...(input.invitedTo?.length
      ? [inviteToTopics(ctx.db, { emailKey: email.key, grant, topics: input.invitedTo }, now)]
      : []),
    insertSignUpMessage(ctx.db, email.key, grant, now),
  ]);
  ctx.ring();
}
